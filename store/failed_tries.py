"""Tries that failed, or are being looked at: hashes and times, for as long as they count."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from store.tables import FailedTry
from store.writing import table_of

_T = table_of(FailedTry)


def latest(tx: Connection, what: str, since: datetime, most: int) -> list[datetime]:
    """When the latest of them were, the newest first."""
    found = select(_T.c.at).where(_T.c.what == what, _T.c.at > since).order_by(_T.c.at.desc()).limit(most)
    return list(tx.scalars(found))


def add(tx: Connection, what: Sequence[str], now: datetime) -> list[int]:
    rows = [{"what": one, "at": now} for one in what]
    return list(tx.scalars(insert(_T).returning(_T.c.id), rows))


def remove(tx: Connection, ids: Collection[int]) -> None:
    tx.execute(delete(_T).where(_T.c.id.in_(ids)))


def forget(tx: Connection, what: str) -> None:
    tx.execute(delete(_T).where(_T.c.what == what))


def prune(tx: Connection, before: datetime) -> None:
    tx.execute(delete(_T).where(_T.c.at <= before))
