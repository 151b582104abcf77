"""Fetching many rows at once, for the paths on which every webhook goes.

SQLite's driver lets go of the interpreter at each row and takes it back, which is dear while another thread works; and
every row is wrapped once more. There all rows come as one JSON text instead, which is quicker in any case.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.engine import Dialect, result_tuple

from store.prepared import Prepared
from store.types import Json


class Fetching:
    """The rows of a SELECT, as sequences of its columns' values."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement, self._direct = statement, Prepared(statement)
        columns = statement.subquery().c
        values = (func.json(column) if isinstance(column.type, Json) else column for column in columns)
        self._text = Prepared(select(func.json_group_array(func.json_array(*values))))
        self._converters: list[tuple[int, Callable[[Any], Any]]] | None = None
        self._make: Callable[[Sequence[Any]], Any] | None = None

    def rows(self, tx: Connection, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        if tx.dialect.name != "sqlite":
            return self._direct.rows(tx, parameters)
        rows: list[list[Any]] = msgspec.json.decode(self._text.scalar(tx, parameters))
        if self._converters is None:
            self._converters = list(self._prepared(tx.dialect))
        for row in rows:
            for position, convert in self._converters:
                row[position] = convert(row[position])
        return rows

    def named_rows(self, tx: Connection, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """The same rows with the columns' names, as SQLAlchemy gives them."""
        if tx.dialect.name != "sqlite":
            return self._direct.rows(tx, parameters)
        if self._make is None:
            self._make = result_tuple(self._statement.selected_columns.keys())
        return [self._make(values) for values in self.rows(tx, parameters)]

    def _prepared(self, dialect: Dialect) -> Iterator[tuple[int, Callable[[Any], Any]]]:
        """Which positions hold another value than ours, and how ours is made from it."""
        for position, column in enumerate(self._statement.selected_columns):
            convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if convert is not None and not isinstance(column.type, Json):
                yield position, convert
