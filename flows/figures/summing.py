"""The chore of the figures: days and weeks are summed whole, again and again, until nothing about them changes.

Reading takes no writer; each day and each week is then replaced in one transaction. Twice is harmless.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from sqlalchemy import Connection

from flows.figures import inquiries
from store.analytics import inquiries as kept_inquiries
from store.analytics import people, sums
from store.analytics.measuring import Measured, Period, measured
from store.bookmarks import place_of, put
from store.database import Database, Turn

FRESH = 2
"""Days that are summed at every run: today, and those before it."""
SETTLES = 40
"""Days after which nothing about a day changes any more: they are summed once a day."""
READER = "figures"
LONGEST = 800
"""Days that may be summed at once by hand."""


async def keep_up(database: Database, clock: Callable[[], datetime]) -> int:
    """Sums today, and once a day all that may have changed, weeks by area included. Returns how many days."""
    today = clock().astimezone(UTC).date()
    done = await database.read(place_of, READER)
    first_of_day = done != today.toordinal()
    days = SETTLES if first_of_day else FRESH
    last = today + timedelta(days=1)
    summed = await rebuild(database, last - timedelta(days=days), last, weeks=first_of_day)
    if first_of_day:
        await database.write(put, READER, today.toordinal(), turn=Turn.WORK)
    return summed


async def rebuild(database: Database, first: date, last: date, *, weeks: bool = True) -> int:
    """Sums every day from one to another, and every week that they touch, anew."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for day in days:
        asked = await database.read(inquiries.look, day)
        await database.write(kept_inquiries.replace, day.isoformat(), asked, turn=Turn.WORK)
    for day in days:
        found = await database.read(look, day, day)
        await database.write(sums.replace, "day", day, found, turn=Turn.WORK)
    for monday in sorted({day - timedelta(days=day.weekday()) for day in days}) if weeks else ():
        found = await database.read(look, monday, monday + timedelta(days=6))
        await database.write(sums.replace, "week", monday, found, turn=Turn.WORK)
    return len(days)


def look(tx: Connection, first: date, last: date) -> list[Measured]:
    """Everything that is summed of these days."""
    period = period_of(first, last)
    parts: Iterator[Measured] = chain(measured(tx, period), people.leads(tx, period), people.arms(tx, period))
    return list(parts)


def period_of(first: date, last: date) -> Period:
    begin, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    return Period(first, last, begin, end)
