"""The house, on each database, and on SQLite alone for what no engine can change."""

from collections.abc import Iterator

import pytest

from bot.words import Words
from bot.wordsmith import Wordsmith
from tests.flows.house import House


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    house = House(database_url)
    yield house
    house.close()


@pytest.fixture
def small_house(sqlite_url: str) -> Iterator[House]:
    house = House(sqlite_url)
    yield house
    house.close()


@pytest.fixture(scope="session")
def smith() -> Wordsmith:
    return Wordsmith(Words())
