"""Opting out and in: done at once, confirmed once, and never twice over the provider's own answer."""

from dataclasses import replace

import pytest

from domain.talk.answer import (
    Action,
    Answer,
    AskReschedule,
    Choice,
    Remember,
    ReplyName,
    ResumeWriting,
    StopWriting,
    Verb,
)
from domain.talk.meaning import NOTHING_UNDERSTOOD, Meaning
from domain.talk.respond import respond
from domain.talk.situation import Situation
from domain.talk.turn import ChannelName, TurnKind
from tests.talk.said import lines
from tests.talk.scenes import BO, BO_SMS, COMING, OTHER, PENDING, STRANGER, after, names, reply, says, taps, turn

SCOPES = (
    Choice("stop_parcel", Action(Verb.STOP, 1, "parcel")),
    Choice("stop_shop", Action(Verb.STOP, None, "shop")),
    Choice("stop_everything", Action(Verb.STOP, None, "everything")),
)
PROVIDER_STOP = ("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL")


@pytest.mark.parametrize("word", PROVIDER_STOP)
def test_on_sms_the_provider_has_answered_its_own_keyword(word: str) -> None:
    for said in (word, word.lower(), f" {word.title()} "):
        answer = says(said, BO_SMS)
        assert answer == Answer(acts=(StopWriting(said.strip(), everywhere=word == "STOPALL"),))


@pytest.mark.parametrize(
    "words", ["stop texting me", "Stop!", "STOP please", "stpo", "no more messages please", "BAJA"]
)
def test_softer_words_get_our_one_confirmation(words: str) -> None:
    facts = {"everywhere": False, "scope": None}
    expected = Answer((reply(ReplyName.STOPPED, facts, *SCOPES),), (StopWriting(words),))
    assert says(words, BO_SMS) == expected


@pytest.mark.parametrize("channel", [ChannelName.TELEGRAM, ChannelName.WEB])
def test_elsewhere_stop_is_confirmed_by_us(channel: ChannelName) -> None:
    answer = says("STOP", replace(BO, channel=channel))
    assert (names(answer), answer.acts) == (["stopped"], (StopWriting("STOP"),))


@pytest.mark.parametrize("words", ["stop all messages", "unsubscribe from everything", "stop everything"])
def test_everything_means_every_channel(words: str) -> None:
    answer = says(words, BO)
    assert answer.acts == (StopWriting(words, everywhere=True),)
    assert answer.replies[0].facts == {"everywhere": True, "scope": None}


def test_cancel_is_an_opt_out_on_sms_even_while_a_question_is_open() -> None:
    asked = replace(BO_SMS, asked=Action(Verb.PICK_SLOT, 1))
    assert says("cancel", asked).acts == (StopWriting("cancel"), Remember(None))


def test_cancel_elsewhere_is_about_the_question_or_the_request() -> None:
    assert names(says("cancel", replace(BO, asked=Action(Verb.PICK_SLOT, 1)))) == ["unchanged"]
    undone = says("cancel", replace(BO, parcels=(PENDING,)), Verb.UNDO_RESCHEDULE)
    assert names(undone) == ["reschedule_withdrawn"]


@pytest.mark.parametrize("word", ["START", "unstop", "YES"])
def test_on_sms_the_provider_has_answered_who_comes_back(word: str) -> None:
    assert says(word, replace(BO_SMS, stopped=True)) == Answer(acts=(ResumeWriting(word),))


@pytest.mark.parametrize("word", ["START", "unstop"])
def test_who_had_not_stopped_is_answered_by_us(word: str) -> None:
    answer = says(word, BO_SMS)
    assert (names(answer), answer.acts) == (["resumed"], (ResumeWriting(word),))


@pytest.mark.parametrize("situation", [BO, BO_SMS])
@pytest.mark.parametrize("word", ["YES", "yes", "sí", "ja", "evet", "نعم"])
def test_a_yes_to_nothing_is_said_to_be_one_and_counts_as_no_miss(word: str, situation: Situation) -> None:
    answer = says(word, situation)
    assert (names(answer), answer.acts) == (["nothing_asked"], ())
    assert [choice.label for choice in answer.replies[0].choices] == ["status", "not_home", "human"]
    assert says(word, replace(situation, owner="queue")) == Answer()


def test_a_thumb_to_nothing_is_thanks() -> None:
    assert names(says("\U0001f44d", BO)) == ["thanks"]


def test_yes_on_sms_answers_our_question_where_there_is_one() -> None:
    one = replace(BO_SMS, parcels=(replace(BO.parcels[0], slots=BO.parcels[0].slots[:1]),))
    asked = after(says("another day", one, Verb.RESCHEDULE), one)
    assert says("YES", asked).acts == (AskReschedule(1, "wed-pm"), Remember(None))


def test_yes_elsewhere_never_opts_in() -> None:
    assert says("yes", replace(BO, stopped=True)).acts == ()


def test_coming_back_elsewhere_is_confirmed_by_us() -> None:
    answer = says("resume", BO)
    assert (names(answer), answer.acts) == (["resumed"], (ResumeWriting("resume"),))


@pytest.mark.parametrize("word", ["HELP", "info"])
def test_on_sms_the_provider_has_answered_who_asks_for_help(word: str) -> None:
    assert says(word, BO_SMS, Verb.HELP) == Answer()
    assert names(says(word, BO, Verb.HELP)) == ["help"]


def test_a_stranger_can_stop_too() -> None:
    assert says("stop texting me", replace(STRANGER, channel=ChannelName.SMS)).acts == (StopWriting("stop texting me"),)


def test_words_under_a_photo_stop_as_well() -> None:
    photo = turn(TurnKind.MEDIA, text="photo", caption="Stop sending me these messages")
    assert respond(photo, NOTHING_UNDERSTOOD, BO).acts == (StopWriting("Stop sending me these messages"),)


def test_what_the_provider_reports_is_recorded_and_not_answered() -> None:
    for kind, act in ((TurnKind.STOP, StopWriting("ARRET")), (TurnKind.RESUME, ResumeWriting("ARRET"))):
        assert respond(turn(kind, text="ARRET"), NOTHING_UNDERSTOOD, replace(BO_SMS, owner="ines")) == Answer(
            acts=(act,)
        )


@pytest.mark.parametrize("words", ["please stop at number 12", "cancel the Tuesday one", "don't stop at the gate"])
def test_a_stop_inside_a_longer_sentence_is_about_the_parcel(words: str) -> None:
    answer = says(words, BO_SMS, Meaning(Verb.UNCLEAR))
    assert names(answer) == ["unclear"]


def test_how_far_the_silence_goes_can_be_said_in_the_words_or_chosen() -> None:
    assert says("stop texting me about this parcel", BO_SMS).acts == (
        StopWriting("only this parcel", scope="parcel", shipment_id=1),
    )
    assert taps(Verb.STOP, BO, 1, "parcel").acts == (StopWriting("only this parcel", scope="parcel", shipment_id=1),)
    assert taps(Verb.STOP, BO, None, "shop").acts == (StopWriting("only this shop", scope="shop"),)
    assert taps(Verb.STOP, BO, None, "everything").acts == (StopWriting("everything", everywhere=True),)


def test_a_parcel_that_is_not_theirs_silences_the_whole_address_rather_than_nothing() -> None:
    assert taps(Verb.STOP, BO, 99, "parcel").acts == (StopWriting("parcel"),)


def test_a_yes_after_a_stop_starts_again_even_while_a_question_is_open() -> None:
    asked = replace(BO_SMS, stopped=True, asked=Action(Verb.PICK_SLOT, 1))
    assert says("YES", asked).acts[0] == ResumeWriting("YES")


@pytest.mark.parametrize(
    "words",
    [
        *("wrong number mate", "Sorry, wrong number", "se ha equivocado de numero", "vous vous trompez de numéro"),
        *("falsche nummer", "número errado", "avete sbagliato numero", "verkeerd nummer", "zły numer", "yanlış numara"),
        "الرقم غلط",
    ],
)
def test_a_wrong_number_gets_no_more_texts(words: str) -> None:
    assert isinstance(says(words, BO_SMS).acts[0], StopWriting)
    assert not any(isinstance(act, StopWriting) for act in says(words, BO).acts)


@pytest.mark.parametrize("words", ["wrong number, it's 14 not 12", "the tracking number is the wrong number"])
def test_a_wrong_number_of_something_is_about_that(words: str) -> None:
    assert not any(isinstance(act, StopWriting) for act in says(words, BO_SMS).acts)


@pytest.mark.parametrize("line", lines("silence_within"))
def test_silence_about_one_parcel_or_from_one_shop_is_heard_in_every_language(line: str) -> None:
    _, within, text = line.split(" | ", 2)
    two = replace(BO_SMS, parcels=(COMING, OTHER))
    answer = says(text, BO_SMS if within == "parcel" else two)
    (act,) = answer.acts
    assert isinstance(act, StopWriting)
    expected = {"parcel": ("parcel", 1), "shop": ("shop", None), "DS200": ("parcel", 2)}[within]
    assert ((act.scope, act.shipment_id), names(answer)) == (expected, ["stopped"])
    if within == "parcel":
        assert says(text, two).acts == (StopWriting(text),)


def test_silence_about_a_number_that_is_none_of_theirs_is_silence() -> None:
    answer = says("stop texting me about order 88123", replace(STRANGER, channel=ChannelName.SMS))
    assert answer.acts == (StopWriting("stop texting me about order 88123"),)


@pytest.mark.parametrize("text", ["stop DS200", "no more DS200", "don't leave it with DS200", "stop at Acme"])
def test_a_number_or_a_name_alone_makes_no_silence(text: str) -> None:
    two = replace(BO_SMS, parcels=(COMING, OTHER))
    assert not any(isinstance(act, StopWriting) for act in says(text, two).acts)


@pytest.mark.parametrize("text", ["no more messages from this shop", "stop texting me about DS200"])
def test_who_is_written_nothing_already_is_not_written_more_for_naming_less(text: str) -> None:
    stopped = replace(BO_SMS, parcels=(COMING, OTHER), stopped=True)
    assert says(text, stopped).acts == (StopWriting(text),)
