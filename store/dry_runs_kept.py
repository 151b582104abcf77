"""Dry runs of the page: asked for, moved on, and kept with what they found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, delete, insert, select, update

from store.scope import mine
from store.tables import DryRun
from store.writing import table_of

_T = table_of(DryRun)

KEPT = 20
"""So many of a merchant's are kept, the newest."""


def add(tx: Connection, merchant_id: int, who: str, given: Mapping[str, str], now: datetime) -> int:
    """Keeps what is asked for; the oldest of the merchant make room."""
    values = {"merchant_id": merchant_id, "who": who, "given": dict(given), "asked_at": now, "moved_at": now}
    row_id = cast("int", tx.execute(insert(_T).values(**values, done=0, total=0).returning(_T.c.id)).scalar_one())
    newest = select(_T.c.id).where(_T.c.merchant_id == merchant_id).order_by(_T.c.id.desc()).limit(KEPT)
    tx.execute(delete(_T).where(_T.c.merchant_id == merchant_id, _T.c.id.not_in(newest)))
    return row_id


def move(tx: Connection, row_id: int, now: datetime, **values: Any) -> None:
    tx.execute(update(_T).where(_T.c.id == row_id).values(moved_at=now, **values))


def one(tx: Connection, row_id: int) -> Any:
    return tx.execute(select(_T).where(_T.c.id == row_id)).first()


def newest(tx: Connection, limit: int) -> Sequence[Any]:
    """Without what they found."""
    columns = [column for column in _T.c if column.name != "report"] + [_T.c.report.is_not(None).label("ended")]
    found = mine(tx, select(*columns), _T.c.merchant_id).order_by(_T.c.id.desc())
    return tx.execute(found.limit(limit)).all()


def forget_merchants_of(tx: Connection, merchant_ids: Sequence[int]) -> None:
    """What was found may quote any of their customers."""
    tx.execute(delete(_T).where(_T.c.merchant_id.in_(merchant_ids)))


def forget(tx: Connection, before: datetime) -> int:
    return tx.execute(delete(_T).where(_T.c.moved_at < before)).rowcount
