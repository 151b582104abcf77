"""Shipment rows: storing what the fold over their events says, and finding their companions."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from store.among import among
from store.bulk import Updating
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
_UPDATE = Updating(_T, CONDITION)


def number_of(tx: Connection, shipment_id: int) -> str | None:
    return tx.scalar(select(_T.c.tracking_number).where(_T.c.id == shipment_id))


def update_conditions(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows are `{"b_id": shipment id, …CONDITION}`."""
    _UPDATE.update(tx, [[*(row[name] for name in CONDITION), row["b_id"]] for row in rows])


_IN_ORDERS = select(_T.c.id).where(among(_T.c.order_id, "ids"))


def others_in_orders(tx: Connection, order_ids: Collection[int], known: Collection[int]) -> list[int]:
    """The other shipments of these orders."""
    if not order_ids:
        return []
    return [n for n in tx.scalars(_IN_ORDERS, {"ids": list(order_ids)}) if n not in known]
