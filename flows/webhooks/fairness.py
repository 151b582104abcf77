"""Fairness at the door: no source takes more than its allowance, and those that wait are taken in turns."""

from collections import deque
from collections.abc import Hashable
from datetime import datetime
from typing import Generic, TypeVar

Item = TypeVar("Item")

BURST_SECONDS = 10.0
"""A sender that was quiet may post so many seconds' worth at once: after an outage of theirs everything comes."""


class Allowance:
    """So many a second for each source, in this process. `take` says how many seconds to come back after; 0 is yes."""

    def __init__(self, per_second: float) -> None:
        self._rate, self._full = per_second, per_second * BURST_SECONDS
        self._left: dict[Hashable, tuple[float, datetime]] = {}

    def take(self, whose: Hashable, now: datetime) -> float:
        left, at = self._left.get(whose, (self._full, now))
        left = min(self._full, left + max(0.0, (now - at).total_seconds()) * self._rate)
        if left < 1.0:
            return (1.0 - left) / self._rate
        self._left[whose] = (left - 1.0, now)
        return 0.0


class Turns(Generic[Item]):
    """A queue in which everybody who waits is served in turn, one item each."""

    def __init__(self) -> None:
        self._queues: dict[Hashable, deque[Item]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def waiting(self, whose: Hashable) -> int:
        return len(self._queues.get(whose, ()))

    def put(self, whose: Hashable, item: Item) -> None:
        self._queues.setdefault(whose, deque()).append(item)
        self._count += 1

    def take(self, most: int) -> list[Item]:
        """At most so many, fairly."""
        taken: list[Item] = []
        while self._queues and len(taken) < most:
            taken += [self._next(whose) for whose in list(self._queues)[: most - len(taken)]]
        self._count -= len(taken)
        return taken

    def _next(self, whose: Hashable) -> Item:
        """Theirs, and they go to the end of the line."""
        queue = self._queues.pop(whose)
        item = queue.popleft()
        if queue:
            self._queues[whose] = queue
        return item
