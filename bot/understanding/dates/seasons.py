"""Seasons: which days `the holidays` are where the parcel goes, from the public holidays of that country."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.easter import easter

from bot.understanding.dates.pieces import Day

APART = timedelta(days=7)
"""Holidays no farther apart than this are one season: Christmas and New Year."""
SOON = timedelta(days=75)
"""So far ahead a season is looked for; without one the next holiday of any kind is meant."""
MANY = 3
"""Holidays in a row that are a season wherever they lie: a bayram."""
_YEAR = timedelta(days=366)


def season(now: datetime, language: str) -> Day | None:
    """The holidays that somebody speaks of now: Christmas to the last holiday after it, Easter, a feast of many days;
    else the next holiday. None where none are known."""
    runs = [run for run in _runs(now, language, APART) if run[-1] >= now.date()]
    festive = (run for run in runs if run[0] <= now.date() + SOON and _is_festive(run))
    run = next(festive, None) or next(iter(runs), None)
    return Day(run[0], run[-1]) if run else None


def holiday(now: datetime, language: str) -> Day | None:
    """The next public holiday, or those in a row with it."""
    run = next((run for run in _runs(now, language, timedelta(days=1)) if run[-1] >= now.date()), None)
    return Day(run[0], run[-1]) if run else None


def _is_festive(run: list[date]) -> bool:
    is_christmas = any((day.month, day.day) == (12, 25) for day in run)
    is_easter = any(abs(day - easter(day.year)) <= timedelta(days=2) for day in run)
    return is_christmas or is_easter or len(run) >= MANY


def _runs(now: datetime, language: str, apart: timedelta) -> Iterator[list[date]]:
    """Holidays from a month ago to a year ahead, in runs that lie farther apart."""
    from flows.talk.resting import public_holidays  # reads a library of its own, which most texts do not need

    country, today = _country(now, language), now.date()
    known = (day for year in range(today.year - 1, today.year + 2) for day in public_holidays(country, year))
    run: list[date] = []
    for day in sorted(day for day in known if today - timedelta(days=31) <= day <= today + _YEAR):
        if run and day - run[-1] > apart:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _country(now: datetime, language: str) -> str:
    """That of the address, by its zone; where it has none, the one where most people speak the language."""
    from babel.core import get_global

    zone = getattr(now.tzinfo, "key", "")
    likely = str(get_global("likely_subtags").get(language, "en_Latn_US"))
    return str(get_global("zone_territories").get(zone, likely.rpartition("_")[2]))
