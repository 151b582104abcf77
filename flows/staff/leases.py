"""Leases: a conversation whose person has done nothing in it for too long is handed back, with a mark in the thread."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from domain.talk.situation import QUEUE
from flows.audit import Refused
from flows.messages.voice import Voice
from flows.staff.absence import tell_when
from flows.staff.talk import Owned, end_lease
from store import console_talk, presence
from store.database import Database, Turn

AT_ONCE = 50


async def end_all(
    database: Database, voice: Voice, clock: Callable[[], datetime], planned: Callable[[datetime | None], None]
) -> int:
    """Each in a transaction of its own; returns how many were handed back."""
    now = clock()
    ended = 0
    for conversation_id in await database.read(console_talk.leases_over, now, AT_ONCE):
        result = await database.write(_end, conversation_id, voice, now, turn=Turn.WORK)
        if isinstance(result, Owned):
            ended += 1
            planned(result.due_at)
    await database.write(presence.sweep, now, turn=Turn.WORK)
    return ended


def _end(tx: Connection, conversation_id: int, voice: Voice, now: datetime) -> Owned | Refused:
    owned = end_lease(tx, conversation_id, now)
    if isinstance(owned, Owned) and owned.owner == QUEUE:
        tell_when(tx, conversation_id, voice, now)
    return owned
