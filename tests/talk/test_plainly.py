"""What a few words say plainly, in ten languages, by words alone."""

from datetime import UTC, datetime

import pytest

from bot.understanding.words import understand
from tests.talk.said import lines

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("line", lines("plainly"))
def test_what_is_said_plainly_is_understood(line: str) -> None:
    language, wanted, text = line.split(" | ", 2)
    verb, _, argument = wanted.partition(": ")
    meaning = understand(text, language, NOW, UTC, ())
    assert meaning.verb.value == verb, meaning.why
    assert argument in ("", meaning.argument)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I'm not only home in the evening"),
        ("de", "bin nur morgen nicht zuhause"),
        ("fr", "je ne suis pas chez moi demain"),
        ("it", "non sono a casa la sera"),
        ("nl", "alleen morgen ben ik niet thuis"),
    ],
)
def test_who_is_away_then_does_not_want_it_then(language: str, text: str) -> None:
    meaning = understand(text, language, NOW, UTC, ())
    assert meaning.why != "is home only then"
