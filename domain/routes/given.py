"""A route as a dispatcher gives it: a van, its shift, and its stops in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_STOPS = 500
LONGEST_SHIFT = timedelta(hours=24)
LONGEST_SERVICE = timedelta(hours=4)
SERVICE_S = 180.0
"""How long a stop takes where nobody says: park, walk, hand over."""

Place = tuple[float, float]
"""Latitude and longitude in degrees."""


def place_of(address: Mapping[str, object] | None) -> Place | None:
    """Where an order's address is, when it says so."""
    match address:
        case {"latitude": int() | float() as latitude, "longitude": int() | float() as longitude}:
            return float(latitude), float(longitude)
    return None


class BadRoute(ValueError):
    """A route that cannot be; `field` names the part of it that is wrong."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


@dataclass(frozen=True, slots=True)
class StopGiven:
    """One stop. Without a `place` it is where the parcel's order says; `opens_at` to `closes_at` is what was agreed."""

    tracking_number: str | None = None
    id: str | None = None
    place: Place | None = None
    service_s: float = SERVICE_S
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    planned_at: datetime | None = None
    done_at: datetime | None = None
    """The van has left it behind, by the sender's word."""

    @property
    def name(self) -> str:
        """By which it is known again when the route is given again."""
        return self.id or self.tracking_number or ""


@dataclass(frozen=True, slots=True)
class RouteGiven:
    """`areas` are the zones it serves (as slots name them); none: those of its merchant that no other route names.

    `in_order`: the stops are driven in this order; otherwise the engine may choose it.
    """

    id: str
    vehicle: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    start: Place
    end: Place
    stops: tuple[StopGiven, ...]
    areas: tuple[str, ...] = ()
    in_order: bool = True


def check(route: RouteGiven) -> None:
    """Raises BadRoute for the first thing that cannot be."""
    if not route.starts_at < route.ends_at:
        raise BadRoute("ends_at", "the shift must end after it begins")
    if route.ends_at - route.starts_at > LONGEST_SHIFT:
        raise BadRoute("ends_at", "the shift is longer than a day")
    if len(route.stops) > MAX_STOPS:
        raise BadRoute("stops", f"a route has at most {MAX_STOPS} stops")
    _check_stops(route.stops)


def _check_stops(stops: Sequence[StopGiven]) -> None:
    seen: set[str] = set()
    for number, stop in enumerate(stops):
        where = f"stops[{number}]"
        if not stop.name:
            raise BadRoute(where, "it needs a tracking_number or an id")
        if stop.name in seen:
            raise BadRoute(where, f"{stop.name!r} is in this route twice; give each stop an id of its own")
        seen.add(stop.name)
        if stop.opens_at and stop.closes_at and stop.opens_at >= stop.closes_at:
            raise BadRoute(f"{where}.to", "its window must end after it begins")
        if not 0 <= stop.service_s <= LONGEST_SERVICE.total_seconds():
            raise BadRoute(f"{where}.service_seconds", "must be between none and four hours")
