"""Messages whose buttons shall come off: noted once, fetched when due, forgotten when done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from store.tables import Message, OldButtons
from store.writing import insert_into, table_of

_T, _MESSAGE = table_of(OldButtons), table_of(Message)


def note(tx: Connection, message_id: int, now: datetime) -> None:
    statement = insert_into(tx, _T).values(message_id=message_id, due_at=now, attempts=0)
    tx.execute(statement.on_conflict_do_nothing())


def due(tx: Connection, channel: str, now: datetime, limit: int) -> Sequence[Any]:
    """(message_id, attempts, address, provider_id) of this channel's messages that have gone and are due."""
    found = (
        select(_T.c.message_id, _T.c.attempts, _MESSAGE.c.address, _MESSAGE.c.provider_id)
        .join(_MESSAGE, _MESSAGE.c.id == _T.c.message_id)
        .where(_T.c.due_at <= now, _MESSAGE.c.channel == channel, _MESSAGE.c.provider_id.is_not(None))
    )
    return tx.execute(found.order_by(_T.c.due_at).limit(limit)).all()


def later(tx: Connection, message_id: int, at: datetime) -> None:
    tx.execute(update(_T).where(_T.c.message_id == message_id).values(due_at=at, attempts=_T.c.attempts + 1))


def done(tx: Connection, message_id: int) -> None:
    tx.execute(delete(_T).where(_T.c.message_id == message_id))
