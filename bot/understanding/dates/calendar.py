"""The calendar: which day a weekday, a day of the month or a month means, seen from today."""

from datetime import date, timedelta

from dateutil.easter import easter
from hijridate import Gregorian, Hijri

from bot.understanding.dates.pieces import Day

WEEK = timedelta(days=7)


def single(on: date) -> Day:
    return Day(on, on)


def is_on(day: Day, weekday: Day) -> bool:
    """Whether a single day is such a weekday."""
    return day.first is not None and day.first.weekday() == weekday.weekday


def shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def upcoming(weekday: int, today: date) -> date:
    """The next such weekday, today not counted."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def day_of_month(day: int, today: date) -> date | None:
    """The next day, today included, that has this number."""
    year, month = today.year, today.month
    for _ in range(14):
        found = on_date(year, month, day)
        if found is not None and found >= today:
            return found
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def weekday_and_number(weekday: int, number: int, today: date) -> date | None:
    """The next day with this number that falls on this weekday, within a year."""
    year, month = today.year, today.month
    for _ in range(12):
        found = on_date(year, month, number)
        if found is not None and found >= today and found.weekday() == weekday:
            return found
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def day_and_month(day: int, month: int, today: date) -> date | None:
    """The next day, today included, with this number and month."""
    years = (on_date(today.year + ahead, month, day) for ahead in range(5))
    return next((found for found in years if found is not None and found >= today), None)


def feast(after_easter: int, today: date) -> date:
    """The next day, today included, that lies so many days (-80 to 250) after Easter."""
    days = (easter(today.year + ahead) + timedelta(days=after_easter) for ahead in range(2))
    return next(day for day in days if day >= today)


def moon_feast(month: int, day: int, days: int, today: date) -> Day | None:
    """The next feast, or what is left of it, that begins on a day of the Islamic calendar and lasts so many `days`.

    By the calendar of Umm al-Qura; where the moon is looked for, it may be a day later. None beyond its years (2077).
    """
    try:
        year = Gregorian(today.year, today.month, today.day).to_hijri().year
        found = (_gregorian(year + ahead, month, day) for ahead in range(2))
        return next((Day(first, last) for first in found if (last := first + timedelta(days=days - 1)) >= today), None)
    except OverflowError:
        return None


def _gregorian(year: int, month: int, day: int) -> date:
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def week_of(year: int, number: int) -> date | None:
    """The Monday of a week by its ISO number."""
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def months_ahead(day: date, months: int) -> date:
    """The same number in a later month, or that month's last day."""
    count = day.year * 12 + day.month - 1 + months
    first = date(min(count // 12, 9998), count % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), month_end(first))


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def on_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
