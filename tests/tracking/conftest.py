"""A page to visit, on each database, and on SQLite alone for what no engine can change."""

from collections.abc import Iterator

import pytest

from tests.flows.house import House
from tests.tracking.visit import Visit


@pytest.fixture
def visit(sqlite_url: str) -> Iterator[Visit]:
    house = House(sqlite_url)
    yield Visit(house)
    house.close()


@pytest.fixture
def visit_on_each(database_url: str) -> Iterator[Visit]:
    house = House(database_url)
    yield Visit(house)
    house.close()
