"""Staffed hours: when somebody is there to answer, and when somebody will be again. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.localtime import at_local, zone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD_DAYS = 21
"""So far ahead an opening is looked for."""


@dataclass(frozen=True, slots=True)
class StaffedHours:
    """`week` holds (weekday from Monday = 0, opens, closes) on the clocks of `tz`. Without any, nobody knows."""

    tz: str = "UTC"
    week: tuple[tuple[int, time, time], ...] = ()
    closed_on: frozenset[date] = frozenset()

    def back_at(self, now: datetime) -> datetime | None:
        """When somebody will be there; None when somebody is, or nobody knows."""
        spans = self._spans(now)
        if any(begin <= now < end for begin, end in spans):
            return None
        return min((begin for begin, _ in spans if begin > now), default=None)

    def _spans(self, now: datetime) -> list[tuple[datetime, datetime]]:
        there = zone(self.tz)
        first = now.astimezone(there).date() - timedelta(days=1)
        days = [first + timedelta(days=n) for n in range(AHEAD_DAYS + 2)]
        return [
            (at_local(day, opens, there), at_local(day, closes, there))
            for day in days
            for weekday, opens, closes in self.week
            if day.weekday() == weekday and day not in self.closed_on
        ]


def staffed_from(given: Mapping[str, object]) -> StaffedHours:
    """From `{"zone": "Europe/Madrid", "mon": ["09:00", "17:00"], …, "closed_on": ["2026-12-25"]}`.

    A day may have several pairs in a row. Raises ValueError that says what is wrong.
    """
    tz = given.get("zone", "UTC")
    if not isinstance(tz, str):
        raise ValueError("zone: an IANA name")
    zone(tz)
    week: list[tuple[int, time, time]] = []
    for name in given:
        if name in ("zone", "closed_on"):
            continue
        if name not in DAYS:
            raise ValueError(f"{name}: days are {', '.join(DAYS)}; besides them zone and closed_on")
        week += _day(name, given[name])
    closed = given.get("closed_on", [])
    if not isinstance(closed, list):
        raise ValueError("closed_on: a list of days such as 2026-12-25")
    return StaffedHours(tz, tuple(week), frozenset(date.fromisoformat(str(day)) for day in closed))


def _day(name: str, hours: object) -> list[tuple[int, time, time]]:
    if not isinstance(hours, list) or len(hours) % 2:
        raise ValueError(f'{name}: pairs of times such as ["09:00", "17:00"]')
    clocks = [time.fromisoformat(str(clock)) for clock in hours]
    pairs = list(zip(clocks[::2], clocks[1::2], strict=True))
    if any(opens >= closes for opens, closes in pairs):
        raise ValueError(f"{name}: it opens before it closes, on the same day")
    return [(DAYS.index(name), opens, closes) for opens, closes in pairs]
