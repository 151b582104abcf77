"""Checking: whether newly trained models understand at least what the old ones did, before they take over."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.examples import Example
from bot.understanding.guessing import Opinions

MAY_FALL = 0.005
"""How much less of what we wrote ourselves the new models may be sure of: chance, not loss."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Shares of examples that are taken for what they mean, by the old models and the new."""

    name: str
    count: int
    old: float
    new: float
    may_fall: float

    @property
    def holds(self) -> bool:
        return self.new >= self.old - self.may_fall


def compare(old: Path, new: Path, ours: Iterable[Example], taught: Iterable[Example]) -> tuple[Comparison, ...]:
    """Both folders hold a model.bin; the pieces alone are compared, since they are what is always there."""
    sets = (("ours", list(ours), MAY_FALL), ("taught", list(taught), 0.0))
    return tuple(
        Comparison(name, len(given), _right(Opinions(old), given), _right(Opinions(new), given), may_fall)
        for name, given, may_fall in sets
        if given
    )


def _right(opinions: Opinions, given: list[Example]) -> float:
    return sum(_is_right(opinions, one) for one in given) / len(given)


def _is_right(opinions: Opinions, one: Example) -> bool:
    guessed = opinions.guess(one.text)
    named = f"{guessed.verb.value}: {guessed.concern}" if guessed.concern else guessed.verb.value
    return named == one.label
