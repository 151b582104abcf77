"""Old and new version side by side: every migration only adds, so the version before goes on writing what it knows."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from store import migrations
from store.database import Database

Columns = dict[tuple[str, str], Any]
STEPS = [
    (one.down_revision, one.revision)
    for one in ScriptDirectory.from_config(migrations.config()).walk_revisions()
    if one.down_revision
]


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.close()


def test_every_migration_only_adds_what_the_version_before_need_not_know(database: Database) -> None:
    before: Columns = {}
    for _, revision in [(None, "0001"), *reversed(STEPS)]:
        with database.transaction() as tx:
            _to(tx, str(revision))
        with database.transaction() as tx:
            now = _columns(tx)
        assert before.keys() <= now.keys(), f"{revision} takes away {sorted(before.keys() - now.keys())}"
        for name in before:
            assert str(before[name]["type"]) == str(now[name]["type"]), f"{revision} changes {name}"
            assert now[name]["nullable"] or not before[name]["nullable"], f"{revision} demands {name}"
        tables = {table for table, _ in before}
        for table, column in now.keys() - before.keys():
            if table in tables:
                added = now[table, column]
                assert added["nullable"] or added["default"] is not None, f"{revision}: {table}.{column}"
        before = now


def test_a_process_of_the_version_before_starts_beside_a_newer_one(database: Database) -> None:
    with database.transaction() as tx:
        migrations.upgrade(tx)
    with database.transaction() as tx:
        _from_tomorrow(tx)
    with database.transaction() as tx:
        migrations.upgrade(tx)  # no complaint, and no step back
        assert migrations.version(tx) == "9999"
        assert migrations.is_newer("9999")
        assert not migrations.is_newer(migrations.newest())
        assert not migrations.is_newer(None)


def _from_tomorrow(tx: Connection) -> None:
    """What a later version might add."""
    for statement in (
        "ALTER TABLE shipment ADD COLUMN tomorrow VARCHAR",
        "ALTER TABLE delivery ADD COLUMN tomorrow INTEGER NOT NULL DEFAULT 0",
        "CREATE TABLE tomorrow (id INTEGER PRIMARY KEY)",
        "CREATE INDEX ix_tomorrow ON notice (planned_at)",
        "UPDATE alembic_version SET version_num = '9999'",
    ):
        tx.exec_driver_sql(statement)


def _to(tx: Connection, version: str) -> None:
    config = migrations.config()
    config.attributes["connection"] = tx
    command.upgrade(config, version)


def _columns(tx: Connection) -> Columns:
    look = inspect(tx)
    return {
        (table, column["name"]): column
        for table in look.get_table_names()
        if table != "alembic_version"
        for column in look.get_columns(table)
    }
