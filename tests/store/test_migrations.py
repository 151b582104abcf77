"""Migrations: from nothing, over filled tables, and without drift from the models."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

from store import migrations, searching
from store.database import Database
from store.tables import METADATA, Merchant
from store.writing import table_of

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.close()


def test_an_empty_database_comes_to_the_newest_version(database: Database) -> None:
    with database.transaction() as tx:
        migrations.upgrade(tx)
    with database.transaction() as tx:
        assert migrations.version(tx) == migrations.newest()
        assert set(METADATA.tables) <= set(inspect(tx).get_table_names())


def test_the_newest_version_is_the_end_of_the_line() -> None:
    assert ScriptDirectory.from_config(migrations.config()).get_heads() == [migrations.newest()]


def test_upgrading_again_changes_nothing(database: Database) -> None:
    for _ in range(2):
        with database.transaction() as tx:
            migrations.upgrade(tx)


def test_the_models_and_the_migrations_say_the_same(database: Database) -> None:
    with database.transaction() as tx:
        migrations.upgrade(tx)
    with database.transaction() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": False, "include_object": _is_ours})
        assert compare_metadata(context, METADATA) == []


def test_a_filled_database_keeps_its_rows(database: Database) -> None:
    with database.transaction() as tx:
        _to(tx, "0001")
        row = {"name": "acme", "title": "Acme", "language": "en", "settings": {"gather": 5}, "created_at": NOW}
        tx.execute(table_of(Merchant).insert().values(**row))
    with database.transaction() as tx:
        migrations.upgrade(tx)
    with database.transaction() as tx:
        kept = tx.execute(select(table_of(Merchant))).one()
        assert (kept.name, kept.settings, kept.created_at) == ("acme", {"gather": 5}, NOW)


def test_every_step_can_be_taken_back(database: Database) -> None:
    with database.transaction() as tx:
        migrations.upgrade(tx)
    with database.transaction() as tx:
        config = migrations.config()
        config.attributes["connection"] = tx
        command.downgrade(config, "base")
    with database.transaction() as tx:
        assert set(inspect(tx).get_table_names()) <= {"alembic_version"}


def test_sqlite_writes_durably(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction() as tx:
        assert tx.execute(text("PRAGMA synchronous")).scalar() == 2
        assert tx.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    database.close()


def _to(tx: Connection, version: str) -> None:
    config = migrations.config()
    config.attributes["connection"] = tx
    command.upgrade(config, version)


def _is_ours(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    return not (kind == "table" and name == "alembic_version") and not str(name).startswith(searching.NAMES)
