"""Not with the neighbour: taken back where it was asked for, else a note to the carrier. In ten languages."""

from dataclasses import replace
from datetime import UTC

import pytest

from bot.understanding.words import understand
from domain.reschedules import OtherChange, RescheduleState
from domain.talk.answer import Action, AskChange, HandOver, Verb, Withdraw
from tests.talk.said import lines
from tests.talk.scenes import BO, COMING, NEIGHBOUR_ASKED, NEW_YORK, NOW, names, says

ALLOWED = replace(COMING, allow=COMING.allow | {"instructions"})


@pytest.mark.parametrize("line", lines("refused"))
def test_a_refused_place_is_noted_and_never_asked_for(line: str) -> None:
    language, place, text = line.split(" | ", 2)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert (meaning.verb, meaning.argument) == (Verb.UNDO_RESCHEDULE, f"{place} | {text}")
    answer = says(text, replace(BO, parcels=(ALLOWED,)), meaning)
    assert answer.acts == (AskChange(1, "instructions", text),)


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "ar"])
def test_every_language_has_its_lines(language: str) -> None:
    assert sum(line.startswith(f"{language} | neighbour") for line in lines("refused")) >= 3


def test_a_neighbour_who_was_asked_for_is_taken_back() -> None:
    text = "not with the neighbour after all"
    meaning = understand(text, "en", NOW, NEW_YORK, ())
    assert says(text, replace(BO, parcels=(NEIGHBOUR_ASKED,)), meaning).acts == (Withdraw(1, "neighbour"),)


def test_a_neighbour_who_was_agreed_to_is_asked_back() -> None:
    agreed = replace(ALLOWED, others=(OtherChange(8, "neighbour", RescheduleState.CONFIRMED, NOW, NOW),))
    text = "nicht beim nachbarn"
    meaning = understand(text, "de", NOW, NEW_YORK, ())
    assert says(text, replace(BO, parcels=(agreed,)), meaning).acts == (AskChange(1, "back", "neighbour"),)


def test_where_no_note_can_be_given_a_person_looks() -> None:
    text = "no neighbours please"
    answer = says(text, BO, understand(text, "en", NOW, NEW_YORK, ()))
    assert (names(answer), [type(act) for act in answer.acts]) == (["handed_over"], [HandOver])


def test_another_wish_beside_it_goes_to_the_carrier_as_it_was_said() -> None:
    text = "not with the neighbour, leave it behind the shed"
    meaning = understand(text, "en", NOW, NEW_YORK, ())
    assert (meaning.verb, meaning.argument) == (Verb.INSTRUCTIONS, text)


def test_while_we_ask_which_neighbour_a_refusal_ends_it() -> None:
    asked = replace(BO, asked=Action(Verb.NEIGHBOUR, 1))
    text = "komşuya bırakmayın"
    assert names(says(text, asked, understand(text, "tr", NOW, NEW_YORK, ()))) == ["unchanged"]


@pytest.mark.parametrize("line", lines("neighbour_away"))
def test_a_neighbour_who_is_away_too_gets_nothing(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert says(text, replace(BO, parcels=(NEIGHBOUR_ASKED,)), meaning).acts == (Withdraw(1, "neighbour"),)
    other = says(text, BO, meaning)
    assert (names(other), other.acts) == (["change_options"], ())
    assert Verb.NEIGHBOUR not in {choice.action.verb for choice in other.replies[0].choices}


@pytest.mark.parametrize("line", lines("porter_away"))
def test_nothing_is_left_with_a_porter_who_is_away(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    asked = replace(COMING, others=(OtherChange(8, "safe_place", RescheduleState.SENT, NOW),))
    assert says(text, replace(BO, parcels=(asked,)), meaning).acts == (Withdraw(1, "safe_place"),), meaning.why


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "leave it with the neighbour, i'm away"),
        ("fr", "laissez chez le voisin je suis absent"),
        ("es", "con el vecino, yo no estoy"),
        ("it", "dal vicino, io non ci sono"),
        ("tr", "komşuya bırakın evde yokum"),
        ("de", "beim nachbarn abgeben bin nicht da"),
        ("ar", "خلوه عند الجار انا مو موجود"),
    ],
)
def test_who_is_away_themselves_still_wants_the_neighbour(language: str, text: str) -> None:
    assert understand(text, language, NOW, NEW_YORK, ()).verb is Verb.NEIGHBOUR


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the neighbour doesn't have it"),
        ("en", "it's not with the neighbour"),
        ("es", "el vecino no lo tiene"),
        ("fr", "il n'est pas chez le voisin"),
        ("de", "beim nachbarn ist es nicht"),
        ("nl", "het ligt niet bij de buren"),
        ("it", "il vicino non ha niente"),
        ("tr", "komşuda yok"),
        ("ar", "ليس موجود عند الجيران"),
    ],
)
def test_who_tells_that_a_neighbour_does_not_have_it_refuses_nothing(language: str, text: str) -> None:
    meaning = understand(text, language, NOW, UTC, ())
    assert meaning.verb not in (Verb.UNDO_RESCHEDULE, Verb.INSTRUCTIONS), meaning.why
