"""The service's pulse: when the clock last ticked, and what has waited longest."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from store import unread
from store.tables import Heartbeat, Notice
from store.writing import insert_into, table_of

_HEARTBEAT, _NOTICE = table_of(Heartbeat), table_of(Notice)
TICK = "tick"


@dataclass(frozen=True, slots=True)
class Pulse:
    last_tick_at: datetime | None
    oldest_unread_at: datetime | None
    oldest_due_at: datetime | None


def look(tx: Connection) -> Pulse:
    """Three look-ups over small indexes. `oldest_due_at` may lie ahead: then nothing is due yet."""
    return Pulse(
        tx.scalar(select(_HEARTBEAT.c.at).where(_HEARTBEAT.c.name == TICK)),
        unread.oldest(tx),
        tx.scalar(select(func.min(_NOTICE.c.send_after)).where(_NOTICE.c.state == "planned")),
    )


def beat(tx: Connection, name: str, now: datetime, note: str | None = None) -> None:
    row = {"name": name, "at": now, "note": note}
    statement = insert_into(tx, _HEARTBEAT).values(row)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"at": now, "note": note}))
