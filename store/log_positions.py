"""How far the log has been written down, and which process reads which part of it.

The position moves in the transaction that keeps the deliveries: each is written down once, whoever reads. The leases
only spare processes from doing the same work; it is the position that decides.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from store.tables import Heartbeat, LogPosition
from store.writing import insert_into, insert_new, table_of

_T, _PULSE = table_of(LogPosition), table_of(Heartbeat)

READER = "log.reader:"
"""Their pulses: until when each counts as alive."""


class Lost(Exception):
    """Another process has gone on with a part that we thought ours."""


def claim(
    tx: Connection, me: str, log: str, partitions: Collection[int], now: datetime, until: datetime
) -> dict[int, int]:
    """A fair share of the partitions for `me`, until then; returns how far each has been written down.

    A log that was made anew (`log` changed) is read from its beginning.
    """
    insert_new(tx, _T, [{"part": one, "log": log, "sequence": 0} for one in sorted(partitions)])
    rows = tx.execute(select(_T).where(_T.c.part.in_(partitions)).order_by(_T.c.part).with_for_update()).all()
    share = ceil(len(rows) / _readers(tx, me, now, until))
    mine = [row for row in rows if row.holder == me][:share]
    free = [row for row in rows if not _holds(row, now) and row.holder != me]
    mine += free[: share - len(mine)]
    kept = {row.part for row in mine}
    positions = {}
    for row in rows:
        if row.part in kept:
            positions[row.part] = row.sequence if row.log == log else 0
            values = {"holder": me, "held_until": until, "log": log, "sequence": positions[row.part]}
            tx.execute(update(_T).where(_T.c.part == row.part).values(**values))
        elif row.holder == me:
            tx.execute(update(_T).where(_T.c.part == row.part).values(holder=None, held_until=None))
    return positions


def _readers(tx: Connection, me: str, now: datetime, until: datetime) -> int:
    """How many live, this one among them: who holds nothing yet must be seen as well. The dead are struck out."""
    tx.execute(delete(_PULSE).where(_PULSE.c.name.startswith(READER), _PULSE.c.at <= now))
    alive = insert_into(tx, _PULSE).values(name=READER + me, at=until)
    tx.execute(alive.on_conflict_do_update(index_elements=["name"], set_={"at": until}))
    return tx.scalar(select(func.count()).where(_PULSE.c.name.startswith(READER))) or 1


def _holds(row: Any, now: datetime) -> bool:
    return row.holder is not None and row.held_until is not None and bool(row.held_until > now)


def advance(tx: Connection, moves: Mapping[int, tuple[int, int]]) -> None:
    """Each part from one sequence to another; raises Lost where it is not at the first."""
    for part, (before, after) in sorted(moves.items()):
        moved = update(_T).where(_T.c.part == part, _T.c.sequence == before).values(sequence=after)
        if tx.execute(moved).rowcount != 1:
            raise Lost(f"part {part} is not at {before} any more")


def release(tx: Connection, me: str) -> None:
    tx.execute(update(_T).where(_T.c.holder == me).values(holder=None, held_until=None))
    tx.execute(delete(_PULSE).where(_PULSE.c.name == READER + me))
