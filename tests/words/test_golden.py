"""The words themselves, as pages that a reviewer reads: tests/words/golden/<language>.txt."""

import pytest

from bot.words import Words, languages
from tests.words.golden import PAGES, page


@pytest.mark.parametrize("language", languages())
def test_the_words_are_those_that_were_reviewed(language: str) -> None:
    reviewed = (PAGES / f"{language}.txt").read_text("utf-8")
    assert page(Words(), language) == reviewed, "read the change aloud, then run python -m tests.words.golden"


def test_every_reviewed_page_is_of_a_language_that_is_spoken() -> None:
    assert {path.stem for path in PAGES.glob("*.txt")} == set(languages())
