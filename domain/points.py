"""Pickup points: what a 3PL may publish, and which are the nearest to a door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_METRES = 6_371_000.0
MAX_PUBLISHED = 20_000


class BadPoint(ValueError):
    """A published point that cannot be; `point_id` names it."""

    def __init__(self, point_id: str, why: str) -> None:
        super().__init__(f"pickup point {point_id!r}: {why}")
        self.point_id, self.why = point_id, why


@dataclass(frozen=True, slots=True)
class PointGiven:
    """A point as the 3PL publishes it. `opens` is in its own words; a point that is not `open` takes nothing now."""

    id: str
    name: str
    street: str
    latitude: float
    longitude: float
    postcode: str | None = None
    city: str | None = None
    opens: str | None = None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A point on offer; `metres` from the door in a straight line, None where nobody knows where the door is."""

    point_id: str
    name: str
    street: str
    opens: str | None = None
    metres: int | None = None


def check(points: Sequence[PointGiven]) -> None:
    """Raises BadPoint for the first that cannot be."""
    seen: set[str] = set()
    for point in points:
        if point.id in seen:
            raise BadPoint(point.id, "its id is given twice")
        if not -90 <= point.latitude <= 90 or not -180 <= point.longitude <= 180:
            raise BadPoint(point.id, "its latitude or longitude is no place on earth")
        seen.add(point.id)


def nearest(points: Iterable[PointGiven], door: tuple[float, float] | None, limit: int) -> tuple[Point, ...]:
    """The nearest first; without a door in the order they come."""
    placed = [(metres_between(door, (p.latitude, p.longitude)) if door else None, p) for p in points]
    ordered = sorted(placed, key=lambda one: (one[0] or 0, one[1].id)) if door else placed
    return tuple(Point(p.id, p.name, p.street, p.opens, metres) for metres, p in ordered[:limit])


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Along the earth's surface, by (latitude, longitude) in degrees."""
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * EARTH_METRES * asin(min(1.0, sqrt(half))))
