"""A street, on each database."""

from collections.abc import Iterator

import pytest

from tests.flows.house import House
from tests.routes.street import Street


@pytest.fixture
def street(database_url: str) -> Iterator[Street]:
    house = House(database_url)
    yield Street(house)
    house.close()
