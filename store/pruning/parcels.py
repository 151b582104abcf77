"""Parcels of which nothing was heard for long: with all that belongs to them, and their order when it was the last."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, or_, select

from store.among import among
from store.pruning.deliveries import drop_unused
from store.pruning.walking import next_old
from store.tables import (
    AnnouncementParcel,
    Case,
    ChangeRequest,
    DeepLink,
    EventRow,
    Notice,
    Order,
    OverrideRow,
    PollRow,
    PromiseRow,
    Rating,
    Shipment,
)
from store.writing import table_of

_SHIPMENT, _ORDER, _EVENT, _NOTICE = (table_of(t) for t in (Shipment, Order, EventRow, Notice))
_CASE, _REQUEST, _LINK = (table_of(t) for t in (Case, ChangeRequest, DeepLink))
_OTHER = _SHIPMENT.alias("other")
BELONGINGS = tuple(
    table_of(t) for t in (Notice, PromiseRow, OverrideRow, PollRow, Rating, ChangeRequest, AnnouncementParcel)
)
"""What has a `shipment_id` and goes with the shipment; verdicts go with their promises."""

OPEN_REQUESTS = ("held", "requested", "sent")


def prune_parcels(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Returns (shipments looked at, shipments deleted)."""
    found = next_old(tx, _SHIPMENT, "announced_at", before, limit)
    if not found:
        return 0, 0
    rows = tx.execute(_free(before, now), {"ids": found}).all()
    if rows:
        ids = {"ids": [row.id for row in rows]}
        _delete_events(tx, ids)
        for table in BELONGINGS:
            tx.execute(delete(table).where(among(table.c.shipment_id, "ids")), ids)
        tx.execute(delete(_SHIPMENT).where(among(_SHIPMENT.c.id, "ids")), ids)
        _delete_orders(tx, {row.order_id for row in rows})
    return len(found), len(rows)


def _free(before: datetime, now: datetime) -> Any:
    """Those of which nothing is open, and nothing was heard since. Locked, as whoever decides about a shipment does."""
    last_news = func.coalesce(_SHIPMENT.c.last_scan_at, _SHIPMENT.c.announced_at)
    is_open = or_(
        exists().where(_CASE.c.shipment_id == _SHIPMENT.c.id, _CASE.c.closed_at.is_(None)),
        exists().where(_REQUEST.c.shipment_id == _SHIPMENT.c.id, _REQUEST.c.state.in_(OPEN_REQUESTS)),
        exists().where(
            _NOTICE.c.shipment_id == _SHIPMENT.c.id, _NOTICE.c.decided_at.is_(None), _NOTICE.c.expires_at > now
        ),
        exists().where(_ORDER.c.id == _SHIPMENT.c.order_id, _ORDER.c.updated_at >= before),
    )
    return (
        select(_SHIPMENT.c.id, _SHIPMENT.c.order_id)
        .where(among(_SHIPMENT.c.id, "ids"), last_news < before, ~is_open)
        .order_by(_SHIPMENT.c.id)
        .with_for_update()
    )


def _delete_events(tx: Connection, ids: dict[str, list[int]]) -> None:
    """Those of the shipments' numbers, unless another shipment of the shop has the same number and stays."""
    same = and_(
        _EVENT.c.merchant_id == _SHIPMENT.c.merchant_id, _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number
    )
    stays = exists().where(
        _OTHER.c.merchant_id == _SHIPMENT.c.merchant_id,
        _OTHER.c.tracking_number == _SHIPMENT.c.tracking_number,
        ~among(_OTHER.c.id, "ids"),
    )
    mine = select(_EVENT.c.id, _EVENT.c.delivery_id).join(_SHIPMENT, same).where(among(_SHIPMENT.c.id, "ids"), ~stays)
    events = tx.execute(mine, ids).all()
    if events:
        tx.execute(delete(_EVENT).where(among(_EVENT.c.id, "events")), {"events": [row.id for row in events]})
        drop_unused(tx, {row.delivery_id for row in events})


def _delete_orders(tx: Connection, order_ids: set[int]) -> None:
    empty = select(_ORDER.c.id).where(among(_ORDER.c.id, "ids"), ~exists().where(_SHIPMENT.c.order_id == _ORDER.c.id))
    ids = {"ids": list(tx.scalars(empty, {"ids": list(order_ids)}))}
    if ids["ids"]:
        tx.execute(delete(_LINK).where(among(_LINK.c.order_id, "ids")), ids)
        tx.execute(delete(_ORDER).where(among(_ORDER.c.id, "ids")), ids)
