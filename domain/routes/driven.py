"""What was learned on the road, for each merchant: how long legs take, and how far stops' forecasts go astray."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from math import sqrt
from typing import Any

from domain.eta.stops import BANDS, PRIOR_S, StopErrors
from domain.eta.travel import FIXED_S, HOURS, PER_KM_S, Travel, crow_km
from domain.routes.given import Place

UNKNOWN_LEG_S = 480.0
"""A leg to or from a place that nobody knows."""
BELIEVABLE_S = (15.0, 7200.0)
"""Shorter or longer between two stops was a break, or two parcels at one door."""


@dataclass(frozen=True, slots=True)
class Done:
    """A stop that is behind the van: what was forecast of it (by stops ahead), and the leg that led there."""

    at: datetime
    service_s: float
    forecasts: dict[int, datetime]
    leg: tuple[Place, Place, datetime] | None = None
    """From where, to where, and since when it was driven; None where that is not known."""


@dataclass(slots=True)
class Driven:
    """One merchant's roads. Grows by `learn`; asked for `leg_s` and `errors`."""

    travel: Travel = field(default_factory=Travel)
    errors: StopErrors = field(default_factory=StopErrors)

    def leg_s(self, a: Place | None, b: Place | None, at: datetime, tz: tzinfo) -> float:
        """Seconds from one place to another, beginning in this hour."""
        if a is None or b is None:
            return UNKNOWN_LEG_S
        return self.travel.seconds(crow_km(a, b), at.astimezone(tz).hour)

    def learn(self, done: Done, tz: tzinfo) -> None:
        reached = done.at - timedelta(seconds=done.service_s)
        for stops_ahead, forecast in done.forecasts.items():
            self.errors.add(stops_ahead, (reached - forecast).total_seconds(), done.at.timestamp())
        if done.leg is None:
            return
        start, end, since = done.leg
        seconds = (reached - since).total_seconds()
        if BELIEVABLE_S[0] <= seconds <= BELIEVABLE_S[1]:
            self.travel.learn(crow_km(start, end), since.astimezone(tz).hour, seconds)


@dataclass(frozen=True, slots=True)
class Speeds:
    """What one van needs of all that: seconds fixed and for each kilometre by band of the day, and how late stops are.

    `road` is how many times as long as that its legs take by the map.
    """

    lines: tuple[tuple[float, float], ...] = ((FIXED_S, PER_KM_S),) * len(HOURS)
    late_s: tuple[float, ...] = PRIOR_S
    road: float = 1.0

    def line(self, hour: int) -> tuple[float, float]:
        fixed_s, per_km_s = self.lines[sum(hour >= begin for begin in HOURS) - 1]
        return fixed_s * self.road, per_km_s * self.road

    def upper_s(self, stops_ahead: int) -> float:
        """By how much a stop so far ahead may be late in nine of ten cases."""
        return max(0.0, self.late_s[band(stops_ahead)] * sqrt(stops_ahead))


def speeds_of(driven: Driven) -> dict[str, list[object]]:
    """As JSON, in whole seconds, so that it changes seldom."""
    lines: list[object] = [[round(fixed), round(per_km)] for fixed, per_km in driven.travel.lines()]
    return {"lines": lines, "late": [round(late) for late in driven.errors.late()]}


def from_speeds(stored: dict[str, Any], road: float) -> Speeds:
    """Back from `speeds_of`; the prior where nothing is stored."""
    if not stored:
        return Speeds(road=road)
    return Speeds(tuple((a, b) for a, b in stored["lines"]), tuple(stored["late"]), road)


def band(stops_ahead: int) -> int:
    """Which forecasts count as made from equally far away."""
    return next(n for n, last in enumerate(BANDS) if stops_ahead <= last)


def by_merchant() -> defaultdict[int, Driven]:
    return defaultdict(Driven)
