"""The house that most flows are tried in: on each database, and on SQLite alone for what no engine can change."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flows.house import House


@pytest.fixture
def house(database_url: str) -> "Iterator[House]":
    yield from _open(database_url)


@pytest.fixture
def small_house(sqlite_url: str) -> "Iterator[House]":
    yield from _open(sqlite_url)


def _open(url: str) -> "Iterator[House]":
    from tests.flows.house import House

    house = House(url)
    yield house
    house.close()
