"""Bringing a database to the version of this code."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

_ROOT = Path(__file__).resolve().parent.parent


def upgrade(connection: Connection) -> None:
    """Runs what is missing, inside the caller's transaction; two processes that start at once take turns."""
    if version(connection) == newest():
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7306084)"))
    ours = config()
    ours.attributes["connection"] = connection
    command.upgrade(ours, "head")


def version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def config() -> Config:
    """How alembic finds our migrations."""
    return Config(str(_ROOT / "alembic.ini"))
