"""The scene, on either engine."""

from collections.abc import Iterator

import pytest

from store.database import Database
from tests.reschedule.scene import Scene


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)
