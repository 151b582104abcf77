"""Many rows as one parameter: a JSON text that PostgreSQL reads as a set of records.

The statement is the same text for one row and for a thousand, so the driver splits it and the server plans it once; a
row with a parameter for each value cost the driver more than the rows cost the server.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import LargeBinary, Table
from sqlalchemy.engine import Dialect


class RowSet:
    """Rows of these columns, in their order. Columns with bytes cannot be written so."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self._types = [table.c[name].type for name in columns]
        self.marks = tuple(f"c{n}" for n in range(len(columns)))
        self._plain = not any(isinstance(kind, LargeBinary) for kind in self._types)

    def fits(self, dialect: Dialect) -> bool:
        return self._plain and dialect.name == "postgresql"

    def document(self, rows: Sequence[Sequence[Any]]) -> str:
        """The one parameter."""
        return msgspec.json.encode([dict(zip(self.marks, row, strict=True)) for row in rows]).decode()

    def columns(self) -> str:
        return ", ".join(f"n.{mark}" for mark in self.marks)

    def records(self, dialect: Dialect) -> str:
        """What stands in FROM: the parameter as a table `n`."""
        kinds = (
            f"{mark} {kind.dialect_impl(dialect).compile(dialect)}"
            for mark, kind in zip(self.marks, self._types, strict=True)
        )
        return f"json_to_recordset(CAST(%s AS json)) AS n ({', '.join(kinds)})"
