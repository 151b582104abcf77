"""The house, on each database."""

from collections.abc import Iterator

import pytest

from tests.flows.house import House


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    house = House(database_url)
    yield house
    house.close()
