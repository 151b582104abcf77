"""Statements are compiled once for all databases of a run: each test has its own, and they differ in nothing else."""

from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from store import engines

_COMPILED: LRUCache[Any, Any] = LRUCache(5_000)


def _create_engine(*args: Any, **options: Any) -> Any:
    return create_engine(*args, **options, execution_options={"compiled_cache": _COMPILED})


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Any:
    """What is compiled is kept under its dialect, and those of two engines of one kind are equal here."""
    with pytest.MonkeyPatch.context() as patch:
        for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
            patch.setattr(dialect, "__eq__", lambda own, other: type(own) is type(other))
            patch.setattr(dialect, "__hash__", lambda own: hash(type(own)))
        patch.setattr(engines, "create_engine", _create_engine)
        yield
