"""What can be meant in two ways is said so, with the reason."""

from datetime import UTC, date, datetime, time

import pytest
from babel import Locale

from bot.understanding.dates import parse
from bot.understanding.dates.lexicon import lexicon

THURSDAY = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "on", "other", "why"),
    [
        ("next friday", date(2026, 11, 27), date(2026, 11, 20), "next: the weekday to come, or the one a week later"),
        ("tuesday the 27th", date(2026, 11, 27), date(2026, 11, 24), "the weekday and the number do not agree"),
        ("thursday", date(2026, 11, 26), date(2026, 11, 19), "said on that very weekday: today, or a week from today"),
        (
            "this thursday",
            date(2026, 11, 19),
            date(2026, 11, 26),
            "said on that very weekday: today, or a week from today",
        ),
        ("12/3", date(2026, 12, 3), date(2027, 3, 12), "day and month can be read either way"),
    ],
)
def test_a_day_with_two_readings(text: str, on: date, other: date, why: str) -> None:
    (when,) = parse(text, language="en", now=THURSDAY, zone=UTC)
    assert (when.on, [(reading.on, reading.why) for reading in when.readings]) == (on, [(other, why)])


def test_a_clock_that_suits_the_hours_of_delivery_twice_has_two_readings() -> None:
    (when,) = parse("tomorrow at 8", language="en", now=THURSDAY, zone=UTC)
    assert {when.from_clock, *(reading.from_clock for reading in when.readings)} == {time(8), time(20)}


def test_the_hours_of_delivery_decide_between_morning_and_evening() -> None:
    (early,) = parse("at 6", language="en", now=THURSDAY, zone=UTC, hours=(time(5), time(13)))
    (late,) = parse("at 6", language="en", now=THURSDAY, zone=UTC, hours=(time(13), time(22)))
    assert (early.from_clock, late.from_clock) == (time(6), time(18))


@pytest.mark.parametrize("text", ["friday", "tomorrow", "27 november", "coming friday", "at 5"])
def test_what_is_plain_has_one_reading(text: str) -> None:
    (when,) = parse(text, language="en", now=THURSDAY, zone=UTC)
    assert when.readings == ()


def test_a_reading_tells_its_rule_and_its_words() -> None:
    text = "could you come friday after five?"
    (when,) = parse(text, language="en", now=THURSDAY, zone=UTC)
    assert when.rule == "weekday, hour, from"
    assert [text[start:end] for start, end in when.spans] == ["friday", "after five"]


def test_numbers_that_are_not_about_time_are_left_alone() -> None:
    for text in ("tracking 1Z999AA10123456784", "flat 7, code 4411", "order 20261", "call +34 600 123 456"):
        assert parse(text, language="en", now=THURSDAY, zone=UTC) == ()


def test_what_one_language_calls_its_months_is_not_heard_in_another() -> None:
    lexicon.cache_clear()
    lexicon("zh")
    assert lexicon("ja").single("一月") is None
    assert Locale.parse("de").months["stand-alone"]["wide"][1] == "Januar"
