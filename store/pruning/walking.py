"""Walking through a table that grows with time, some rows at once, from where the last walk stopped.

No index by time is needed: ids grow with it. A bookmark remembers the place.
"""

from datetime import datetime

from sqlalchemy import Connection, Table, select, text

from store.tables import Bookmark
from store.writing import insert_into, table_of

_BOOKMARK = table_of(Bookmark)
_LOCK = 7306085


def is_alone(tx: Connection) -> bool:
    """One process prunes at a time: says whether it is this one, until the transaction ends."""
    if tx.dialect.name != "postgresql":
        return True
    return bool(tx.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}))


def next_old(
    tx: Connection, table: Table, at: str, before: datetime, limit: int, *, again: bool = True, walk: str | None = None
) -> list[int]:
    """The ids of the next rows whose time `at` is before the given one, oldest first; empty at the end.

    After the end the walk begins anew if `again`: for tables of which some old rows were still needed. Without it, no
    row is shown twice.
    """
    reader = f"prune:{walk or table.name}"
    place = tx.scalar(select(_BOOKMARK.c.position).where(_BOOKMARK.c.reader == reader)) or 0
    rows = tx.execute(select(table.c.id, table.c[at]).where(table.c.id > place).order_by(table.c.id).limit(limit)).all()
    found: list[int] = []
    for row in rows:
        if row[1] >= before:
            break
        found.append(row.id)
    if found or again:
        _mark(tx, reader, found[-1] if found else 0)
    return found


def _mark(tx: Connection, reader: str, position: int) -> None:
    statement = insert_into(tx, _BOOKMARK).values(reader=reader, position=position)
    tx.execute(statement.on_conflict_do_update(index_elements=["reader"], set_={"position": position}))
