"""Marks in a thread: who took it, handed it back, or wrote a note for colleagues. Customers never see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from store.tables import ConversationMark
from store.writing import table_of

_T = table_of(ConversationMark)


def add(tx: Connection, conversation_id: int, kind: str, who: str, text: str, now: datetime) -> None:
    row = {"conversation_id": conversation_id, "kind": kind, "who": who, "text": text, "at": now}
    tx.execute(insert(_T).values(row))


def of(tx: Connection, conversation_id: int, limit: int) -> Sequence[Any]:
    """The newest, in the order they were made."""
    found = select(_T).where(_T.c.conversation_id == conversation_id).order_by(_T.c.id.desc()).limit(limit)
    return list(reversed(tx.execute(found).all()))


def newest_of(conversation_id: Any) -> Any:
    """The newest mark of a conversation, for a statement about conversations."""
    return select(func.max(_T.c.id)).where(_T.c.conversation_id == conversation_id).scalar_subquery()
