"""Whoever checks words."""

import pytest

from bot.words import Words
from bot.wordsmith import Wordsmith


@pytest.fixture(scope="session")
def smith() -> Wordsmith:
    return Wordsmith(Words())
