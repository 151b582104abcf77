"""Set-based writing that reads the same on both engines."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from store.prepared import Prepared


def table_of(model: type) -> Table:
    """The Core table behind a SQLModel class."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel sets it on every table class
    return table


def insert_into(connection: Connection, table: Table) -> Any:
    """The dialect's INSERT, which knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *returning: str
) -> Sequence[Row[Any]]:
    """Inserts the rows that violate no unique constraint; returns the named columns of those that are new."""
    if not rows:
        return []
    statement, prepared = _if_new(connection.dialect.name, table, returning)
    if len(rows) > 1:
        result = connection.execute(statement, rows)
        return result.all() if returning else []
    if returning:
        return prepared.rows(connection, rows[0])
    prepared.run(connection, rows[0])
    return []


@cache
def _if_new(dialect: str, table: Table, returning: tuple[str, ...]) -> tuple[Insert, Prepared]:
    """Built once: making a statement costs more than running it."""
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    statement = insert.on_conflict_do_nothing()
    if returning:
        statement = statement.returning(*(table.c[name] for name in returning))  # type: ignore[assignment]
    return statement, Prepared(statement)
