"""Days of rest: on a public holiday nobody delivers and nobody scans. A carrier's time is counted without them."""

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol

from domain.localtime import at_local, local_day


class Rests(Protocol):
    """Public holidays: a frozenset, or what reckons them where it is asked."""

    def __contains__(self, day: object, /) -> bool: ...

    def __hash__(self) -> int: ...


NO_RESTS: Rests = frozenset()
LONGEST = 90
"""Days of a way that are looked through."""

_DAY = timedelta(days=1)
_SUNDAY = 6
"""Is in what was learned of weekdays, whether or not it is a holiday."""


def is_rest(day: date, rests: Rests) -> bool:
    return day in rests and day.weekday() != _SUNDAY


@lru_cache(maxsize=65_536)  # parcels share their days, and a story asks several times
def rested_days(begin: date, end: date, rests: Rests) -> int:
    """How many days of rest lie after the day `begin`, up to and with the day `end`."""
    return sum(is_rest(begin + n * _DAY, rests) for n in range(1, min(LONGEST, (end - begin).days) + 1))


def pushed(begin: date, end: date, rests: Rests) -> date:
    """The day `end`, and each day of rest on the way to it made up for by a later one on which people work."""
    day, missing = end, rested_days(begin, end, rests)
    while missing:
        day += _DAY
        missing -= not (is_rest(day, rests) or day.weekday() == _SUNDAY)
    return day


def rested(begin: datetime, end: datetime, rests: Rests, tz: tzinfo) -> timedelta:
    """How much of this time lies on days of rest that began after it did."""
    on = local_day(end, tz)
    days = rested_days(local_day(begin, tz), on, rests)
    if not days or not is_rest(on, rests):
        return days * _DAY
    return (days - 1) * _DAY + (end - at_local(on, time(), tz))


def after(begin: datetime, span: timedelta, rests: Rests, tz: tzinfo) -> datetime:
    """The instant so much of a carrier's time after `begin`; days of rest on the way to it are made up for."""
    plain = begin + span
    on = local_day(plain, tz)
    return plain + (pushed(local_day(begin, tz), on, rests) - on)
