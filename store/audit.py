"""The audit log: rows are added and read, never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from store.tables import Audit
from store.writing import table_of

_T = table_of(Audit)


def add(
    tx: Connection,
    *,
    who: str,
    action: str,
    subject: str,
    why: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    at: datetime,
) -> None:
    row = {"who": who, "action": action, "subject": subject, "why": why, "at": at}
    tx.execute(insert(_T).values(**row, before=_plain(before), after=_plain(after)))


def page(tx: Connection, who: str | None, subject: str | None, before: int | None, limit: int) -> Sequence[Any]:
    """Newest first, of one person and about one subject where these are given, from below the id `before` on."""
    found = select(_T).order_by(_T.c.id.desc()).limit(limit)
    if who:
        found = found.where(_T.c.who == who)
    if subject:
        found = found.where(_T.c.subject == subject)
    if before is not None:
        found = found.where(_T.c.id < before)
    return tx.execute(found).all()


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return dict(values) if values is not None else None
