"""Another door than the parcel's: the workplace, or the number that was meant; and times that look like one."""

from datetime import date, time, timedelta

import pytest

from bot.understanding.words import understand
from domain.talk.answer import Verb
from domain.talk.wishes import Wish, read
from tests.talk.said import lines
from tests.talk.scenes import NEW_YORK, NOW

TODAY = NOW.astimezone(NEW_YORK).date()


@pytest.mark.parametrize("line", lines("to_the_workplace"))
def test_to_the_workplace_is_another_address_and_we_ask_which(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert (meaning.verb, meaning.argument or "") == (Verb.ADDRESS, "")


@pytest.mark.parametrize("line", lines("at_work_now"))
def test_who_is_at_work_wants_nothing_brought_there(line: str) -> None:
    language, text = line.split(" | ", 1)
    assert understand(text, language, NOW, NEW_YORK, ()).verb is not Verb.ADDRESS


@pytest.mark.parametrize("line", lines("another_number"))
def test_a_number_that_is_another_one_is_the_address_and_no_day(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert (meaning.verb, meaning.when) == (Verb.ADDRESS, None)


@pytest.mark.parametrize("line", lines("another_hour"))
def test_an_hour_and_not_another_is_no_house(line: str) -> None:
    language, text = line.split(" | ", 1)
    assert understand(text, language, NOW, NEW_YORK, ()).verb is not Verb.ADDRESS


@pytest.mark.parametrize("line", lines("away_until_a_part"))
def test_away_until_the_evening_of_a_day_is_from_the_next_one_on(line: str) -> None:
    language, text = line.split(" | ", 1)
    wishes = read(understand(text, language, NOW, NEW_YORK, ()).when)
    sunday = TODAY + timedelta(days=(6 - TODAY.weekday()) % 7)
    assert wishes == (Wish(sunday + timedelta(days=1), None),)


def test_away_until_an_afternoon_leaves_the_evening_of_that_day() -> None:
    wishes = read(understand("away until friday afternoon", "en", NOW, NEW_YORK, ()).when)
    assert wishes == (Wish(date(2026, 11, 27), date(2026, 11, 27), time(18)), Wish(date(2026, 11, 28), None))


@pytest.mark.parametrize("line", lines("appointments"))
def test_hours_of_an_appointment_do_not_suit(line: str) -> None:
    language, text = line.split(" | ", 1)
    wishes = read(understand(text, language, NOW, NEW_YORK, ()).when)
    assert {(wish.from_clock, wish.to_clock) for wish in wishes} == {(None, time(14)), (time(15), None)}


@pytest.mark.parametrize("line", lines("not_this_but_that"))
def test_a_no_before_the_first_of_two_days_is_about_that_day(line: str) -> None:
    language, text = line.split(" | ", 1)
    wishes = read(understand(text, language, NOW, NEW_YORK, ()).when)
    assert [wish.day for wish in wishes] == [date(2026, 11, 27)]
