"""What people say right after an answer of ours: said back, more exactly, or of what they have told a moment ago."""

from dataclasses import replace

import pytest

from domain.talk.answer import Action, AskChange, AskReschedule, Remember, Verb
from domain.talk.situation import Situation
from tests.talk.choosing import asked_for_a_time, heard
from tests.talk.scenes import BO, COMING, actions, after, names

EVERYTHING = replace(COMING, allow=COMING.allow | {"hold", "pickup_point", "instructions"})
HOME = replace(BO, parcels=(EVERYTHING,))


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "ok so between 9 and 12?"), ("en", "tomorrow 9-12 then"), ("de", "also zwischen 9 und 12 Uhr")],
)
def test_the_hours_we_told_said_back_are_no_wish_for_another_time(language: str, text: str) -> None:
    told = after(heard("when does it come", "en", HOME), HOME)
    assert names(heard(text, language, told)) == ["when"]


def test_other_hours_are_a_wish() -> None:
    told = after(heard("when does it come", "en", HOME), HOME)
    assert names(heard("so between 17 and 20", "en", told)) == ["slots_offered"]


def test_while_a_time_is_chosen_the_hours_we_told_are_a_wish_as_well() -> None:
    assert names(heard("between 9 and 12", "en", asked_for_a_time(HOME))) == ["slots_offered"]


@pytest.mark.parametrize(("away", "day"), [("we are away until sunday night", "30"), ("im away til sunday", "29")])
def test_it_is_kept_until_the_day_they_have_just_told(away: str, day: str) -> None:
    told = heard(away, "en", HOME)
    assert ("hold", 1, f"2026-11-{day}/") in actions(told)
    (act, *_) = heard("can you hold on to it?", "en", after(told, HOME)).acts
    assert isinstance(act, AskChange)
    assert (act.change, act.text[:10]) == ("hold", f"2026-11-{day}")


def test_what_is_asked_to_be_kept_already_is_told_and_not_asked_about_again() -> None:
    asked = after(heard("we are away until 2 December", "en", HOME), HOME)
    assert names(heard("can you keep it for me?", "en", asked)) == ["status"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "no wait, with 14"),
        ("nl", "nee wacht, liever bij 14"),
        ("de", "nein, lieber bei 14"),
        ("es", "no, mejor número 14"),
    ],
)
def test_another_house_right_after_a_neighbour_is_that_neighbour(language: str, text: str) -> None:
    named = after(heard("leave it with the neighbour at 12", "en", HOME), HOME)
    assert heard(text, language, named).acts[0] == AskChange(1, "neighbour", text)


@pytest.mark.parametrize("text", ["yes", "oui", "ja", "sí", "tamam"])
def test_a_yes_is_no_pickup_point(text: str) -> None:
    asked = replace(HOME, asked=Action(Verb.PICKUP_POINT, 1))
    answer = heard(text, "en", asked)
    assert names(answer) == ["ask_detail"]
    assert answer.acts == (Remember(Action(Verb.PICKUP_POINT, 1), 1),)
    assert heard("the nearest one", "en", after(answer, asked)).acts[0] == AskChange(
        1, "pickup_point", "the nearest one"
    )


@pytest.mark.parametrize(
    "text", ["i have to leave at 11", "me voy a las 11", "je dois partir à 11h", "devo uscire alle 11"]
)
def test_who_has_to_leave_at_an_hour_names_no_neighbour_and_is_asked_nothing_of_the_carrier(text: str) -> None:
    for situation in (HOME, asked_for_a_time(HOME)):
        assert not any(isinstance(act, AskChange | AskReschedule) for act in heard(text, text[:2], situation).acts)


def test_the_house_of_a_neighbour_in_the_next_sentence_is_not_lost() -> None:
    situation: Situation = HOME
    (act, *_) = heard("może sąsiad odebrać? pani Nowak spod 5", "pl", situation).acts
    assert act == AskChange(1, "neighbour", "może sąsiad odebrać, pani Nowak spod 5")
