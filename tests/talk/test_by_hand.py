"""Hundreds of messages in ten languages, and what each asks for, by words alone."""

import pytest

from bot.understanding.words import understand
from domain.talk.answer import Verb
from tests.talk.said import lines
from tests.talk.scenes import NEW_YORK, NOW


@pytest.mark.parametrize("line", lines("by_hand"))
def test_a_message_asks_for(line: str) -> None:
    language, asked, text = line.split(" | ", 2)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    name = f"human: {meaning.argument}" if meaning.verb is Verb.HUMAN else meaning.verb.value
    assert name == asked, meaning.why
