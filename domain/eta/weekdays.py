"""Weekdays: what sets out on a Friday comes otherwise than what sets out on a Tuesday; how much so is learned."""

from collections.abc import Mapping
from dataclasses import dataclass

FULLY = 50
"""A weekday's own figures count in proportion to its parcels, and fully from so many on."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A record's figures for the parcels that began the stage on one weekday; None: as on any day."""

    parcels: int
    low_s: float | None = None
    high_s: float | None = None
    days: int | None = None
    quiet_s: float | None = None
    by_s: float | None = None


def blended(any_day: float, own: float, parcels: int) -> float:
    """What may be said of a weekday of which so many parcels are known."""
    return any_day + min(1.0, parcels / FULLY) * (own - any_day)


def weekday_facts(weekday: Weekday) -> dict[str, object]:
    """As JSON, without what is as on any day; to the second, which is more than enough."""
    figures = {name: getattr(weekday, name) for name in _FIGURES}
    return {name: round(value) for name, value in figures.items() if value is not None}


def weekdays_from(facts: object) -> dict[int, Weekday]:
    """The weekdays of a record's facts, Monday 0. Unknown figures of another version are left aside."""
    if not isinstance(facts, Mapping):
        return {}
    return {int(day): Weekday(**{n: v for n, v in known.items() if n in _FIGURES}) for day, known in facts.items()}


_FIGURES = ("parcels", "low_s", "high_s", "days", "quiet_s", "by_s")
