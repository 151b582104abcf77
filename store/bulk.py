"""Writing many rows at nearly the driver's speed, for the paths on which every webhook goes.

SQLAlchemy compiles once but binds each row anew, which costs as much as the writing itself. Here the text of the
statement and the conversion of each column are prepared once for each engine. Rows hold a value for every column,
in the order of the columns: no default is applied. PostgreSQL takes all rows as one parameter (`store.rowset`), but for
tables with bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.engine import Dialect

from store.prepared import run_text
from store.rowset import RowSet

Values = Sequence[Any]

MOST_ROWS = 64
"""In one INSERT. Batches are cut into powers of two, so that there are few texts and all of them stay prepared."""


class Inserting:
    """Inserts rows of `columns` into a table, but for those that violate a unique constraint.

    `returning` names what is returned of the rows that are new, as the driver gives it; the table then has an `id`.
    """

    def __init__(self, table: Table, columns: Sequence[str], returning: Sequence[str] = ()) -> None:
        self._table, self._columns, self._returning = table, tuple(columns), tuple(returning)
        self._convert = _Conversion(table, columns)
        self._set = RowSet(table, columns)
        self._texts: dict[tuple[str, int], str] = {}

    def insert(self, tx: Connection, rows: Sequence[Values]) -> Sequence[Sequence[Any]]:
        if not rows:
            return []
        if tx.dialect.name == "sqlite":
            return self._insert_alone(tx, rows)
        if self._set.fits(tx.dialect):
            result = run_text(tx, self._set_text(tx.dialect), (self._set.document(rows),))
            return list(result.fetchall()) if self._returning else []
        return self._insert_chunks(tx, rows)

    def _insert_alone(self, tx: Connection, rows: Sequence[Values]) -> Sequence[Sequence[Any]]:
        """SQLite's driver lets go of the interpreter at each row it returns, and must wait to have it back. There is no
        other writer: what is new has the ids after the last one, and is asked for as one text.
        """
        if not self._returning:
            self._insert_chunks(tx, rows)
            return []
        name = tx.dialect.identifier_preparer.quote(self._table.name)
        values = ", ".join(map(tx.dialect.identifier_preparer.quote, self._returning))
        [(last,)] = run_text(tx, f"SELECT coalesce(max(id), 0) FROM {name}", ()).fetchall()  # noqa: S608 - our names
        self._insert_chunks(tx, rows)
        new = f"SELECT json_group_array(json_array({values})) FROM {name} WHERE id > ?"  # noqa: S608 - our names
        [(document,)] = run_text(tx, new, (last,)).fetchall()
        found: list[list[Any]] = msgspec.json.decode(document)
        return found

    def _insert_chunks(self, tx: Connection, rows: Sequence[Values]) -> list[Sequence[Any]]:
        found: list[Sequence[Any]] = []
        for some in _chunks(rows):
            values = tuple(self._convert.flat(tx.dialect, some))
            result = run_text(tx, self._text(tx.dialect, len(some)), values)
            found += result.fetchall() if self._is_answered(tx.dialect) else ()
        return found

    def _is_answered(self, dialect: Dialect) -> bool:
        return bool(self._returning) and dialect.name != "sqlite"

    def _text(self, dialect: Dialect, count: int) -> str:
        text = self._texts.get((dialect.name, count))
        if text is None:
            text = self._texts[dialect.name, count] = self._written(dialect, count)
        return text

    def _set_text(self, dialect: Dialect) -> str:
        text = self._texts.get((dialect.name, 0))
        if text is None:
            quoted = dialect.identifier_preparer.quote
            returning = f" RETURNING {', '.join(map(quoted, self._returning))}" if self._returning else ""
            text = self._texts[dialect.name, 0] = (
                f"INSERT INTO {quoted(self._table.name)} ({', '.join(map(quoted, self._columns))})"  # noqa: S608 - our names
                f" SELECT {self._set.columns()} FROM {self._set.records(dialect)} ON CONFLICT DO NOTHING{returning}"
            )
        return text

    def _written(self, dialect: Dialect, count: int) -> str:
        quoted = dialect.identifier_preparer.quote
        row = f"({', '.join([_mark(dialect)] * len(self._columns))})"
        returning = f" RETURNING {', '.join(map(quoted, self._returning))}" if self._is_answered(dialect) else ""
        return (
            f"INSERT INTO {quoted(self._table.name)} ({', '.join(map(quoted, self._columns))})"  # noqa: S608 - our names
            f" VALUES {', '.join([row] * count)} ON CONFLICT DO NOTHING{returning}"
        )


class Updating:
    """Updates `columns` of the rows of a table that are named by their id, which comes last in the values.

    `only` is one more condition, in SQL.
    """

    def __init__(self, table: Table, columns: Sequence[str], only: str = "") -> None:
        self._table, self._columns, self._only = table, tuple(columns), f" AND {only}" if only else ""
        self._convert = _Conversion(table, (*columns, "id"))
        self._set = RowSet(table, (*columns, "id"))

    def update(self, tx: Connection, rows: Sequence[Values]) -> None:
        if rows and self._set.fits(tx.dialect):
            run_text(tx, self._set_text(tx.dialect), (self._set.document(rows),))
        elif rows:
            one_each = [tuple(self._convert.flat(tx.dialect, (row,))) for row in rows]
            tx.exec_driver_sql(self._text(tx.dialect), one_each)

    def _text(self, dialect: Dialect) -> str:
        quoted, mark = dialect.identifier_preparer.quote, _mark(dialect)
        columns = ", ".join(f"{quoted(name)} = {mark}" for name in self._columns)
        return f"UPDATE {quoted(self._table.name)} SET {columns} WHERE id = {mark}{self._only}"  # noqa: S608 - our names

    def _set_text(self, dialect: Dialect) -> str:
        quoted, marks = dialect.identifier_preparer.quote, self._set.marks
        columns = ", ".join(f"{quoted(name)} = n.{mark}" for name, mark in zip(self._columns, marks, strict=False))
        which = f"FROM {self._set.records(dialect)} WHERE id = n.{marks[-1]}{self._only}"
        return f"UPDATE {quoted(self._table.name)} SET {columns} {which}"  # noqa: S608 - our names


class _Conversion:
    """Values as the driver takes them: instants and documents have another form on each engine."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self._types = [table.c[name].type for name in columns]
        self._prepared: dict[str, list[tuple[int, Callable[[Any], Any]]]] = {}

    def flat(self, dialect: Dialect, rows: Sequence[Values]) -> list[Any]:
        """All rows, one after the other. Nothing is nothing on each engine."""
        converters = self._prepared.get(dialect.name) or self._prepare(dialect)
        values: list[Any] = []
        for row in rows:
            start = len(values)
            values += row
            for position, convert in converters:
                if (value := row[position]) is not None:
                    values[start + position] = convert(value)
        return values

    def _prepare(self, dialect: Dialect) -> list[tuple[int, Callable[[Any], Any]]]:
        converters: list[tuple[int, Callable[[Any], Any]]] = []
        for position, kind in enumerate(self._types):
            convert = kind.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                converters.append((position, convert))
        self._prepared[dialect.name] = converters
        return converters


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"


def _chunks(rows: Sequence[Values]) -> Iterator[Sequence[Values]]:
    position = 0
    while position < len(rows):
        size = min(MOST_ROWS, 1 << (len(rows) - position).bit_length() - 1)
        yield rows[position : position + size]
        position += size
