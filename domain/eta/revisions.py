"""Revised promises: how sure the second word has to be, after the first did not hold."""

from collections import deque

LAST = 50
KEPT_AT_LEAST = 0.85
ORDINARY, WIDENED = 0.90, 0.95


class Revisions:
    """Whether the last revised promises held. While too few hold, things get worse as we look: promise wider."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: deque[bool] = deque(maxlen=LAST)

    def learn(self, kept: bool) -> None:
        self._kept.append(kept)

    @property
    def chance(self) -> float:
        """The chance to revise with."""
        if len(self._kept) == LAST and sum(self._kept) < KEPT_AT_LEAST * LAST:
            return WIDENED
        return ORDINARY
