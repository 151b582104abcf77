"""Staff: who may open the console, and the browsers they are signed in with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, delete, func, insert, select

from store.tables import Staff, StaffSession
from store.writing import insert_new, table_of

_T, _SESSION = table_of(Staff), table_of(StaffSession)


def add(tx: Connection, name: str, password_hash: str, role: str, now: datetime) -> int | None:
    """The new member's id; None when the name is taken."""
    row = {"name": name, "password_hash": password_hash, "role": role, "created_at": now}
    new = insert_new(tx, _T, [row], "id")
    return cast("int", new[0].id) if new else None


def like(tx: Connection, name: str) -> bool:
    """Whether somebody has this name, or one that differs by its capitals only."""
    return tx.scalar(select(_T.c.id).where(func.lower(_T.c.name) == name.lower())) is not None


def account(tx: Connection, name: str) -> Any:
    """(id, name, role, password_hash) of a member who may sign in, or None."""
    return tx.execute(select(_T).where(_T.c.name == name, _T.c.closed_at.is_(None))).first()


def accounts(tx: Connection) -> Sequence[Any]:
    return tx.execute(select(_T).order_by(_T.c.name)).all()


def add_session(tx: Connection, token_hash: str, staff_id: int, now: datetime, expires_at: datetime) -> None:
    """Signs in; sessions that are over are swept away with it."""
    tx.execute(delete(_SESSION).where(_SESSION.c.expires_at <= now))
    row = {"token_hash": token_hash, "staff_id": staff_id, "created_at": now, "expires_at": expires_at}
    tx.execute(insert(_SESSION).values(row))


def session(tx: Connection, token_hash: str, now: datetime) -> Any:
    """(id, name, role) of whoever is signed in with this token, or None."""
    statement = (
        select(_T.c.id, _T.c.name, _T.c.role)
        .join(_SESSION, _SESSION.c.staff_id == _T.c.id)
        .where(_SESSION.c.token_hash == token_hash, _SESSION.c.expires_at > now, _T.c.closed_at.is_(None))
    )
    return tx.execute(statement).first()


def end_session(tx: Connection, token_hash: str) -> None:
    tx.execute(delete(_SESSION).where(_SESSION.c.token_hash == token_hash))
