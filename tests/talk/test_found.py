"""They have it after all: in ten languages, and never where they still look for it."""

from dataclasses import replace

import pytest

from bot.understanding.words import understand
from domain.talk.answer import Verb
from domain.talk.situation import QUEUE
from tests.talk.said import lines
from tests.talk.scenes import BO, DELIVERED, NEW_YORK, NOW, STRANGER, names, says

MISSED = replace(BO, parcels=(DELIVERED,))


@pytest.mark.parametrize("line", lines("found"))
def test_who_has_it_after_all_is_thanked_and_no_trouble_is_opened_again(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert meaning.verb is Verb.FOUND, meaning.why
    for owner in (MISSED.owner, QUEUE):
        answer = says(text, replace(MISSED, owner=owner), meaning)
        assert (names(answer), answer.acts) == (["found"], ())
        assert answer.replies[0].facts == {"again": owner == QUEUE}


def test_a_stranger_learns_nothing_by_it() -> None:
    assert says("found it", STRANGER, Verb.FOUND).replies[0].facts == {"again": False}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "i can't find it anywhere"),
        ("en", "looked behind the shed, its not there"),
        ("en", "the neighbour doesn't have it"),
        ("es", "no lo encuentro"),
        ("fr", "je ne le trouve pas"),
        ("de", "ich finde es nicht"),
        ("de", "hab überall gesucht, nichts"),
        ("pt", "não encontro a encomenda"),
        ("it", "non lo trovo"),
        ("nl", "ik kan het niet vinden"),
        ("pl", "nie mogę jej znaleźć"),
        ("tr", "bulamadım"),
        ("ar", "ما لقيته"),
    ],
)
def test_who_still_looks_for_it_has_not_found_it(language: str, text: str) -> None:
    assert understand(text, language, NOW, NEW_YORK, ()).verb is not Verb.FOUND


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it", "nl", "pl", "tr", "ar"])
def test_every_language_has_its_lines(language: str) -> None:
    assert any(line.startswith(f"{language} | ") for line in lines("found"))
