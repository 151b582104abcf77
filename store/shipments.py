"""Shipment rows: finding them by number, and storing what the fold over their events says."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, tuple_, update

from store.tables import Shipment
from store.writing import table_of

_T = table_of(Shipment)

CONDITION = (
    "milestone",
    "milestone_at",
    "detail",
    "reason",
    "timeliness",
    "action_by",
    "health",
    "last_scan_at",
    "expected_on",
    "expected_from",
    "expected_to",
)
_UPDATE = update(_T).where(_T.c.id == bindparam("b_id")).values({name: bindparam(name) for name in CONDITION})


def update_conditions(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows are `{"b_id": shipment id, …CONDITION}`."""
    if rows:
        tx.execute(_UPDATE, rows)


def ids_of(tx: Connection, numbers: Collection[tuple[int, str]]) -> list[int]:
    """The shipments of these (merchant id, tracking number) pairs; a recycled number has several."""
    if not numbers:
        return []
    return list(tx.scalars(select(_T.c.id).where(tuple_(_T.c.merchant_id, _T.c.tracking_number).in_(list(numbers)))))


def others_in_orders(tx: Connection, order_ids: Collection[int], known: Collection[int]) -> list[int]:
    """The other shipments of these orders."""
    if not order_ids:
        return []
    return [n for n in tx.scalars(select(_T.c.id).where(_T.c.order_id.in_(order_ids))) if n not in known]
