"""Sums of a period: of each measure, split by what it was, how many there were and how much."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sum:
    """`measure` is what was counted, `split` how it turned out (parts with a slash between)."""

    measure: str
    split: str
    count: int
    amount: float


class Sums:
    """Sums by measure and split; the same one given twice adds up."""

    __slots__ = ("_of",)

    def __init__(self, sums: Iterable[Sum] = ()) -> None:
        self._of: defaultdict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
        for one in sums:
            count, amount = self._of[one.measure].get(one.split, (0, 0.0))
            self._of[one.measure][one.split] = count + one.count, amount + one.amount

    def splits(self, measure: str) -> Iterator[tuple[str, int, float]]:
        """(split, count, amount) of a measure, in the order of the splits."""
        for split, (count, amount) in sorted(self._of.get(measure, {}).items()):
            yield split, count, amount

    def count(self, measure: str, which: Callable[[str], bool] = lambda _split: True) -> int:
        return sum(count for split, (count, _) in self._of.get(measure, {}).items() if which(split))

    def amount(self, measure: str, which: Callable[[str], bool] = lambda _split: True) -> float:
        return sum(amount for split, (_, amount) in self._of.get(measure, {}).items() if which(split))
