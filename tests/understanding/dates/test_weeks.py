"""The weekend, and with it where a week begins, is that of the country the parcel goes to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates import parse
from bot.understanding.dates.weeks import Week, week_in
from bot.understanding.wishing import wishes
from tests.understanding.dates.described import described

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "rests"),
    [
        ("Europe/Berlin", (5, 6)),
        ("America/New_York", (5, 6)),
        ("Asia/Dubai", (5, 6)),
        ("Asia/Riyadh", (4, 5)),
        ("Africa/Cairo", (4, 5)),
        ("Asia/Kolkata", (5, 6)),
        ("Asia/Tehran", (3, 4)),
        ("UTC", (5, 6)),
        ("Antarctica/Casey", (5, 6)),
    ],
)
def test_the_days_of_rest_are_the_countrys(zone: str, rests: tuple[int, ...]) -> None:
    assert week_in(ZoneInfo(zone)).rests == rests


@pytest.mark.parametrize(
    ("zone", "language", "text", "meant"),
    [
        ("Asia/Riyadh", "en", "at the weekend", "2026-11-27..2026-11-28"),
        ("Europe/Berlin", "en", "at the weekend", "2026-11-28..2026-11-29"),
        ("Asia/Riyadh", "ar", "في نهاية الأسبوع", "2026-11-27..2026-11-28"),
        ("Africa/Casablanca", "ar", "في نهاية الأسبوع", "2026-11-28..2026-11-29"),
        ("Asia/Riyadh", "en", "next week", "2026-11-29..2026-12-05"),
        ("Europe/Berlin", "en", "next week", "2026-11-30..2026-12-06"),
        ("Asia/Riyadh", "en", "in three working days", "2026-11-29"),
        ("Europe/Berlin", "en", "in three working days", "2026-11-27"),
        ("Asia/Riyadh", "en", "the first working day of next week", "2026-11-29"),
        ("Asia/Riyadh", "en", "Sunday of next week", "2026-11-29"),
        ("Europe/Berlin", "en", "Sunday of next week", "2026-12-06"),
    ],
)
def test_words_about_weeks_are_read_where_the_parcel_goes(zone: str, language: str, text: str, meant: str) -> None:
    assert described(parse(text, language=language, now=TUESDAY, zone=ZoneInfo(zone))) == meant


def test_within_the_weekend_it_is_this_one() -> None:
    spoken = parse("this weekend", language="en", now=FRIDAY, zone=ZoneInfo("Asia/Riyadh"))
    assert described(spoken) == "2026-11-27..2026-11-28"


@pytest.mark.parametrize(("zone", "rests"), [("Asia/Riyadh", {4, 5}), ("Europe/Berlin", {5, 6})])
def test_workdays_leave_out_the_countrys_weekend(zone: str, rests: set[int]) -> None:
    (evenings,) = wishes("only weekday evenings", "en", TUESDAY, ZoneInfo(zone))
    assert evenings.refused_weekdays == rests
    (never,) = wishes("I can't do weekdays", "en", TUESDAY, ZoneInfo(zone))
    assert never.refused_weekdays == set(range(7)) - rests


@given(zone=st.sampled_from(sorted(available_timezones())), day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_week_has_seven_days_and_ends_with_its_weekend(zone: str, day: date) -> None:
    week = week_in(ZoneInfo(zone))
    begin, (first, last) = week.begin(day), week.weekend(day)
    assert begin <= day <= last == begin + timedelta(days=6)
    assert {week.day(weekday, day) for weekday in range(7)} == {begin + timedelta(days=n) for n in range(7)}
    assert {on.weekday() for on in (first, last)} <= set(week.rests)
    assert len(week.workdays) + len(week.rests) == 7


@given(
    rests=st.sampled_from([(5, 6), (4, 5), (3, 4)]),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    count=st.integers(1, 40),
)
def test_working_days_ahead_are_so_many_days_of_work(rests: tuple[int, ...], day: date, count: int) -> None:
    week = Week(rests)
    ahead = week.workdays_ahead(day, count)
    between = (day + timedelta(days=n) for n in range(1, (ahead - day).days + 1))
    assert sum(week.works(on) for on in between) == count
    assert week.works(ahead)
