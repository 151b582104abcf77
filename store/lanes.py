"""Lanes: one row for each channel, locked while its messages are claimed, so that all processes share one pace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from store.prepared import Prepared
from store.tables import LaneRow
from store.writing import insert_into, table_of

_T = table_of(LaneRow)
_IS_THERE = Prepared(select(_T.c.name).where(_T.c.name == bindparam("b_name")))
_LOCKED = Prepared(select(_T).where(_T.c.name == bindparam("b_name")).with_for_update(skip_locked=True))
_LEAVE = Prepared(update(_T).where(_T.c.name == bindparam("b_name")))


@dataclass(frozen=True, slots=True)
class Lane:
    """What a channel's pace left over at `updated_at`, and until when it rests because of what."""

    tokens: float
    updated_at: datetime
    paused_until: datetime | None
    why: str | None


def lock(tx: Connection, name: str, full: float, now: datetime) -> Lane | None:
    """The lane, for this transaction alone; a new one is `full`. None while another process claims from it: nobody
    waits there for a lock. SQLite has one writer and needs none.
    """
    found = _LOCKED.first(tx, {"b_name": name})
    if found is None and _IS_THERE.first(tx, {"b_name": name}) is None:
        row = {"name": name, "tokens": full, "updated_at": now}
        tx.execute(insert_into(tx, _T).values(row).on_conflict_do_nothing())
        found = _LOCKED.first(tx, {"b_name": name})
    return None if found is None else Lane(found.tokens, found.updated_at, found.paused_until, found.why)


def leave(tx: Connection, name: str, tokens: float, now: datetime) -> None:
    _LEAVE.run(tx, {"b_name": name, "tokens": tokens, "updated_at": now})


def pause(tx: Connection, name: str, until: datetime, why: str, now: datetime) -> None:
    """Every process's lane rests until then; a longer rest stays."""
    row = {"name": name, "tokens": 0.0, "updated_at": now}
    tx.execute(insert_into(tx, _T).values(row).on_conflict_do_nothing())
    shorter = or_(_T.c.paused_until.is_(None), _T.c.paused_until < until)
    tx.execute(update(_T).where(_T.c.name == name, shorter).values(paused_until=until, why=why))


def resting(tx: Connection, now: datetime) -> dict[str, Any]:
    """Why the lanes that rest do, by name."""
    return {row.name: row.why for row in tx.execute(select(_T).where(_T.c.paused_until > now))}
