"""Lines at a channel's door: what each merchant has queued for it, and until when its pace is spoken for."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from store.tables import LineRow, Message, Shipment
from store.writing import insert_into, table_of

_T, _MESSAGE, _SHIPMENT = table_of(LineRow), table_of(Message), table_of(Shipment)
# As a literal: only so does the planner know that the small index will do.
_IS_QUEUED = text("message.state = 'queued'")


def queued(tx: Connection, lane: str) -> list[Any]:
    """(merchant_id, priority, messages, units) of the notices that wait in words for this channel."""
    statement = (
        select(
            _SHIPMENT.c.merchant_id,
            _MESSAGE.c.priority,
            func.count().label("messages"),
            func.sum(_MESSAGE.c.units).label("units"),
        )
        .join(_SHIPMENT, _SHIPMENT.c.id == _MESSAGE.c.shipment_id)
        .where(_IS_QUEUED, _MESSAGE.c.channel == lane, _MESSAGE.c.priority > 0)
        .group_by(_SHIPMENT.c.merchant_id, _MESSAGE.c.priority)
    )
    return list(tx.execute(statement))


def merchants(tx: Connection, shipment_ids: Collection[int]) -> dict[int, int]:
    """Whose these shipments are."""
    found = select(_SHIPMENT.c.id, _SHIPMENT.c.merchant_id).where(_SHIPMENT.c.id.in_(shipment_ids))
    return {row.id: row.merchant_id for row in tx.execute(found)}


def standing(tx: Connection, lane: str, now: datetime) -> int:
    """How many merchants have a line there."""
    found = select(func.count(_T.c.merchant_id.distinct())).where(_T.c.lane == lane, _T.c.until_at > now)
    return tx.scalar(found) or 0


def take(tx: Connection, lane: str, merchant_id: int, priority: int, earliest: datetime, span: timedelta) -> datetime:
    """Speaks for the next free `span` of the lane's pace; returns when it begins."""
    mine = (_T.c.lane == lane, _T.c.merchant_id == merchant_id, _T.c.priority == priority)
    row = {"lane": lane, "merchant_id": merchant_id, "priority": priority, "until_at": earliest}
    tx.execute(insert_into(tx, _T).values(row).on_conflict_do_nothing())
    until: datetime = tx.execute(select(_T.c.until_at).where(*mine).with_for_update()).scalar_one()
    begins = max(until, earliest)
    tx.execute(update(_T).where(*mine).values(until_at=begins + span))
    return begins
