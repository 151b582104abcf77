"""Calibration: how often windows held, against how often they were meant to."""

from collections import defaultdict
from dataclasses import dataclass

from domain.figures.intervals import wilson
from domain.figures.sums import Sums


@dataclass(frozen=True, slots=True)
class Point:
    """Windows of one source and stage that were told with one stated chance (None: while only the prior spoke)."""

    source: str
    stage: str
    chance: float | None
    told: int
    kept: int
    early: int
    broken: int

    @property
    def share(self) -> float:
        return self.kept / self.told

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.kept, self.told)

    @property
    def holds(self) -> bool | None:
        """Whether what was stated lies within what was seen, or below it; None where nothing was stated."""
        return None if self.chance is None else self.interval[1] >= self.chance


def points(sums: Sums) -> list[Point]:
    """One for each source, stage and stated chance of which a window has been judged."""
    found: defaultdict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for split, count, _ in sums.splits("calibration"):
        source, stage, chance, verdict = split.split("/")
        found[source, stage, chance][verdict] = count
    made = []
    for (source, stage, chance), verdicts in sorted(found.items()):
        kept, early, broken = (verdicts.get(name, 0) for name in ("kept", "early", "broken"))
        if told := kept + early + broken:
            made.append(Point(source, stage, float(chance) if chance else None, told, kept, early, broken))
    return made
