"""Somebody else takes it: who, by name alone. In ten languages."""

from dataclasses import replace

import pytest

from bot.understanding.words import understand
from domain.talk.answer import Action, AskChange, Remember, Verb
from tests.talk.said import lines
from tests.talk.scenes import BO, COMING, NEW_YORK, NOW, after, names, says

ALLOWED = replace(BO, parcels=(replace(COMING, allow=COMING.allow | {"recipient"}),))


@pytest.mark.parametrize("line", lines("recipients"))
def test_a_name_is_who_takes_it(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert says(text, ALLOWED, meaning).acts == (AskChange(1, "recipient", text),), meaning.why


@pytest.mark.parametrize("line", lines("somebody_else"))
def test_somebody_else_is_asked_who_and_then_a_name_alone_will_do(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    asked = says(text, ALLOWED, meaning)
    assert (names(asked), asked.acts) == (["ask_detail"], (Remember(Action(Verb.RECIPIENT, 1)),)), meaning.why
    named = says("Ayşe", after(asked, ALLOWED), understand("Ayşe", language, NOW, NEW_YORK, ()))
    assert named.acts[0] == AskChange(1, "recipient", "Ayşe")


def test_a_name_said_after_it_was_asked_of_the_carrier_goes_there_too() -> None:
    text = "my sister will take it"
    asked = says(text, ALLOWED, understand(text, "en", NOW, NEW_YORK, ()))
    assert asked.acts[0] == AskChange(1, "recipient", text)
    then = after(asked, ALLOWED)
    assert says("Ayşe", then, understand("Ayşe", "en", NOW, NEW_YORK, ())).acts[0] == AskChange(1, "recipient", "Ayşe")
    for other in ("Ayşe?", "where is it"):
        assert not any(
            isinstance(a, AskChange) for a in says(other, then, understand(other, "en", NOW, NEW_YORK, ())).acts
        )


@pytest.mark.parametrize(
    "text",
    [
        *("my name is Tom", "her name is on the doorbell", "what's her name?", "the name is wrong"),
        *("the driver was rude, his name is Bob", "his name is Bob and he shouted at me", "his name is Bob he shouted"),
    ],
)
def test_what_is_said_of_a_name_names_nobody(text: str) -> None:
    assert not any(
        isinstance(a, AskChange) for a in says(text, ALLOWED, understand(text, "en", NOW, NEW_YORK, ())).acts
    )
