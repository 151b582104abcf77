"""Weeks: on which days people rest where the parcel goes, and so what a weekend is there and where a week begins."""

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from functools import lru_cache

_DAYS = range(7)


@dataclass(frozen=True, slots=True)
class Week:
    """A week ends with its weekend: `rests` are the weekdays of that, in their order (0 is Monday)."""

    rests: tuple[int, ...] = (5, 6)

    def begin(self, day: date) -> date:
        """The first day of the week that a day lies in."""
        return day - timedelta(days=(day.weekday() - self.rests[-1] - 1) % len(_DAYS))

    def weekend(self, day: date) -> tuple[date, date]:
        """The first and the last day of the weekend of the week that a day lies in."""
        last = self.begin(day) + timedelta(days=len(_DAYS) - 1)
        return last - timedelta(days=len(self.rests) - 1), last

    def day(self, weekday: int, day: date) -> date:
        """That weekday of the week that a day lies in."""
        begin = self.begin(day)
        return begin + timedelta(days=(weekday - begin.weekday()) % len(_DAYS))

    def works(self, day: date) -> bool:
        return day.weekday() not in self.rests

    @property
    def workdays(self) -> frozenset[int]:
        return frozenset(_DAYS).difference(self.rests)

    def workdays_ahead(self, day: date, count: int) -> date:
        """So many days later, those of weekends not counted."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day


SATURDAY_AND_SUNDAY = Week()


def week_in(zone: tzinfo) -> Week:
    """The week of the country that a zone is in; Saturday and Sunday end it where it is in none."""
    return _week_in(str(getattr(zone, "key", "")))


@lru_cache(maxsize=512)
def _week_in(zone: str) -> Week:
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    territory = get_global("zone_territories").get(zone)
    try:
        locale = Locale.parse(f"und_{territory}") if territory else None
    except (ValueError, UnknownLocaleError):
        locale = None
    return Week(_weekend(locale.weekend_start, locale.weekend_end)) if locale else SATURDAY_AND_SUNDAY


def _weekend(first: int, last: int) -> tuple[int, ...]:
    """Two days where a calendar has one: with the Sunday of India people speak of its Saturday as well."""
    first = (last - 1) % len(_DAYS) if first == last else first
    return tuple((first + ahead) % len(_DAYS) for ahead in range((last - first) % len(_DAYS) + 1))
