"""The audit log: rows are added and read, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of whom, about what, which action (all or the beginning of its name), since when and until when."""

    who: str = ""
    subject: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


def page(tx: Connection, wanted: Wanted, before: int | None, limit: int) -> Sequence[Any]:
    """What is wanted, newest first, from below the id `before` on."""
    found = select(_T).order_by(_T.c.id.desc()).limit(limit)
    if wanted.who:
        found = found.where(_T.c.who == wanted.who)
    if wanted.subject:
        found = found.where(_T.c.subject == wanted.subject)
    if wanted.action:
        found = found.where(_T.c.action.startswith(wanted.action, autoescape=True))
    if wanted.since is not None:
        found = found.where(_T.c.at >= wanted.since)
    if wanted.until is not None:
        found = found.where(_T.c.at < wanted.until)
    if before is not None:
        found = found.where(_T.c.id < before)
    return tx.execute(found).all()


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return dict(values) if values is not None else None
