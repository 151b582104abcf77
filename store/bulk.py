"""Inserting many rows at nearly the driver's speed, for the paths on which every webhook goes.

SQLAlchemy compiles once but binds each row anew, which costs as much as the insert itself. Here the text of the
statement and the conversion of each column are prepared once for each engine.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.engine import Dialect

MOST_ROWS = 64
"""In one statement. Batches are cut into powers of two, so that there are few texts and all of them stay prepared."""


class Inserting:
    """Inserts rows of `columns` into a table, but for those that violate a unique constraint.

    Rows hold a value for every column, in their order: no default is applied. `returning` names what is returned of the
    rows that are new, as the driver gives it.
    """

    def __init__(self, table: Table, columns: Sequence[str], returning: Sequence[str] = ()) -> None:
        self._table, self._columns, self._returning = table, tuple(columns), tuple(returning)
        self._converters: dict[str, list[tuple[int, Callable[[Any], Any]]]] = {}
        self._texts: dict[tuple[str, int], str] = {}

    def insert(self, tx: Connection, rows: Sequence[Sequence[Any]]) -> list[Row[Any]]:
        converters = self._converters.get(tx.dialect.name) or self._prepared(tx.dialect)
        found: list[Row[Any]] = []
        for some in _chunks(rows):
            values: list[Any] = []
            for row in some:
                converted = list(row)
                for position, convert in converters:
                    converted[position] = convert(row[position])
                values += converted
            result = tx.exec_driver_sql(self._text(tx.dialect, len(some)), tuple(values))
            if self._returning:
                found += result.all()
        return found

    def _prepared(self, dialect: Dialect) -> list[tuple[int, Callable[[Any], Any]]]:
        """Which positions need another value for this engine, and how it is made."""
        converters: list[tuple[int, Callable[[Any], Any]]] = []
        for position, name in enumerate(self._columns):
            convert = self._table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                converters.append((position, convert))
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


def _chunks(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    position = 0
    while position < len(rows):
        size = min(MOST_ROWS, 1 << (len(rows) - position).bit_length() - 1)
        yield rows[position : position + size]
        position += size
