"""Leases: a conversation whose person has done nothing in it for too long is handed back, with a mark in the thread."""

from collections.abc import Callable
from datetime import datetime

from flows.staff_talk import Owned, end_lease
from store import console_talk, presence
from store.database import Database

AT_ONCE = 50


async def end_all(database: Database, clock: Callable[[], datetime], planned: Callable[[datetime | None], None]) -> int:
    """Each in a transaction of its own; returns how many were handed back."""
    now = clock()
    ended = 0
    for conversation_id in await database.read(console_talk.leases_over, now, AT_ONCE):
        result = await database.write(end_lease, conversation_id, now)
        if isinstance(result, Owned):
            ended += 1
            planned(result.due_at)
    await database.write(presence.sweep, now)
    return ended
