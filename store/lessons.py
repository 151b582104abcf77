"""Lessons: what staff taught each source."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from store.tables import LessonRow
from store.writing import insert_into, table_of

_T = table_of(LessonRow)


def by_source(tx: Connection) -> dict[int, list[Any]]:
    """All lessons, by the source they were taught."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in tx.execute(select(_T)):
        found[row.source_id].append(row)
    return found


def of(tx: Connection, source_id: int) -> Sequence[Any]:
    """One source's lessons."""
    return tx.execute(select(_T).where(_T.c.source_id == source_id).order_by(_T.c.part, _T.c.word)).all()


def save(
    tx: Connection, source_id: int, part: str, word: str, *, taught_by: str, taught_at: datetime, **meaning: str | None
) -> None:
    """Teaches a word, or teaches it anew; `meaning` is milestone, detail and reason."""
    changes = {**meaning, "taught_by": taught_by, "taught_at": taught_at}
    statement = insert_into(tx, _T).values(source_id=source_id, part=part, word=word, **changes)
    tx.execute(statement.on_conflict_do_update(index_elements=["source_id", "part", "word"], set_=changes))
