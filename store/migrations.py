"""Bringing a database to the version of this code."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay, wait_random

if TYPE_CHECKING:
    from alembic.config import Config

log = structlog.get_logger()

_ROOT = Path(__file__).resolve().parent.parent

LOCK_MILLISECONDS = 500
"""Less than PostgreSQL's `deadlock_timeout` (1 s): where the service and a migration wait for each other the migration
gives way, before the service is asked to. Who comes meanwhile waits behind it no longer than that, for each table.
"""
PATIENCE_SECONDS = 120
BLOCKED = (
    "a table that must change is in use: end the program that left a transaction open"
    " (SELECT pid, application_name, xact_start FROM pg_stat_activity), and start again; nothing was changed"
)
_IN_THE_WAY = frozenset({"55P03", "40P01"})
"""lock_not_available and deadlock_detected (PostgreSQL, appendix A: error codes)."""


class Blocked(Exception):
    """Somebody holds a table for too long."""


def migrate(engine: Engine) -> None:
    """Brings the database to the version of this code; two processes that start at once take turns.

    Raises Blocked where a table it must change is in use for two minutes on end.
    """
    with engine.begin() as connection:
        if not _is_behind(connection):
            return
    patiently(engine, upgrade)


def patiently(engine: Engine, change: Callable[[Connection], None]) -> None:
    """A change of tables beside a service that uses them: one transaction, begun anew as often as it is in the way."""
    try:
        for attempt in _PATIENT:
            with attempt, engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(7306084)"))
                    connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
                change(connection)
    except OperationalError as problem:
        if _is_in_the_way(problem):
            raise Blocked(BLOCKED) from problem
        raise


def upgrade(connection: Connection) -> None:
    """Runs what is missing, inside the caller's transaction.

    A database that a newer version has migrated already is left as it is: migrations only add until no process of the
    version before can be running, so this one may go on, and be started again, beside the newer ones.
    """
    if not _is_behind(connection):
        return
    from alembic import command  # alembic costs every start half a second and ten megabytes: where it has work to do

    ours = config()
    ours.attributes["connection"] = connection
    command.upgrade(ours, "head")


def _is_behind(connection: Connection) -> bool:
    if is_newer(found := version(connection)):
        log.warning("database.newer_than_this_code", database=found, code=newest())
        return False
    return found != newest()


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


def _is_in_the_way(problem: BaseException) -> bool:
    return isinstance(problem, OperationalError) and getattr(problem.orig, "sqlstate", None) in _IN_THE_WAY


def _say(attempt: RetryCallState) -> None:
    log.info("database.migration_gives_way", tries=attempt.attempt_number)


_PATIENT = Retrying(
    retry=retry_if_exception(_is_in_the_way),
    stop=stop_after_delay(PATIENCE_SECONDS),
    wait=wait_random(0.2, 1),
    before_sleep=_say,
    reraise=True,
)
