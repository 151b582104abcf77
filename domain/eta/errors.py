"""Errors of forecasts by bucket: how far around a forecast arrivals lie, with levels that follow the feedback."""

from dataclasses import dataclass

from domain.eta.adaptive import Levels
from domain.eta.buckets import ENOUGH, Ladder
from domain.eta.residuals import Residuals, quantile

LIMIT = 600
SPAN_S = 3 * 86_400.0
"""A window of errors spans days at least, however many parcels a day has."""
SOME = 30
"""With fewer at the foot of the ladder nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Arrivals lie from `low` to `high` around the forecast (the unit of the errors; late is positive)."""

    low: float
    high: float
    chance: float
    parcels: int
    bucket: str


class Errors:
    """One stage with prompt feedback: rolling errors on a ladder of buckets, and one pair of adaptive levels."""

    __slots__ = ("_buckets", "_limit", "_span_s", "levels")

    def __init__(self, chance: float = 0.9, limit: int = LIMIT, span_s: float = SPAN_S) -> None:
        self.levels = Levels.for_chance(chance)
        self._limit, self._span_s = limit, span_s
        self._buckets: dict[str, Residuals] = {}

    def add(self, ladder: Ladder, error: float, at_s: float, weekday: int | None = None) -> None:
        """An arrival at `at_s`, of a parcel that set out on this weekday, missed its forecast by this much."""
        for bucket in ladder:
            residuals = self._buckets.get(bucket)
            if residuals is None:
                residuals = self._buckets[bucket] = Residuals(self._limit, self._span_s)
            residuals.add(error, at_s, weekday)

    def learn(self, spread: Spread, error: float) -> None:
        """What came of a window that was made with this spread."""
        self.levels.learn(error < spread.low, error > spread.high)

    def spread(self, ladder: Ladder) -> Spread | None:
        """The spread in the finest bucket with ENOUGH; None while even the coarsest has hardly any."""
        for bucket in ladder:
            residuals = self._buckets.get(bucket)
            enough = SOME if bucket == ladder[-1] else ENOUGH
            if residuals is not None and len(residuals) >= enough:
                low, high = residuals.quantile(self.levels.low), residuals.quantile(self.levels.high)
                return Spread(low, high, self.levels.chance, len(residuals), bucket)
        return None

    def by_weekday(self, spread: Spread) -> dict[int, Spread]:
        """The same spread told apart by the weekday on which parcels set out, where there are SOME of it.

        Made of the very errors that `spread` was made of, so that a bad week is in both.
        """
        days = self._buckets[spread.bucket].by_weekday()
        low, high = self.levels.low, self.levels.high
        return {
            day: Spread(quantile(errors, low), quantile(errors, high), spread.chance, len(errors), spread.bucket)
            for day, errors in days.items()
            if len(errors) >= SOME
        }
