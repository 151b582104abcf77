"""Presence: who has a conversation open just now, and who writes in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from store.tables import Presence
from store.writing import insert_into, table_of

_T = table_of(Presence)

FRESH = timedelta(seconds=25)
"""A browser that has said nothing for so long has gone: it says something every ten seconds."""


def beat(tx: Connection, conversation_id: int, who: str, doing: str, now: datetime) -> bool:
    """Notes that somebody is there; says whether that is news."""
    before = tx.execute(select(_T).where(_T.c.conversation_id == conversation_id, _T.c.who == who)).first()
    row = {"conversation_id": conversation_id, "who": who, "doing": doing, "at": now}
    statement = insert_into(tx, _T).values(row)
    tx.execute(statement.on_conflict_do_update(index_elements=["conversation_id", "who"], set_=row))
    return before is None or before.doing != doing or before.at < now - FRESH


def leave(tx: Connection, conversation_id: int, who: str) -> None:
    tx.execute(delete(_T).where(_T.c.conversation_id == conversation_id, _T.c.who == who))


def around(tx: Connection, conversation_id: int, now: datetime) -> Sequence[Any]:
    """(who, doing) of those who are there, by name."""
    found = select(_T.c.who, _T.c.doing).where(_T.c.conversation_id == conversation_id, _T.c.at > now - FRESH)
    return tx.execute(found.order_by(_T.c.who)).all()


def is_there(tx: Connection, who: str, now: datetime) -> bool:
    """Whether somebody has any conversation open."""
    found = select(_T.c.who).where(_T.c.who == who, _T.c.at > now - FRESH)
    return tx.execute(found.limit(1)).first() is not None


def sweep(tx: Connection, now: datetime) -> None:
    """Forgets those who have gone."""
    tx.execute(delete(_T).where(_T.c.at < now - 10 * FRESH))
