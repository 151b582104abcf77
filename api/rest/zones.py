"""The time zone of a delivery address, where only one is possible."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

import tzfpy

from domain.localtime import zone


def zone_of(country: str, latitude: float | None, longitude: float | None) -> str | None:
    """The zone of the country where it has one, else that of the coordinates; None where several would do."""
    return _only(_zones()[country]) or _only(_zones_at(latitude, longitude))


def _only(names: Iterable[str]) -> str | None:
    kinds = {_clockwork(name): name for name in sorted(names, reverse=True)}
    return next(iter(kinds.values())) if len(kinds) == 1 else None


def _zones_at(latitude: float | None, longitude: float | None) -> set[str]:
    """Several beside a border; none at sea, where 0, 0 and other mistakes lie."""
    if latitude is None or longitude is None:
        return set()
    return {name for name in tzfpy.get_tzs(longitude, latitude) if not name.startswith("Etc/")}


@cache
def _zones() -> defaultdict[str, set[str]]:
    """Zones by country, from the time zone database's own table."""
    zones: defaultdict[str, set[str]] = defaultdict(set)
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            zones[country].add(name)
    return zones


YEARS = range(2025, 2036)


@cache
def _clockwork(name: str) -> tuple[timedelta | None, ...]:
    """How a zone's clocks go: two with the same (Europe/Berlin and Europe/Busingen) are one to a customer."""
    days = (datetime(year, month, day, 12, tzinfo=UTC) for year in YEARS for month in range(1, 13) for day in (1, 15))
    return tuple(day.astimezone(zone(name)).utcoffset() for day in days)
