"""The holidays: those of the country that the parcel goes to, as people speak of them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.dates import parse
from tests.understanding.dates.described import described

NOVEMBER, MARCH = datetime(2026, 11, 24, 14, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "text", "meant"),
    [
        ("America/New_York", "en", "after the holidays", "2027-01-02.."),
        ("America/New_York", "en", "after the bank holiday", "2026-11-27.."),
        ("Europe/Berlin", "de", "nach den Feiertagen", "2027-01-02.."),
        ("Europe/Berlin", "en", "after the holidays", "2027-01-02.."),
        ("Europe/Madrid", "es", "después de las fiestas", "2027-01-07.."),
        ("Europe/Rome", "it", "dopo le feste", "2027-01-07.."),
        ("Europe/Paris", "fr", "après les fêtes", "2027-01-02.."),
        ("UTC", "it", "dopo le feste", "2027-01-07.."),
    ],
)
def test_they_are_those_of_the_address(zone: str, language: str, text: str, meant: str) -> None:
    assert described(parse(text, language=language, now=NOVEMBER, zone=ZoneInfo(zone))) == meant


def test_within_the_holidays_they_are_these() -> None:
    boxing_day = datetime(2026, 12, 26, 9, tzinfo=UTC)
    spoken = parse("nach den Feiertagen", language="de", now=boxing_day, zone=ZoneInfo("Europe/Berlin"))
    assert described(spoken) == "2027-01-02.."


def test_in_spring_they_are_easter() -> None:
    spoken = parse("nach den Feiertagen", language="de", now=MARCH, zone=ZoneInfo("Europe/Berlin"))
    assert described(spoken) == "2027-03-30.."


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "happy holidays!"), ("de", "schöne Feiertage"), ("it", "buone feste"), ("tr", "iyi bayramlar")],
)
def test_a_greeting_is_no_time(language: str, text: str) -> None:
    assert parse(text, language=language, now=NOVEMBER, zone=UTC) == ()
