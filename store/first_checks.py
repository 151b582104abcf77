"""First checks: how many messages of a kind are still to be held for a person to look at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, insert, select, text, update

from store.scope import mine
from store.tables import FirstCheck, Merchant, OverrideRow
from store.writing import table_of

_T, _OVERRIDE, _MERCHANT = table_of(FirstCheck), table_of(OverrideRow), table_of(Merchant)
_OPEN = text("remaining > 0")


def add(
    tx: Connection, merchant_id: int, kind: str, language: str | None, first: int, who: str, why: str, now: datetime
) -> int:
    row = {"merchant_id": merchant_id, "kind": kind, "language": language, "asked": first, "remaining": first}
    new = tx.execute(insert(_T).values(**row, who=who, why=why, at=now).returning(_T.c.id))
    return cast("int", new.scalar_one())


def open_of(tx: Connection, merchant_ids: Collection[int]) -> Sequence[Any]:
    """Those with messages left to hold, the oldest first. PostgreSQL locks them: each message is counted once."""
    found = select(_T).where(_OPEN, _T.c.merchant_id.in_(merchant_ids)).order_by(_T.c.id)
    return tx.execute(found.with_for_update() if tx.dialect.name == "postgresql" else found).all()


def listed(tx: Connection) -> Sequence[Any]:
    """All that hold something still, with their merchant's name."""
    found = select(_T, _MERCHANT.c.title.label("merchant")).join(_MERCHANT, _MERCHANT.c.id == _T.c.merchant_id)
    return tx.execute(mine(tx, found.where(_OPEN), _T.c.merchant_id).order_by(_T.c.id)).all()


def looked_at(tx: Connection, shipment_ids: Collection[int]) -> set[tuple[int, str]]:
    """(shipment, key) of what a check has held before: once is enough."""
    found = select(_OVERRIDE.c.shipment_id, _OVERRIDE.c.key).where(
        _OVERRIDE.c.shipment_id.in_(shipment_ids), _OVERRIDE.c.origin.startswith("check:")
    )
    return {(row.shipment_id, row.key) for row in tx.execute(found)}


def count_down(tx: Connection, left: Mapping[int, int]) -> None:
    for check_id, remaining in left.items():
        tx.execute(update(_T).where(_T.c.id == check_id).values(remaining=remaining))


def end(tx: Connection, check_id: int) -> Any:
    """The check as it was, or None where it was over."""
    row = tx.execute(select(_T).where(_T.c.id == check_id, _OPEN)).first()
    if row is not None:
        tx.execute(update(_T).where(_T.c.id == check_id).values(remaining=0))
    return row
