"""Opening an engine for a plain database address; the driver and its settings are ours to choose."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from store.types import from_json, to_json

if TYPE_CHECKING:
    import psycopg

ALIVE: Mapping[str, Any] = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A server's machine that vanishes says nothing: with these a connection finds out within about ten seconds."""


def open_engine(url: str, *, read_only: bool = False) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`; raises ValueError that says what to write instead."""
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise ValueError(f"{url!r} is no database address: use sqlite:///path or postgresql://…") from problem
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed, read_only)
        case "postgresql":
            return _postgresql(parsed)
        case other:
            raise ValueError(f"no database of kind {other!r}: use sqlite:///path or postgresql://…")


PREPARED_MOST = 1_000
"""Statements that stay planned on a connection to PostgreSQL: more than the service has. The driver's hundred are fewer
than one answer and one digest have together, and what is pushed out is planned anew.
"""


def _sqlite(url: URL, read_only: bool) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        json_serializer=to_json,
        json_deserializer=from_json,
        connect_args={"timeout": 30, "check_same_thread": False, "isolation_level": None, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 8000")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -32768")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # The driver would begin late and share the read lock first: a writer must take its lock at once.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        json_serializer=to_json,
        json_deserializer=from_json,
        pool_size=10,
        max_overflow=10,
        pool_use_lifo=True,  # the connection that was used last has the most statements ready
        pool_pre_ping=False,
        connect_args={"options": "-c timezone=UTC", "application_name": "doorstep", "connect_timeout": 5, **ALIVE},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: "psycopg.Connection[Any]", _record: Any) -> None:
        connection.prepared_max = PREPARED_MOST

    return engine
