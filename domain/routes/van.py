"""A van with the stops it has left: its tour, and whether it can still take one more in a given window."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from math import cos, radians

from domain.eta.travel import crow_km
from domain.routes.driven import UNKNOWN_LEG_S, Speeds
from domain.routes.given import Place
from domain.routes.insertion import Fits, Full, insert
from domain.routes.legs import LazyLegs
from domain.routes.tour import Stop, Tour, starts

KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Left:
    """A stop the van has before it. `opens_at` to `closes_at`: what was agreed or told; None where nothing was."""

    place: Place | None
    service_s: float
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    eta_at: datetime | None = None
    leg_s: float | None = None
    """Of the leg that leads to it from the stop before, by the map."""


@dataclass(frozen=True, slots=True)
class Van:
    """Where it is free, and from when; where it has to be, and until when; and what it has left between."""

    free_at: datetime
    place: Place | None
    ends_at: datetime
    end: Place | None
    left: tuple[Left, ...]
    speeds: Speeds
    zone: tzinfo

    def seconds(self, at: datetime) -> float:
        """Times of a tour are counted from when the van is free."""
        return (at - self.free_at).total_seconds()


def fits(van: Van, tour: Tour, place: Place, service_s: float, opens_at: datetime, closes_at: datetime) -> Fits | Full:
    """Whether the van can take one more stop in this window, breaking nobody's, also in a bad hour.

    `tour` is `tour_of(van)`, made once for all windows that are asked about. Stops of the answer's order count as in
    the tour: 0 is the van, then those left, then the end; the new one is last.
    """
    opens_s, closes_s = max(0.0, van.seconds(opens_at)), min(van.seconds(closes_at), van.seconds(van.ends_at))
    if closes_s < opens_s:
        return Full("the window is over, or the shift ends before it begins")
    before = bisect_right(tour.starts, opens_s, 1, len(tour.starts) - 1)
    closes_s -= min(van.speeds.upper_s(before), (closes_s - opens_s) / 2)
    there = legs_to(van, place)
    return insert(tour, Stop(opens_s, closes_s, service_s), there, there)


def tour_of(van: Van) -> Tour:
    """Its tour, with room for a bad hour: windows close earlier by what an arrival may be late.

    A window with less room than that, or broken already, stays as it is: nothing may make it worse.
    """
    legs = _legs(_places(van), _lines(van), _known(van))
    stops = _stops(van)
    begun = starts(stops, legs, range(len(stops)))
    late = [van.speeds.upper_s(n) for n in range(1, len(stops))]
    roomy = [
        Stop(stop.opens_s, max(start, stop.closes_s - late_s), stop.service_s)
        for stop, start, late_s in zip(stops, begun, [0.0, *late], strict=True)
    ]
    return Tour(roomy, legs)


def _stops(van: Van) -> list[Stop]:
    ends_s = van.seconds(van.ends_at)
    found = [Stop(0.0, 0.0)]
    for stop in van.left:
        closes_s = van.seconds(stop.closes_at) if stop.closes_at else ends_s
        opens_s = max(0.0, van.seconds(stop.opens_at)) if stop.opens_at else 0.0
        found.append(Stop(opens_s, max(opens_s, closes_s), stop.service_s))
    return [*found, Stop(0.0, max(0.0, ends_s))]


def legs_to(van: Van, place: Place) -> list[float]:
    """Seconds between each stop of the tour and a new place, either way."""
    found = []
    for at, (fixed_s, per_km_s) in zip(_places(van), _lines(van), strict=True):
        found.append(UNKNOWN_LEG_S if at is None else fixed_s + per_km_s * crow_km(at, place))
    return found


def legs_of(van: Van) -> list[list[float]]:
    """Seconds between all stops of the tour, by the hour at which each is left."""
    return _legs(_places(van), _lines(van), _known(van)).whole()


def _known(van: Van) -> tuple[float | None, ...]:
    return tuple(stop.leg_s for stop in van.left)


def _places(van: Van) -> tuple[Place | None, ...]:
    return (van.place, *(stop.place for stop in van.left), van.end)


def _lines(van: Van) -> tuple[tuple[float, float], ...]:
    times = [van.free_at, *(stop.eta_at or van.free_at for stop in van.left), van.ends_at]
    by_hour: dict[datetime, tuple[float, float]] = {}
    found = []
    for at in times:
        whole = at.replace(minute=0, second=0, microsecond=0)
        if whole not in by_hour:
            by_hour[whole] = van.speeds.line(at.astimezone(van.zone).hour)
        found.append(by_hour[whole])
    return tuple(found)


@lru_cache(maxsize=16)
def _legs(
    places: tuple[Place | None, ...], lines: tuple[tuple[float, float], ...], known: tuple[float | None, ...]
) -> LazyLegs:
    """On the plane: a van's day is small. Kept for the routes that were asked about last; never changed."""
    first = next((place for place in places if place is not None), (0.0, 0.0))
    across = cos(radians(first[0]))
    flat = [None if p is None else (p[0] * KM_PER_DEGREE, p[1] * KM_PER_DEGREE * across) for p in places]
    return LazyLegs(flat, lines, known)
