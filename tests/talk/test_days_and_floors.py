"""Days that are none, and days by another one: floors, the day after, weekdays, holidays. In ten languages."""

from dataclasses import replace
from datetime import date

import pytest

from bot.understanding.words import understand
from domain.reschedules import OtherChange, Reschedule, RescheduleState
from domain.talk.answer import Action, AskChange, AskReschedule, Remember, Verb
from domain.talk.situation import SlotView
from domain.talk.wishes import read
from tests.talk.choosing import asked_for_a_time, heard, slots
from tests.talk.said import lines
from tests.talk.scenes import ASKED, BO, COMING, NEW_YORK, NOW, WED_EVENING, actions, after, names, says, window

SLOTS = tuple(
    SlotView(f"{day}-{hour}", window(day, hour, hour + 3)) for day in (25, 26, 27, 28, 30) for hour in (9, 17)
)
PARCEL = replace(COMING, slots=SLOTS)
CHOOSING = replace(BO, parcels=(PARCEL,))


@pytest.mark.parametrize("line", lines("floors"))
def test_a_floor_is_a_note_and_no_day(line: str) -> None:
    language, text = line.split(" | ", 1)
    noted = replace(CHOOSING, parcels=(replace(PARCEL, allow=PARCEL.allow | {"instructions"}),))
    for situation in (noted, asked_for_a_time(noted), replace(noted, asked=Action(Verb.INSTRUCTIONS, 1))):
        assert heard(text, language, situation).acts[0] == AskChange(1, "instructions", text)
    neighbour = replace(CHOOSING, asked=Action(Verb.NEIGHBOUR, 1))
    assert heard(text, language, neighbour).acts[0] == AskChange(1, "neighbour", text)


def test_after_a_floor_in_the_middle_of_choosing_the_times_are_still_there() -> None:
    noted = asked_for_a_time(replace(CHOOSING, parcels=(replace(PARCEL, allow=PARCEL.allow | {"instructions"}),)))
    told = heard("3rd floor", "en", noted)
    assert slots(told) == ["25-9", "26-9", "27-9"]
    assert says("the second", after(told, noted)).acts[0] == AskReschedule(1, "26-9")


@pytest.mark.parametrize(
    ("language", "text"), [("en", "on the 3rd"), ("fr", "le 3"), ("de", "am 3."), ("es", "el 3"), ("nl", "de 3e")]
)
def test_a_day_of_the_month_stays_one(language: str, text: str) -> None:
    assert [wish.day for wish in read(understand(text, language, NOW, NEW_YORK, ()).when)] == [date(2026, 12, 3)]


@pytest.mark.parametrize("line", lines("day_after"))
def test_the_day_after_is_counted_from_the_one_that_was_spoken_of(line: str) -> None:
    language, day, text = line.split(" | ", 2)
    begun = asked_for_a_time(CHOOSING)
    friday = after(heard("friday", "en", begun), begun)
    assert slots(heard(text, language, friday)) == [f"{day}-9", f"{day}-17"]


def test_the_day_after_keeps_the_hours_and_goes_on_from_there() -> None:
    begun = asked_for_a_time(CHOOSING)
    thursday = after(heard("thursday evening", "en", begun), begun)
    friday = heard("the day after?", "en", thursday)
    assert slots(friday) == ["27-17"]
    assert slots(heard("and the day after that?", "en", after(friday, thursday))) == ["28-17"]
    assert slots(heard("the day after in the morning", "en", thursday)) == ["27-9"]


def test_the_day_after_of_several_is_that_of_the_last_one_and_of_none_that_of_the_window() -> None:
    assert slots(heard("the day after?", "en", asked_for_a_time(CHOOSING))) == ["28-9", "28-17"]
    told = after(says("where is it", CHOOSING, Verb.STATUS), CHOOSING)
    assert slots(heard("the day after?", "en", told)) == ["26-9", "26-17"]
    assert slots(heard("the day after tomorrow", "en", asked_for_a_time(CHOOSING))) == ["26-9", "26-17"]


@pytest.mark.parametrize("line", lines("weekdays"))
def test_weekday_evenings_leave_the_weekend_out(line: str) -> None:
    language, text = line.split(" | ", 1)
    late = tuple(slot for slot in SLOTS if slot.window.on >= date(2026, 11, 27))
    offered = slots(heard(text, language, replace(BO, parcels=(replace(COMING, slots=late),))))
    assert offered == ["27-17", "30-17"]


@pytest.mark.parametrize("line", lines("on_holiday"))
def test_on_holiday_until_a_number_is_until_that_day(line: str) -> None:
    language, text = line.split(" | ", 1)
    (wish,) = read(understand(text, language, NOW, NEW_YORK, ()).when)
    assert (wish.first, wish.last, wish.names_hours) == (date(2026, 12, 5), None, False)
    answer = heard(text, language, CHOOSING)
    assert (names(answer), slots(answer)) == (["no_slots"], [])
    kept = heard(text, language, replace(BO, parcels=(replace(PARCEL, allow=PARCEL.allow | {"hold"}),)))
    assert any(isinstance(act, AskChange) and act.text.startswith("2026-12-05") for act in kept.acts) or (
        "hold",
        1,
        "2026-12-05/",
    ) in actions(kept)


def test_until_five_is_an_hour_where_nobody_is_on_holiday() -> None:
    for text in ("until 5", "I'm out until 5", "on holiday until 5pm"):
        assert all(wish.names_hours for wish in read(understand(text, "en", NOW, NEW_YORK, ()).when)), text


@pytest.mark.parametrize("line", lines("kept_until"))
def test_what_cannot_be_kept_comes_from_that_day_on_and_never_before(line: str) -> None:
    language, text = line.split(" | ", 1)
    offered = heard(text, language, CHOOSING)
    assert slots(offered) == ["30-9", "30-17"]
    assert Verb.RESCHEDULE not in {choice.action.verb for choice in offered.replies[0].choices}
    early = replace(BO, parcels=(replace(PARCEL, slots=SLOTS[:6]),))
    assert (names(heard(text, language, early)), slots(heard(text, language, early))) == (["no_slots"], [])


AGREED = Reschedule(7, RescheduleState.CONFIRMED, WED_EVENING, NOW, asked_in_chat=True, decided_at=NOW)


@pytest.mark.parametrize("line", lines("second_thoughts"))
def test_second_thoughts_after_the_carrier_agreed_are_asked_about(line: str) -> None:
    language, text = line.split(" | ", 1)
    neighbour = OtherChange(8, "neighbour", RescheduleState.CONFIRMED, NOW, NOW)
    agreed = replace(BO, parcels=(replace(PARCEL, others=(neighbour,)),))
    asked = heard(text, language, agreed)
    assert (names(asked), asked.replies[0].facts["changes"]) == (["take_back"], ["neighbour"])
    assert actions(asked) == [("undo_reschedule", 1, "neighbour"), ("human", 1, None)]
    assert says("yes", after(asked, agreed)).acts[0] == AskChange(1, "back", "neighbour")
    assert names(says("no", after(asked, agreed))) == ["unchanged"]
    moved = replace(BO, parcels=(replace(PARCEL, reschedule=AGREED),))
    asked_about_the_day = heard(text, language, moved)
    assert asked_about_the_day.replies[0].facts["window"] is not None
    assert names(says("yes", after(asked_about_the_day, moved))) == ["slots_offered"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "wait"), ("en", "hold on"), ("es", "espera"), ("de", "moment mal"), ("it", "aspetta un attimo")],
)
def test_a_wait_alone_takes_nothing_back_and_is_asked_about(language: str, text: str) -> None:
    for reschedule in (AGREED, ASKED):
        stands = replace(BO, parcels=(replace(PARCEL, reschedule=reschedule),))
        asked = heard(text, language, stands)
        assert (names(asked), [type(act) for act in asked.acts]) == (["take_back"], [Remember])
        assert names(heard("hold", "en", stands)) != ["take_back"]


def test_second_thoughts_about_nothing_leave_everything_as_it_was() -> None:
    assert names(heard("wait no", "en", CHOOSING)) == ["unchanged"]
    assert names(heard("no wait", "en", asked_for_a_time(CHOOSING))) == ["unchanged"]
