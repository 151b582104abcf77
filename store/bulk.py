"""Inserting many rows at nearly the driver's speed, for the paths on which every webhook goes.

SQLAlchemy compiles once but binds each row anew, which costs as much as the insert itself. Here the text of the
statement and the conversion of each column are prepared once for each engine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.engine import Dialect

MOST_ROWS = 64
"""In one statement. Batches are cut into powers of two, so that there are few texts and all of them stay prepared."""


class Inserting:
    """Inserts into `columns` of a table the rows that violate no unique constraint, and returns `returning` of those.

    Rows must hold every one of the columns: no default is applied. What is returned comes as the driver gives it.
    """

    def __init__(self, table: Table, columns: Sequence[str], returning: Sequence[str] = ()) -> None:
        self._table, self._columns, self._returning = table, tuple(columns), tuple(returning)
        self._converters: dict[str, tuple[Callable[[Any], Any] | None, ...]] = {}
        self._texts: dict[tuple[str, int], str] = {}

    def insert(self, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> list[Row[Any]]:
        converters = self._converters.get(tx.dialect.name) or self._prepared(tx.dialect)
        found: list[Row[Any]] = []
        for some in _chunks(rows):
            values = [
                row[name] if convert is None else convert(row[name])
                for row in some
                for name, convert in zip(self._columns, converters, strict=True)
            ]
            result = tx.exec_driver_sql(self._text(tx.dialect, len(some)), tuple(values))
            if self._returning:
                found += result.all()
        return found

    def _prepared(self, dialect: Dialect) -> tuple[Callable[[Any], Any] | None, ...]:
        types = (self._table.c[name].type for name in self._columns)
        converters = tuple(kind.dialect_impl(dialect).bind_processor(dialect) for kind in types)
        self._converters[dialect.name] = converters
        return converters

    def _text(self, dialect: Dialect, count: int) -> str:
        text = self._texts.get((dialect.name, count))
        if text is None:
            text = self._texts[dialect.name, count] = self._written(dialect, count)
        return text

    def _written(self, dialect: Dialect, count: int) -> str:
        quoted = dialect.identifier_preparer.quote
        mark = "?" if dialect.paramstyle == "qmark" else "%s"
        row = f"({', '.join([mark] * len(self._columns))})"
        returning = f" RETURNING {', '.join(map(quoted, self._returning))}" if self._returning else ""
        return (
            f"INSERT INTO {quoted(self._table.name)} ({', '.join(map(quoted, self._columns))})"  # noqa: S608 - our names
            f" VALUES {', '.join([row] * count)} ON CONFLICT DO NOTHING{returning}"
        )


def _chunks(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    position = 0
    while position < len(rows):
        size = min(MOST_ROWS, 1 << (len(rows) - position).bit_length() - 1)
        yield rows[position : position + size]
        position += size
