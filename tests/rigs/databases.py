"""Databases for tests: migrated once in a run and copied for each test, or empty for those that migrate themselves."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database
from store.migrations import upgrade
from tests.rigs.memory import quick_folder
from tests.rigs.postgres import Postgres

BOTH = ["sqlite", "postgresql"]


def _migrate(url: str) -> None:
    database = Database(url)
    with database.transaction() as tx:
        upgrade(tx)
    database.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, closed; copy it."""
    file = tmp_path_factory.mktemp("migrated") / "doorstep.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_template(postgres: Postgres) -> Iterator[str]:
    """The name of a migrated PostgreSQL database that nobody is connected to; use it as a template."""
    name = postgres.create_database()
    _migrate(postgres.uri.format(name=name))
    yield name
    postgres.drop_database(name)


@pytest.fixture
def sqlite_url(migrated_file: Path) -> Iterator[str]:
    """`sqlite:///…` of a migrated file of the test's own."""
    folder = quick_folder(f"doorstep-{uuid.uuid4().hex}")
    folder.mkdir()
    shutil.copyfile(migrated_file, folder / "doorstep.db")
    yield f"sqlite:///{folder / 'doorstep.db'}"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: Postgres, migrated_template: str) -> Iterator[str]:
    """`postgresql://…` of a migrated database that goes when the test ends."""
    name = postgres.create_database(migrated_template)
    yield postgres.uri.format(name=name)
    postgres.drop_database(name)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database as DOORSTEP_DATABASE_URL names it; the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create_database()
    yield postgres.uri.format(name=name)
    postgres.drop_database(name)
