"""Saved replies: words kept for use again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, case, insert, or_, select, update

from store.tables import Merchant, SavedReply
from store.writing import table_of

_T, _MERCHANT = table_of(SavedReply), table_of(Merchant)


def listed(tx: Connection) -> Sequence[Any]:
    """All in use, by name, with their merchant's."""
    found = select(_T, _MERCHANT.c.title.label("merchant"), _MERCHANT.c.name.label("merchant_name"))
    found = found.outerjoin(_MERCHANT, _MERCHANT.c.id == _T.c.merchant_id)
    return tx.execute(found.where(_T.c.closed_at.is_(None)).order_by(_T.c.name, _T.c.id)).all()


def fitting(tx: Connection, merchant_id: int | None, language: str, limit: int) -> Sequence[Any]:
    """Those for this merchant, in the customer's language first, then those for any."""
    here = or_(_T.c.merchant_id.is_(None), _T.c.merchant_id == merchant_id)
    order = case((_T.c.language == language, 0), (_T.c.language.is_(None), 1), else_=2)
    found = select(_T).where(_T.c.closed_at.is_(None), here).order_by(order, _T.c.name, _T.c.id)
    return tx.execute(found.limit(limit)).all()


def one(tx: Connection, reply_id: int) -> Any:
    return tx.execute(select(_T).where(_T.c.id == reply_id, _T.c.closed_at.is_(None))).first()


def add(tx: Connection, row: dict[str, Any]) -> int:
    return cast("int", tx.execute(insert(_T).values(row).returning(_T.c.id)).scalar_one())


def change(tx: Connection, reply_id: int, changed_at: datetime, row: dict[str, Any]) -> bool:
    """Says whether it was still as it was written then."""
    same = _T.c.id == reply_id, _T.c.closed_at.is_(None), _T.c.changed_at == changed_at
    return tx.execute(update(_T).where(*same).values(**row)).rowcount > 0


def close(tx: Connection, reply_id: int, now: datetime) -> bool:
    statement = update(_T).where(_T.c.id == reply_id, _T.c.closed_at.is_(None)).values(closed_at=now)
    return tx.execute(statement).rowcount > 0
