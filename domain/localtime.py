"""The one place where local time is computed: zones, local days, and the hours in which one may write."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises ValueError that names it when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise ValueError(f"unknown time zone {name!r}: use an IANA name such as Europe/Madrid") from problem


def local_day(at: datetime, tz: tzinfo) -> date:
    return at.astimezone(tz).date()


def at_local(day: date, clock: time, tz: tzinfo) -> datetime:
    """The UTC instant of a local wall clock on a day (in a spring gap, the instant after it)."""
    return datetime.combine(day, clock, tz).astimezone(UTC)


def day_span(day: date, tz: tzinfo) -> tuple[datetime, datetime]:
    """The UTC instants at which the local day begins and ends."""
    return at_local(day, time(), tz), at_local(day + timedelta(days=1), time(), tz)


@dataclass(frozen=True, slots=True)
class WritingHours:
    """The local hours in which a person may be written to; `opens == closes` means any hour."""

    opens: time = time(8)
    closes: time = time(20)

    def contains(self, at: datetime, tz: tzinfo) -> bool:
        if self.opens == self.closes:
            return True
        return self.opens <= at.astimezone(tz).time() < self.closes

    def on(self, day: date, tz: tzinfo) -> tuple[datetime, datetime] | None:
        """The instants at which they begin and end on a day; None where any hour will do."""
        if self.opens == self.closes:
            return None
        return at_local(day, self.opens, tz), at_local(day, self.closes, tz)


class Quiet(StrEnum):
    """What a notice does when its time falls outside the writing hours."""

    IGNORE = "ignore"
    """The customer is waiting for it at this moment."""
    DELAY = "delay"
    """It waits for the next opening, spread over the first minutes."""
    ADVANCE = "advance"
    """It is moved to the evening before."""


SPREAD = timedelta(minutes=15)


def within_hours(at: datetime, quiet: Quiet, hours: WritingHours, tz: tzinfo, spread_key: str) -> datetime:
    """`at`, or the nearest allowed instant in the direction this kind of notice moves."""
    if quiet is Quiet.IGNORE or hours.contains(at, tz):
        return at
    local = at.astimezone(tz)
    if quiet is Quiet.ADVANCE:
        day = local.date() if local.time() >= hours.closes else local.date() - timedelta(days=1)
        return at_local(day, hours.closes, tz) - timedelta(hours=1) - _spread(spread_key)
    day = local.date() if local.time() < hours.opens else local.date() + timedelta(days=1)
    return at_local(day, hours.opens, tz) + _spread(spread_key)


def _spread(key: str) -> timedelta:
    """A fixed share of the spread for each key, so that quiet hours do not end with a bang."""
    share = int.from_bytes(blake2b(key.encode(), digest_size=2).digest()) / 65536
    return timedelta(seconds=int(SPREAD.total_seconds() * share))


def at_address(local: str, tz: str) -> datetime | None:
    """The instant of a local time as forms give it (2026-11-24T09:00) in this zone; None when it is no such thing."""
    try:
        read = datetime.fromisoformat(local)
        return at_local(read.date(), time(read.hour, read.minute), zone(tz)) if read.tzinfo is None else None
    except (ValueError, OverflowError):
        return None
