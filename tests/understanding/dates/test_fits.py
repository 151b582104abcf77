"""Slots that suit what was spoken."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.dates import fits, parse

ZONE = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def slot(day: int, start: int, end: int) -> tuple[datetime, datetime]:
    on = date(2026, 11, day)
    return (
        datetime.combine(on, time(start), ZONE).astimezone(UTC),
        datetime.combine(on, time(end), ZONE).astimezone(UTC),
    )


SLOTS = (slot(20, 9, 12), slot(20, 17, 20), slot(21, 9, 12), slot(21, 12, 15), slot(23, 17, 20))


@pytest.mark.parametrize(
    ("text", "suiting"),
    [
        ("tomorrow", (0, 1)),
        ("tomorrow after 5", (1,)),
        ("in the evening", (1, 4)),
        ("not before 6", (1, 4)),
        ("any day but friday", (2, 3, 4)),
        ("saturday at 1", (3,)),
        ("saturday from 11 to 2", (2, 3)),
        ("not in the morning", (1, 3, 4)),
        ("not on friday morning", (1, 2, 3, 4)),
        ("from saturday onwards", (2, 3, 4)),
        ("sunday", ()),
        ("before noon", (0, 2)),
        ("monday till wednesday in the evening", (4,)),
    ],
)
def test_slots_that_suit(text: str, suiting: tuple[int, ...]) -> None:
    (when,) = parse(text, language="en", now=NOW, zone=ZONE)
    assert fits(when, SLOTS, ZONE) == suiting


def test_the_second_of_two_wishes_has_slots_of_its_own() -> None:
    first, second = parse("saturday morning or monday after 5", language="en", now=NOW, zone=ZONE)
    assert (fits(first, SLOTS, ZONE), fits(second, SLOTS, ZONE)) == ((2,), (4,))


def test_a_refusal_beside_a_wish_keeps_its_day_out() -> None:
    (when,) = parse("not tomorrow, but in the evening", language="en", now=NOW, zone=ZONE)
    assert fits(when, SLOTS, ZONE) == (4,)


def test_a_slot_belongs_to_the_local_day_on_which_it_begins() -> None:
    midnight = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # half past midnight on the 21st in Madrid
    (when,) = parse("21 november", language="en", now=NOW, zone=ZONE)
    assert fits(when, [(midnight, midnight + timedelta(hours=1))], ZONE) == (0,)
