"""A sender's times: every form met in the wild, their zone and how it is known, and midnights that mean a date."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, NamedTuple

from domain.axes import EtaKind, ZoneSource
from domain.events import Estimate

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Outside these years a time is a sentinel for "none" (1970-01-01, 0001-01-01, 9999-12-31) or damage."""

NOON = time(12)
_MIDNIGHT = time(0)


class Moment(NamedTuple):
    """An instant in aware UTC, how its zone is known, and the time as written (naive where it had no zone).

    Identity is taken from `written`, so that setting a source's zone later does not turn old facts into new ones.
    """

    at: datetime
    zone_source: ZoneSource
    written: datetime


def moment(value: object, zone: tzinfo | None = None) -> Moment | None:
    """An ISO-like time. Zoneless: in `zone` (CONFIGURED), else taken as UTC and ASSUMED, as a bare date always is."""
    written = _parsed(value)
    if written is None:
        return None
    if written.tzinfo is UTC:
        return Moment(written, ZoneSource.EXPLICIT, written)
    if written.tzinfo is not None:
        at = written.astimezone(UTC)
        return Moment(at, ZoneSource.EXPLICIT, at)
    return placed(written, zone, is_date=type(value) is str and len(value.strip()) <= 10)


def placed(written: datetime, zone: tzinfo | None, *, is_date: bool = False) -> Moment:
    """A zoneless time put into `zone`, or marked as assumed. Of an hour that comes twice the first is meant."""
    if zone is None:
        return Moment(written.replace(tzinfo=UTC), ZoneSource.ASSUMED, written)
    known = ZoneSource.ASSUMED if is_date else ZoneSource.CONFIGURED
    return Moment(written.replace(tzinfo=zone).astimezone(UTC), known, written)


def paired(utc: object, local: object, zone: tzinfo | None = None) -> Moment | None:
    """A local time whose twin in UTC the sender gives: the twin counts (PAIRED). Without the twin, the local one."""
    twin = _parsed(utc)
    if twin is None:
        return moment(local, zone)
    at = twin.astimezone(UTC) if twin.tzinfo else twin.replace(tzinfo=UTC)
    return Moment(at, ZoneSource.PAIRED, at)


def mislabelled(value: object, zone: tzinfo | None) -> Moment | None:
    """A time whose `Z` or offset is known to be a lie: read as if it had none."""
    written = _parsed(value)
    return placed(written.replace(tzinfo=None), zone) if written else None


def epoch_seconds(value: object) -> Moment | None:
    """Seconds since 1970, as a number or digits."""
    seconds = _number(value)
    if seconds is None or not 0 < seconds < 1e11:
        return None
    at = datetime.fromtimestamp(seconds, UTC)
    return Moment(at, ZoneSource.EXPLICIT, at) if FIRST_YEAR <= at.year <= LAST_YEAR else None


def epoch_millis(value: object) -> Moment | None:
    """Milliseconds since 1970, as a number or digits."""
    millis = _number(value)
    return epoch_seconds(millis / 1000) if millis is not None else None


def estimate(value: object, zone: tzinfo | None = None) -> Estimate | None:
    """An ETA. A bare date or a midnight is a DATE as written, never converted: midnight `Z` would move it by a day.

    Without any zone to go by, the hour is worth nothing and only the day is kept, marked ASSUMED.
    """
    written = _parsed(value)
    if written is None:
        return None
    if written.time() == _MIDNIGHT:
        return on_date(written.date())
    if written.tzinfo is None and zone is None:
        return on_date(written.date(), ZoneSource.ASSUMED)
    found = moment(value, zone)
    return Estimate(EtaKind.DATETIME, None, found.at, None, found.zone_source) if found else None


def mislabelled_estimate(value: object, zone: tzinfo | None) -> Estimate | None:
    """An ETA whose `Z` or offset is known to be a lie: read as if it had none."""
    written = _parsed(value)
    return estimate(written.replace(tzinfo=None).isoformat(), zone) if written else None


def on_date(day: date, zone_source: ZoneSource = ZoneSource.EXPLICIT) -> Estimate:
    """A day, as the sender wrote it."""
    return Estimate(EtaKind.DATE, day, None, None, zone_source)


def window(start: object, end: object, zone: tzinfo | None = None) -> Estimate | None:
    """From..to. One bound alone is read as an estimate of its own; bounds in reverse order are exchanged."""
    first, last = _parsed(start), _parsed(end)
    if first is None or last is None:
        return estimate(start, zone) or estimate(end, zone)
    if first.time() == last.time() == _MIDNIGHT or (zone is None and (first.tzinfo is None or last.tzinfo is None)):
        return _days(first.date(), last.date(), first.tzinfo is None)
    opens, closes = moment(start, zone), moment(end, zone)
    return span(opens, closes) if opens and closes else None


def span(opens: Moment, closes: Moment) -> Estimate:
    """The window between two instants; no wider than nothing is one instant."""
    if opens.at == closes.at:
        return Estimate(EtaKind.DATETIME, None, opens.at, None, opens.zone_source)
    low, high = sorted((opens, closes))
    return Estimate(EtaKind.WINDOW, None, low.at, high.at, low.zone_source)


def instant(found: Moment | None) -> Estimate | None:
    """The estimate that is one instant."""
    return Estimate(EtaKind.DATETIME, None, found.at, None, found.zone_source) if found else None


def _days(first: date, last: date, is_zoneless: bool) -> Estimate:
    """A range of days: noon to noon, so that each day survives conversion to almost any zone; good to the day only."""
    if first == last:
        return on_date(first, ZoneSource.ASSUMED if is_zoneless else ZoneSource.EXPLICIT)
    low, high = sorted((first, last))
    noons = (datetime.combine(low, NOON, UTC), datetime.combine(high, NOON, UTC))
    return Estimate(EtaKind.WINDOW, None, *noons, ZoneSource.ASSUMED)


def _parsed(value: object) -> datetime | None:
    if type(value) is not str:
        return None
    try:
        written = datetime.fromisoformat(value)
    except ValueError:
        odd = _odd(value)
        if odd is None:
            return None
        written = odd
    return written if FIRST_YEAR <= written.year <= LAST_YEAR else None


_DAY_FIRST = re.compile(r"(\d\d)-(\d\d)-(\d{4})(.*)", re.ASCII)
_LOOSE_OFFSET = re.compile(r"(.*\d)\s?([+-])(\d{1,2})[:.](\d\d)", re.ASCII)


def _odd(value: str) -> datetime | None:
    """Forms `fromisoformat` refuses: ` UTC` behind, `dd-mm-yyyy`, an offset as `-7:00` or `-04.00`, space around."""
    if len(value) > 50:
        return None
    value = value.strip()
    if value.endswith((" UTC", " GMT")):
        value = value[:-4] + "Z"
    if found := _DAY_FIRST.fullmatch(value):
        day, month, year, rest = found.groups()
        value = f"{year}-{month}-{day}{rest}"
    elif found := _LOOSE_OFFSET.fullmatch(value):
        body, sign, hours, minutes = found.groups()
        value = f"{body}{sign}{hours:0>2}:{minutes}"
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _number(value: Any) -> float | None:
    if type(value) is str:
        value = int(value) if value.isascii() and value.isdigit() and len(value) <= 16 else None
    if type(value) not in (int, float) or not -1e15 < value < 1e15:
        return None
    return float(value)
