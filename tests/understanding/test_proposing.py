"""A proposer: asked last, believed never, and left alone when it fails."""

from collections.abc import Sequence
from datetime import UTC, datetime
from time import sleep

import pytest

from bot.understanding.proposing import Plug, labels, plugged
from bot.understanding.words import Layered
from domain.talk.answer import Verb
from domain.talk.meaning import Guess, Layer, Meaning

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
GIBBERISH = "zxqv wvut"


def always_damaged(text: str, language: str, known: Sequence[str]) -> Sequence[str]:
    return ["human: damaged", "fly to the moon", "stop", "human: damaged", "status", "address"]


def slow(text: str, language: str, known: Sequence[str]) -> Sequence[str]:
    sleep(0.5)
    return ["status"]


def understood(text: str, plug: Plug) -> Meaning:
    return Layered(proposer=plug).understand(text, "en", NOW, UTC, [])


def test_what_is_proposed_is_asked_about_and_never_done() -> None:
    meaning = understood(GIBBERISH, Plug(always_damaged, 1))
    assert (meaning.verb, meaning.layer) == (Verb.UNCLEAR, Layer.PROPOSED)
    assert meaning.guesses == (Guess(Verb.HUMAN, "damaged"), Guess(Verb.STATUS))


def test_what_is_understood_is_not_given_away() -> None:
    asked: list[str] = []

    def noting(text: str, language: str, known: Sequence[str]) -> Sequence[str]:
        asked.append(text)
        return ()

    for text in ("where is my parcel", "leave it in the shed", "DS100200", "tomorrow", ""):
        understood(text, Plug(noting, 1))
    assert asked == []


def test_opting_out_proving_and_picking_are_never_proposed() -> None:
    assert not {"stop", "resume", "prove", "pick_slot", "pick_parcel", "unclear", "rate"} & set(labels())
    assert {"status", "human: damaged", "reschedule"} <= set(labels())


def test_a_plug_that_fails_or_is_late_says_nothing_and_rests() -> None:
    calls: list[str] = []

    def broken(text: str, language: str, known: Sequence[str]) -> Sequence[str]:
        calls.append(text)
        raise ConnectionError

    plug = Plug(broken, 1)
    assert understood(GIBBERISH, plug).guesses == ()
    assert understood(GIBBERISH, plug).guesses == ()
    assert len(calls) == 1
    assert understood(GIBBERISH, Plug(slow, 0.01)).guesses == ()


def test_a_plug_is_named_by_its_path() -> None:
    plug = plugged("tests.understanding.test_proposing:always_damaged", 1)
    assert understood(GIBBERISH, plug).guesses[0].argument == "damaged"
    with pytest.raises(ValueError, match=r"package\.module:function"):
        plugged("tests.understanding.nowhere:nothing", 1)
