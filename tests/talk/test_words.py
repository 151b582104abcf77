"""Words for everything the conversation can say: every reply, fact and label has them, in every language we speak."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from structlog.testing import capture_logs

from bot.words import Words, languages
from bot.words.facts import AROUND, FACTS
from bot.words.lexicon import phrases
from domain.axes import Milestone
from domain.points import Point
from domain.talk.answer import Action, Answer, Reply, ReplyName, Verb
from domain.talk.meaning import NOTHING_UNDERSTOOD, Concern, Guess, Meaning
from domain.talk.respond import respond
from domain.talk.situation import CodeGiven, IdentityLevel, Situation
from domain.talk.turn import ChannelName, TurnKind
from flows.messages.channels import Option, Utterance
from tests.talk.scenes import (
    BO,
    COMING,
    DELIVERED,
    NEIGHBOUR_ASKED,
    NEW_YORK,
    NOW,
    OTHER,
    PENDING,
    STRANGER,
    TUE,
    WITH_DRIVER,
    says,
    taps,
    turn,
)

ELSEWHERE = {ReplyName.NOTHING_NEW, ReplyName.TOO_MANY, ReplyName.STAFF, ReplyName.CODE, ReplyName.CHANGE_NOTED}
"""Said by a flow, without an answer of ours."""

PARCELS = (
    (),
    (COMING,),
    (COMING, OTHER),
    (WITH_DRIVER,),
    (replace(WITH_DRIVER, window=TUE),),
    (PENDING,),
    (NEIGHBOUR_ASKED,),
    (replace(COMING, allow=frozenset({"pickup_point"}), points=(Point("pp-7", "Kiosk", "5 Main St", None, 350),)),),
    (DELIVERED,),
    (replace(COMING, slots=()),),
    (replace(COMING, allow=frozenset()),),
    (replace(COMING, milestone=Milestone.DELIVERY_ATTEMPTED, reason="recipient.not_home", window=None),),
    (replace(COMING, milestone=Milestone.AVAILABLE_FOR_PICKUP, last_scan_at=None, place=None),),
    (replace(COMING, milestone=Milestone.UNKNOWN, milestone_at=None, last_scan_at=None, window=None, link=None),),
)
ARGUMENTS = (None, "2026-11-26", "2026-11-29", "wed-pm", "gone", "2", "5", "behind the shed", *Concern)


@cache
def everything_said() -> tuple[tuple[Reply, Situation], ...]:
    """Each different reply once, with a situation it is said in."""
    said = ((reply, situation) for answer, situation in _answers() for reply in answer.replies)
    return tuple({str(reply): (reply, situation) for reply, situation in said}.values())


def test_every_reply_there_are_words_for_is_said_by_somebody() -> None:
    assert {reply.name for reply, _ in everything_said()} == set(ReplyName) - ELSEWHERE


def test_every_fact_has_a_name_the_words_know() -> None:
    known = {*FACTS, *AROUND}
    assert {name for reply, _ in everything_said() for name in reply.facts} - known == set()
    choices = [choice for reply, _ in everything_said() for choice in reply.choices]
    assert {name for choice in choices for name in choice.facts} - known == set()


@pytest.mark.parametrize("language", languages())
def test_every_label_has_words(language: str) -> None:
    labels = {choice.label for reply, _ in everything_said() for choice in reply.choices}
    assert labels <= set(phrases("choices", language, "telegram"))


@pytest.mark.parametrize("channel", list(ChannelName))
@pytest.mark.parametrize("language", languages())
def test_every_reply_finds_its_words_the_first_time(language: str, channel: ChannelName) -> None:
    words = Words()
    with capture_logs() as logs:
        for reply, situation in everything_said():
            utterance = _utterance(reply, situation, language)
            assert words.say(utterance, channel).strip()
            assert all(words.label(option, utterance, channel).strip() for option in utterance.options)
    assert [log for log in logs if str(log["event"]).startswith("words.")] == []


def _answers() -> Iterator[tuple[Answer, Situation]]:
    enough = replace(STRANGER, numbers_left=False)
    yield says("where is DS900", enough, Meaning(Verb.STATUS, mentioned="DS900")), enough
    for situation in (*(replace(BO, parcels=parcels) for parcels in PARCELS), STRANGER, replace(BO, owner="queue")):
        for verb in Verb:
            for argument in ARGUMENTS:
                yield says("…", situation, Meaning(verb, argument=argument)), situation
                yield taps(verb, situation, 1, argument), situation
            yield says("DS900", situation, Meaning(verb, mentioned="DS900")), situation
            asked = replace(situation, asked=Action(verb, 1))
            yield says("what?", asked), asked
            yield says("never mind", asked), asked
            yield says("behind the shed", asked), asked
            unproven = replace(situation, identity=min(situation.identity, IdentityLevel.KNOWN))
            yield taps(verb, unproven, 1, "wed-pm"), unproven
            for given in CodeGiven:
                waiting = replace(situation, asked=Action(Verb.PROVE, 1, f"{verb.value} wed-pm"), code=given)
                yield says("482913", waiting), waiting
            guessed = Meaning(Verb.UNCLEAR, guesses=(Guess(verb), *(Guess(Verb.HUMAN, concern) for concern in Concern)))
            yield says("…", situation, guessed), situation
            which = replace(situation, asked=Action(Verb.PICK_PARCEL, argument=verb.value))
            yield says("both", which), which
        yield says("yes", situation), situation
        yield says("wait no", situation), situation
        for kind in TurnKind:
            for text in ("photo", "contact", "stop all", "stop texting me", "resume", "in english please"):
                for spoken in (turn(kind, text=text), turn(kind, text=text, start_token="t")):
                    yield respond(spoken, NOTHING_UNDERSTOOD, situation), situation


def _utterance(reply: Reply, situation: Situation, language: str) -> Utterance:
    options = tuple(Option(str(n), choice.label, choice.facts) for n, choice in enumerate(reply.choices))
    return Utterance(reply.name, reply.facts, language, NEW_YORK, NOW, situation.merchant_title, options)
