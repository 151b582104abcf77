"""Days on which clocks change, and moments at which the day differs by zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.understanding.dates import fits, parse
from tests.understanding.dates.described import described

NEW_YORK = ZoneInfo("America/New_York")


def test_tomorrow_is_the_addresss_tomorrow() -> None:
    late = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # still the 19th in New York
    assert described(parse("tomorrow", language="en", now=late, zone=NEW_YORK)) == "2026-11-20"
    assert described(parse("tomorrow", language="en", now=late, zone=UTC)) == "2026-11-21"


def test_hours_from_now_are_counted_on_the_wall_clock_of_the_new_offset() -> None:
    before = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # 01:30; at 02:00 it becomes 03:00
    assert described(parse("in 2 hours", language="en", now=before, zone=NEW_YORK)) == "2026-03-08 04:30-04:30"


def test_a_day_of_25_hours_is_one_day() -> None:
    eve = datetime(2026, 10, 31, 12, 0, tzinfo=UTC)
    (when,) = parse("tomorrow", language="en", now=eve, zone=NEW_YORK)
    last_hour = datetime.combine(date(2026, 11, 1), time(23), NEW_YORK).astimezone(UTC)
    next_day = last_hour + timedelta(hours=1)
    slots = [(last_hour, next_day), (next_day, next_day + timedelta(hours=1))]
    assert fits(when, slots, NEW_YORK) == (0,)


def test_an_hour_that_does_not_exist_still_finds_its_slot() -> None:
    eve = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)
    (when,) = parse("tomorrow after 2:30am", language="en", now=eve, zone=NEW_YORK)
    morning = datetime.combine(date(2026, 3, 8), time(9), NEW_YORK).astimezone(UTC)
    assert fits(when, [(morning, morning + timedelta(hours=3))], NEW_YORK) == (0,)


def test_the_29th_of_february_is_the_next_one_within_a_year_or_none() -> None:
    now = datetime(2027, 11, 1, tzinfo=UTC)
    assert described(parse("feb 29", language="en", now=now, zone=UTC)) == "2028-02-29"
    assert parse("feb 29", language="en", now=now - timedelta(days=365), zone=UTC) == ()
