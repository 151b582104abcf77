"""`among(column, "ids")`: a column's value is one of many, given as a single parameter.

SQLAlchemy's own `in_` writes one parameter for each value: another text of SQL for every number of them, compiled, sent
and prepared again. This one is the same text for one value and for a thousand, so that statements can be constants.
"""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from store.types import to_json


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """True where the column holds one of the values in the parameter `name`: a list of the column's type."""
    return _Among(column, bindparam(name, type_=_Many(column.type)))


class _Many(TypeDecorator[list[Any]]):
    """A list: an array on PostgreSQL, a JSON text on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self.of) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else to_json(value)


class _Among(FunctionElement[bool]):
    # Of no type: SQLAlchemy would compare a boolean with 1 on SQLite, and SQLite would not use the column's index.
    inherit_cache = True


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: Any, **options: Any) -> str:
    column, many = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({many}))"  # noqa: S608 - both are compiled SQL


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: Any, **options: Any) -> str:
    column, many = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({many})"
