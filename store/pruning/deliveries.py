"""Raw webhooks: their bodies go first; the rows when no event refers to them any more."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from store.among import among
from store.pruning.walking import next_old
from store.tables import Case, Delivery, EventRow, Shipment
from store.writing import table_of

_DELIVERY, _EVENT, _CASE, _SHIPMENT = (table_of(t) for t in (Delivery, EventRow, Case, Shipment))

_OPEN = _CASE.alias("open_case")
_UNDER_CASE = exists().where(_OPEN.c.delivery_id == _DELIVERY.c.id, _OPEN.c.closed_at.is_(None))
_HAS_EVENTS = exists().where(_EVENT.c.delivery_id == _DELIVERY.c.id)
_MAY_GO = (among(_DELIVERY.c.id, "ids"), _DELIVERY.c.state != "kept", ~_UNDER_CASE)
_EMPTY = update(_DELIVERY).where(*_MAY_GO, _HAS_EVENTS).values(body=b"", headers={})
_OF_NOTHING = delete(_DELIVERY).where(*_MAY_GO, ~_HAS_EVENTS)
_AFTER_CASE = (
    select(_DELIVERY.c.id)
    .join(_CASE, _CASE.c.delivery_id == _DELIVERY.c.id)
    .where(_CASE.c.closed_at.is_not(None), ~_UNDER_CASE, _DELIVERY.c.state != "kept", _DELIVERY.c.body != b"")
)
_STRAY = (
    select(_EVENT.c.id, _EVENT.c.delivery_id)
    .where(among(_EVENT.c.id, "ids"))
    .where(
        ~exists().where(
            _SHIPMENT.c.merchant_id == _EVENT.c.merchant_id, _SHIPMENT.c.tracking_number == _EVENT.c.tracking_number
        )
    )
)


def prune_bodies(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Empties bodies, and deletes deliveries without events. Returns (rows looked at, rows emptied or deleted)."""
    found = next_old(tx, _DELIVERY, "received_at", before, limit, again=False)
    left = [] if found else list(tx.scalars(_AFTER_CASE.where(_DELIVERY.c.received_at < before).limit(limit)))
    done = drop(tx, found or left)
    return len(found), done


def prune_strays(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Deletes events whose order never came."""
    found = next_old(tx, _EVENT, "received_at", before, limit, again=False, walk="stray_event")
    strays = tx.execute(_STRAY, {"ids": found}).all() if found else []
    if strays:
        tx.execute(delete(_EVENT).where(among(_EVENT.c.id, "ids")), {"ids": [row.id for row in strays]})
        drop_unused(tx, {row.delivery_id for row in strays})
    return len(found), len(strays)


def drop(tx: Connection, delivery_ids: Collection[int]) -> int:
    """What is read, and under no open case: emptied where events came of it, deleted where none did."""
    if not delivery_ids:
        return 0
    ids = {"ids": list(delivery_ids)}
    return tx.execute(_OF_NOTHING, ids).rowcount + tx.execute(_EMPTY, ids).rowcount


def drop_unused(tx: Connection, delivery_ids: Collection[int]) -> None:
    """Deletes those of which no event is left."""
    if delivery_ids:
        tx.execute(_OF_NOTHING, {"ids": list(delivery_ids)})
