"""A test gets an empty database, on either engine, that another test's rows never reach."""

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from tests.rigs.postgres import Postgres


@pytest.mark.parametrize("visit", ["first", "second"])
def test_every_test_finds_its_database_empty(empty_database_url: str, visit: str) -> None:
    engine = create_engine(empty_database_url)

    assert inspect(engine).get_table_names() == []

    _leave_a_row(engine, visit)
    engine.dispose()


def test_a_database_is_dropped_even_while_a_test_is_still_connected(postgres: Postgres) -> None:
    name = postgres.create_database()
    engine = create_engine(postgres.uri.format(name=name))
    with engine.connect():
        postgres.drop_database(name)

        assert not postgres.admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall()
    engine.dispose()


def _leave_a_row(engine: Engine, visit: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE visits (name TEXT PRIMARY KEY)"))
        connection.execute(text("INSERT INTO visits VALUES (:name)"), {"name": visit})
        assert connection.execute(text("SELECT name FROM visits")).scalars().all() == [visit]
