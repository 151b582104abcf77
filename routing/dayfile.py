"""A day in a file: vans and stops as JSON, read with a sentence for what is wrong, and a plan to print."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from domain.eta.travel import crow_km
from domain.routes.driven import Speeds
from domain.routes.given import SERVICE_S, Place
from domain.routes.planning import Day, Planned, Van, begun
from domain.routes.tour import Stop

MOST_STOPS = 2000


class BadDay(ValueError):
    """The file cannot be planned; the text says what to do."""


class VanGiven(msgspec.Struct, forbid_unknown_fields=True):
    """A shift from `start` to `end` (without one: back to the start)."""

    id: str
    from_at: datetime = msgspec.field(name="from")
    to_at: datetime = msgspec.field(name="to")
    start: Place
    end: Place | None = None
    capacity: int | None = None


class StopGiven(msgspec.Struct, forbid_unknown_fields=True):
    """A stop; without a window any time of the day will do."""

    id: str
    place: Place
    service_seconds: float = SERVICE_S
    load: int = 1
    from_at: datetime | None = msgspec.field(name="from", default=None)
    to_at: datetime | None = msgspec.field(name="to", default=None)


class DayGiven(msgspec.Struct, forbid_unknown_fields=True):
    """Times say their zone; the hour in which the first van begins decides how fast it drives."""

    vans: list[VanGiven]
    stops: list[StopGiven]


def read(path: Path) -> DayGiven:
    """Raises BadDay."""
    try:
        day = msgspec.json.decode(path.read_bytes(), type=DayGiven)
    except OSError as problem:
        raise BadDay(f"{path}: {problem.strerror}") from None
    except msgspec.DecodeError as problem:
        raise BadDay(f"{path}: {problem}") from None
    _check(day)
    return day


def _check(day: DayGiven) -> None:
    if not day.vans or not day.stops:
        raise BadDay("a day needs at least one van and one stop")
    if len(day.stops) > MOST_STOPS:
        raise BadDay(f"a day has at most {MOST_STOPS} stops: plan each depot's by itself")
    for name, ids in (("van", [van.id for van in day.vans]), ("stop", [stop.id for stop in day.stops])):
        if len(set(ids)) < len(ids):
            raise BadDay(f"each {name} needs an id of its own")
    everything: list[VanGiven | StopGiven] = [*day.vans, *day.stops]
    for one in everything:
        if any(at is not None and at.tzinfo is None for at in (one.from_at, one.to_at)):
            raise BadDay(f"{one.id}: times must say their zone, such as 2026-11-24T09:00:00-05:00")
        if one.from_at is not None and one.to_at is not None and one.from_at >= one.to_at:
            raise BadDay(f"{one.id}: it must end after it begins")


def begins_at(day: DayGiven) -> datetime:
    return min(van.from_at for van in day.vans)


def places(day: DayGiven) -> list[Place]:
    """Of the stops, then where vans begin and end; each once."""
    return list(
        dict.fromkeys([*(s.place for s in day.stops), *(p for v in day.vans for p in (v.start, v.end or v.start))])
    )


def reckoned(day: DayGiven, speeds: Speeds | None = None) -> list[list[float]]:
    """Seconds between all places, by distance and the hour at which the day begins."""
    fixed_s, per_km_s = (speeds or Speeds()).line(begins_at(day).hour)
    where = places(day)
    return [[0.0 if a == b else fixed_s + per_km_s * crow_km(a, b) for b in where] for a in where]


def to_plan(day: DayGiven, legs: list[list[float]]) -> Day:
    """The day in seconds from when its first van sets out."""
    zero, where = begins_at(day), {place: n for n, place in enumerate(places(day))}

    def seconds(at: datetime) -> float:
        return (at - zero).total_seconds()

    last = max(seconds(van.to_at) for van in day.vans)
    vans = tuple(
        Van(v.id, seconds(v.from_at), seconds(v.to_at), where[v.start], where[v.end or v.start], v.capacity)
        for v in day.vans
    )
    stops = tuple(
        Stop(
            max(0.0, seconds(s.from_at)) if s.from_at else 0.0,
            seconds(s.to_at) if s.to_at else last,
            s.service_seconds,
        )
        for s in day.stops
    )
    return Day(vans, stops, tuple(where[s.place] for s in day.stops), legs, tuple(s.load for s in day.stops))


def told(day: DayGiven, asked: Day, planned: Planned) -> dict[str, Any]:
    """The plan as JSON: each van's stops with their times, what no van can take, and what it costs."""
    zero = begins_at(day).astimezone(UTC).timestamp()
    zone = begins_at(day).tzinfo
    vans = []
    for van, tour in zip(asked.vans, planned.tours, strict=True):
        begins = [datetime.fromtimestamp(zero + at, zone) for at in begun(asked, van, tour)]
        times = [at.isoformat(timespec="minutes") for at in begins]
        stops = [{"id": day.stops[n].id, "at": at} for n, at in zip(tour, times, strict=False)]
        vans.append({"id": van.name, "stops": stops, "back_at": times[-1] if tour else None})
    return {
        "planned_by": planned.by,
        "driving_minutes": round(planned.driven_s / 60),
        "vans": vans,
        "left_out": [day.stops[n].id for n in planned.left_out],
    }
