"""What customers write about time, in every language: phrases/<language>.txt, read on a Thursday morning in Madrid."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.dates import languages, parse
from tests.understanding.dates.described import described

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
FOLDER = Path(__file__).parent / "phrases"
PHRASES = [
    pytest.param(path.stem, *line.split("  =>  "), id=f"{path.stem}: {line}")
    for path in sorted(FOLDER.glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "text", "meant"), PHRASES)
def test_a_phrase_means(language: str, text: str, meant: str) -> None:
    assert described(parse(text, language=language, now=NOW, zone=MADRID)) == meant


def test_every_language_has_phrases() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(languages())


@pytest.mark.parametrize("language", languages())
def test_what_says_nothing_about_time_is_nothing(language: str) -> None:
    assert parse("!?", language=language, now=NOW, zone=MADRID) == ()
    assert parse("", language=language, now=NOW, zone=MADRID) == ()


def test_a_language_we_do_not_read_is_read_as_english() -> None:
    assert described(parse("tomorrow", language="xx", now=NOW, zone=MADRID)) == "2026-11-20"


def test_a_region_of_a_language_is_that_language() -> None:
    assert described(parse("amanhã", language="pt-BR", now=NOW, zone=MADRID)) == "2026-11-20"


def test_digits_of_other_scripts_are_digits() -> None:
    assert described(parse("after ٥ on १२ december", language="en", now=NOW, zone=MADRID)) == "2026-12-12 17:00-"
