"""The database's trouble in words: what an operator must do about it, and whether waiting can help."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

FULL = "the database's disk is full: make room on it; nothing is accepted until then, and nothing accepted is lost"
AWAY = "the database does not answer: check its server and DOORSTEP_DATABASE_URL; work goes on by itself once it does"
READ_ONLY = "the database can only be read: check the permissions of its file, or whether this server is a standby"
BUSY = "the database's file is locked by another program: nothing but Doorstep may write to it for long"

_FULL_STATES = frozenset({"53100"})
_READ_ONLY_STATES = frozenset({"25006"})
_AWAY_STATES = ("08", "57P", "53300")
"""Connection exceptions, operator intervention, too many connections (PostgreSQL, appendix A: error codes)."""


class Away(Exception):
    """The database took nothing, for a reason that is none of the step's: it may be tried again later as it is."""


def trouble(problem: BaseException) -> str | None:
    """What is wrong with the database; None where the problem is the step's own."""
    if not isinstance(problem, DBAPIError):
        return None
    if isinstance(problem.orig, sqlite3.Error):
        return _of_sqlite(problem.orig)
    state = getattr(problem.orig, "sqlstate", None) or ""
    if state in _FULL_STATES:
        return FULL
    if state in _READ_ONLY_STATES:
        return READ_ONLY
    never_answered = not state and isinstance(problem, OperationalError)
    is_away = problem.connection_invalidated or never_answered or state.startswith(_AWAY_STATES)
    return AWAY if is_away else None


def _of_sqlite(problem: sqlite3.Error) -> str | None:
    match getattr(problem, "sqlite_errorname", "").split("_")[:2]:
        case ["SQLITE", "FULL"]:
            return FULL
        case ["SQLITE", "READONLY"]:
            return READ_ONLY
        case ["SQLITE", "BUSY" | "LOCKED"]:
            return BUSY
        case ["SQLITE", "IOERR" | "CANTOPEN"]:
            return AWAY
        case _:
            return None
