"""The door, on either engine, and on SQLite alone for what no engine can change."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from store.migrations import upgrade
from tests.api.door import Door


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.transaction() as tx:
        upgrade(tx)
    yield database
    database.close()


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows, made once."""
    path = tmp_path_factory.mktemp("migrated") / "doorstep.db"
    database = Database(f"sqlite:///{path}")
    with database.transaction() as tx:
        upgrade(tx)
    database.close()
    return path


@pytest.fixture
def migrated_database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{shutil.copy(migrated, tmp_path)}")
    yield database
    database.close()


@pytest.fixture
def small_door(migrated_database: Database) -> Door:
    return Door(migrated_database)
