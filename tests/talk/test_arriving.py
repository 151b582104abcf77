"""Opening the chat, sharing a number, and media."""

from dataclasses import replace

import pytest

from domain.talk.answer import Action, Answer, Remember, ReplyName, ResumeWriting, Verb
from domain.talk.meaning import NOTHING_UNDERSTOOD, Meaning
from domain.talk.respond import respond
from domain.talk.turn import ChannelName, TurnKind
from tests.talk.scenes import BO, COMING, OTHER, STRANGER, actions, names, reply, says, turn

START = turn(TurnKind.START)
LINK = turn(TurnKind.START, start_token="token")
CONTACT = turn(TurnKind.CONTACT, phone="+12125550123")


def test_who_came_by_their_link_is_welcomed_with_how_the_parcel_stands() -> None:
    for arrival in (LINK, START, CONTACT):
        assert names(respond(arrival, NOTHING_UNDERSTOOD, BO)) == ["welcome", "status"]


def test_with_several_parcels_the_welcome_offers_to_look() -> None:
    answer = respond(LINK, NOTHING_UNDERSTOOD, replace(BO, parcels=(COMING, OTHER)))
    assert names(answer) == ["welcome"]
    assert actions(answer) == [("status", None, None), ("not_home", None, None), ("human", None, None)]


def test_a_stranger_on_telegram_is_asked_for_their_number() -> None:
    assert names(respond(START, NOTHING_UNDERSTOOD, STRANGER)) == ["welcome", "ask_contact"]


def test_a_stranger_elsewhere_cannot_share_one() -> None:
    assert names(respond(START, NOTHING_UNDERSTOOD, replace(STRANGER, channel=ChannelName.WEB))) == ["welcome"]


def test_a_link_that_did_not_bind_is_said_to_be_over() -> None:
    assert names(respond(LINK, NOTHING_UNDERSTOOD, STRANGER)) == ["link_expired", "ask_contact"]


def test_a_number_without_orders_has_no_parcel() -> None:
    assert names(respond(CONTACT, NOTHING_UNDERSTOOD, STRANGER)) == ["no_parcel"]


def test_pressing_start_after_a_stop_asks_back_in_and_before_one_does_not() -> None:
    assert respond(START, NOTHING_UNDERSTOOD, replace(BO, stopped=True)).acts == (ResumeWriting("/start"),)
    assert respond(START, NOTHING_UNDERSTOOD, BO).acts == ()


def test_blocking_and_unblocking_are_not_answered() -> None:
    for kind in (TurnKind.BLOCKED, TurnKind.UNBLOCKED):
        assert respond(turn(kind), NOTHING_UNDERSTOOD, BO) == Answer()


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "location", "video_note", "unheard of"])
def test_media_without_words_is_said_not_to_be_understood(kind: str) -> None:
    answer = respond(turn(TurnKind.MEDIA, text=kind), NOTHING_UNDERSTOOD, BO)
    assert names(answer) == ["media_not_understood"]
    assert answer.replies[0].facts == {"media": kind, "asked_for": None, "again": False}
    assert answer.acts == ()


def test_media_leaves_an_open_question_open() -> None:
    asked = replace(BO, asked=Action(Verb.SAFE_PLACE, 1), misses=1)
    answer = respond(turn(TurnKind.MEDIA, text="location"), NOTHING_UNDERSTOOD, asked)
    assert answer.replies[0].facts["asked_for"] == "safe_place"
    assert answer.acts == (Remember(Action(Verb.SAFE_PLACE, 1), 1),)


def test_words_under_a_photo_are_read() -> None:
    photo = turn(TurnKind.MEDIA, text="photo", caption="where is it?")
    assert names(respond(photo, Meaning(Verb.STATUS), BO)) == ["status"]


def test_somebody_elses_contact_card_proves_nothing() -> None:
    card = turn(TurnKind.MEDIA, text="contact")
    assert respond(card, NOTHING_UNDERSTOOD, STRANGER) == Answer((reply(ReplyName.CONTACT_NOT_OWN, {}),))


def test_an_old_button_is_politely_no_longer_possible_and_the_open_question_stays() -> None:
    old = replace(BO, stale=True, asked=Action(Verb.SAFE_PLACE, 1))
    answer = respond(turn(TurnKind.CHOICE, choice_token="old"), NOTHING_UNDERSTOOD, old)
    assert names(answer) == ["no_longer_possible"]
    assert answer.replies[0].facts == {"change": None}
    assert answer.acts == ()


def test_a_tap_that_resolved_to_nothing_is_an_old_button() -> None:
    assert names(respond(turn(TurnKind.CHOICE), NOTHING_UNDERSTOOD, BO)) == ["no_longer_possible"]


def test_a_number_that_the_door_resolved_is_taken() -> None:
    offered = says("not home", BO, Verb.NOT_HOME).replies[0].choices
    answer = respond(turn(TurnKind.TEXT, text="1"), NOTHING_UNDERSTOOD, replace(BO, taken=offered[0]))
    assert names(answer) == ["slots_offered"]
