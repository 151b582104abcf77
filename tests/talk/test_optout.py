"""Opting out: the words of ten languages count, with a slip; and nothing else does."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.talk import folding
from domain.talk.folding import fold, one_slip
from domain.talk.optout import Help, Resume, Stop, read_stop
from domain.talk.optout_words import AMBIGUOUS, ORDINARY, RESUME, STOP
from tests.talk.said import lines

PROVIDER = "STOP|UNSUBSCRIBE|END|QUIT|STOPALL|REVOKE|OPTOUT|CANCEL"


@pytest.mark.parametrize("words", lines("stop"))
def test_words_that_ask_for_silence_are_heard(words: str) -> None:
    assert isinstance(read_stop(words), Stop)


@pytest.mark.parametrize("words", lines("not_stop"))
def test_words_about_the_parcel_are_not_an_opt_out(words: str) -> None:
    assert not isinstance(read_stop(words), Stop)


@pytest.mark.parametrize("word", sorted(word for word in STOP if len(word) >= 4 and " " not in word))
def test_every_single_word_survives_one_slip(word: str) -> None:
    for slip in (word[1:], word[:-1], word[1] + word[0] + word[2:], word[:2] + "x" + word[2:], word[:-1] + "q"):
        assert isinstance(read_stop(slip), Stop) or slip in ORDINARY | RESUME or len(slip) < 4, slip


def test_no_ordinary_word_is_a_word_of_the_law() -> None:
    assert not ORDINARY & (STOP | RESUME)
    assert all(any(one_slip(word, stop) for stop in STOP) for word in ORDINARY)
    assert AMBIGUOUS <= STOP


@pytest.mark.parametrize("word", PROVIDER.split("|"))
def test_the_providers_words_are_known_as_its_own_only_when_they_stand_alone(word: str) -> None:
    for alone in (word, word.lower(), f"  {word.title()}\n"):
        assert _is_provider_keyword(alone)
    for other in (f"{word}!", f"{word} please", f"{word[:-1]}"):
        assert not _is_provider_keyword(other)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("START", Resume("START", is_provider_keyword=True)),
        ("unstop", Resume("unstop", is_provider_keyword=True)),
        ("yes", Resume("yes", is_provider_keyword=True, is_ambiguous=True)),
        ("resume", Resume("resume")),
        ("strat", None),
        ("yess", None),
        ("HELP", Help("HELP", is_provider_keyword=True)),
        ("hilfe!", Help("hilfe!")),
        ("/stop", Stop("/stop")),
        ("stop all", Stop("stop all", everywhere=True)),
        ("cancel", Stop("cancel", is_provider_keyword=True, is_ambiguous=True)),
        ("basta", Stop("basta", is_ambiguous=True)),
        ("", None),
    ],
)
def test_what_is_read_is_said_exactly(text: str, read: object) -> None:
    assert read_stop(text) == read


@given(st.text(max_size=2000))
def test_any_text_can_be_read(text: str) -> None:
    read = read_stop(text)
    assert read is None or len(read.words) <= 120


def test_no_sentence_of_the_public_sets_is_an_opt_out() -> None:
    sets = sorted((Path(__file__).parents[3] / "shared/data/nlu").rglob("*.jsonl"))
    texts = {json.loads(line)["text"] for path in sets for line in path.read_text("utf-8").splitlines()}
    heard = {text for text in texts if isinstance(read_stop(text), Stop)}
    assert {text.lower().strip("! ") for text in heard} <= {"stop", "stop it", "stop it now", "cancel", "quit"}


def _is_provider_keyword(text: str) -> bool:
    read = read_stop(text)
    return isinstance(read, Stop) and read.is_provider_keyword


def test_what_is_remembered_of_a_text_has_an_end() -> None:
    """Long texts with one beginning are one entry: nobody fills the memory by writing a lot."""
    beginning = "who goes there " * folding.LONGEST
    folding._folded.cache_clear()
    assert len({fold(beginning + ending) for ending in ("a", "b", "c")}) == 1
    assert folding._folded.cache_info().currsize == 1
