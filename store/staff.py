"""Staff: who may open the console, and the browsers they are signed in with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, delete, func, insert, or_, select, update

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


def by_id(tx: Connection, staff_id: int) -> Any:
    return tx.execute(select(_T).where(_T.c.id == staff_id)).first()


def by_email(tx: Connection, email: str) -> Any:
    """The row of a member who may sign in, or None."""
    return tx.execute(select(_T).where(_T.c.email == email.lower(), _T.c.closed_at.is_(None))).first()


def change(tx: Connection, staff_id: int, **values: Any) -> None:
    tx.execute(update(_T).where(_T.c.id == staff_id).values(**values))


def use_step(tx: Connection, staff_id: int, step: int) -> bool:
    """Marks a half-minute's code as used; False where it, or a later one, was used before."""
    fresh = or_(_T.c.totp_step.is_(None), _T.c.totp_step < step)
    return tx.execute(update(_T).where(_T.c.id == staff_id, fresh).values(totp_step=step)).rowcount > 0


def lock_admins(tx: Connection) -> list[int]:
    """The ids of all admins who may sign in; on PostgreSQL nobody changes them until this transaction ends."""
    found = select(_T.c.id).where(_T.c.role == "admin", _T.c.closed_at.is_(None)).order_by(_T.c.id)
    return list(tx.scalars(found.with_for_update()))


def accounts(tx: Connection) -> Sequence[Any]:
    return tx.execute(select(_T).order_by(_T.c.name)).all()


def add_session(
    tx: Connection, token_hash: str, staff_id: int, now: datetime, expires_at: datetime, browser: str | None = None
) -> None:
    """Signs in; sessions that are over are swept away with it."""
    tx.execute(delete(_SESSION).where(_SESSION.c.expires_at <= now))
    row = {"token_hash": token_hash, "staff_id": staff_id, "created_at": now, "expires_at": expires_at}
    row["browser"] = browser
    tx.execute(insert(_SESSION).values(row))


def session(tx: Connection, token_hash: str, now: datetime) -> Any:
    """(id, name, role, merchant_id) of whoever is signed in with this token, or None."""
    statement = (
        select(_T.c.id, _T.c.name, _T.c.role, _T.c.merchant_id)
        .join(_SESSION, _SESSION.c.staff_id == _T.c.id)
        .where(_SESSION.c.token_hash == token_hash, _SESSION.c.expires_at > now, _T.c.closed_at.is_(None))
    )
    return tx.execute(statement).first()


def end_session(tx: Connection, token_hash: str) -> None:
    tx.execute(delete(_SESSION).where(_SESSION.c.token_hash == token_hash))


def sessions(tx: Connection, staff_id: int, now: datetime) -> Sequence[Any]:
    """(token_hash, created_at, expires_at, browser) of the browsers they are signed in with, the newest first."""
    found = select(_SESSION).where(_SESSION.c.staff_id == staff_id, _SESSION.c.expires_at > now)
    return tx.execute(found.order_by(_SESSION.c.created_at.desc())).all()


def count_sessions(tx: Connection, now: datetime) -> dict[int, int]:
    """In how many browsers each member is signed in."""
    found = select(_SESSION.c.staff_id, func.count()).where(_SESSION.c.expires_at > now).group_by(_SESSION.c.staff_id)
    return {row[0]: row[1] for row in tx.execute(found)}


def end_sessions(tx: Connection, staff_id: int, but: str | None = None) -> int:
    """Ends all sessions of a member, but for the one with this token hash; returns how many."""
    ended = delete(_SESSION).where(_SESSION.c.staff_id == staff_id)
    if but is not None:
        ended = ended.where(_SESSION.c.token_hash != but)
    return tx.execute(ended).rowcount
