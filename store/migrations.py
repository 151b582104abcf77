"""Bringing a database to the version of this code."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

log = structlog.get_logger()

_ROOT = Path(__file__).resolve().parent.parent


def upgrade(connection: Connection) -> None:
    """Runs what is missing, inside the caller's transaction; two processes that start at once take turns.

    A database that a newer version has migrated already is left as it is: migrations only add until no process of the
    version before can be running, so this one may go on, and be started again, beside the newer ones.
    """
    if (found := version(connection)) == newest():
        return
    if is_newer(found):
        log.warning("database.newer_than_this_code", database=found, code=newest())
        return
    from alembic import command  # alembic costs every start half a second and ten megabytes: where it has work to do

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7306084)"))
    ours = config()
    ours.attributes["connection"] = connection
    command.upgrade(ours, "head")


def version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_newer(found: str | None) -> bool:
    """Whether this code does not know it: then it comes from a version after this one."""
    return found is not None and found not in _known()


@cache
def newest() -> str:
    """Migrations are one line of numbered files, and a file's number is its revision."""
    return max(_known())


@cache
def _known() -> frozenset[str]:
    return frozenset(file.name.partition("_")[0] for file in (_ROOT / "alembic" / "versions").glob("[0-9]*_*.py"))


def config() -> "Config":
    """How alembic finds our migrations."""
    from alembic.config import Config

    return Config(str(_ROOT / "alembic.ini"))
