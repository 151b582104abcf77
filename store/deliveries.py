"""Raw deliveries and their events: kept once, read in batches."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, select, update

from domain.events import TrackingEvent
from store.among import among
from store.bulk import Inserting
from store.event_rows import COLUMNS, ROW, to_event
from store.prepared import Prepared
from store.tables import Delivery, EventRow, Shipment, Source
from store.writing import table_of

_DELIVERY, _EVENT, _SOURCE, _SHIPMENT = (table_of(t) for t in (Delivery, EventRow, Source, Shipment))

_COLUMNS = ("source_id", "key", "received_at", "body", "headers", "state", "why")
_ADD_DELIVERIES = Inserting(_DELIVERY, _COLUMNS, ("id", "source_id", "key"))
_ADD_EVENTS = Inserting(_EVENT, ROW)
_SHIPMENTS_OF = Prepared(
    select(_SHIPMENT.c.id)
    .distinct()
    .select_from(_EVENT)
    .join(
        _SHIPMENT,
        and_(_SHIPMENT.c.merchant_id == _EVENT.c.merchant_id, _SHIPMENT.c.tracking_number == _EVENT.c.tracking_number),
    )
    .where(among(_EVENT.c.delivery_id, "ids"))
)
_EVENTS_OF = Prepared(select(_EVENT.c.merchant_id, *COLUMNS).where(among(_EVENT.c.delivery_id, "ids")))
_READ = (
    update(_DELIVERY)
    .where(among(_DELIVERY.c.id, "ids"))
    .values(
        state=case((_DELIVERY.c.why.is_not(None), "unreadable"), else_="read"),
        read_at=func.coalesce(_DELIVERY.c.read_at, bindparam("now", type_=_DELIVERY.c.read_at.type)),
    )
)


EventName = tuple[int, str, str]
"""What is one fact: its source's id, its tracking number, its key."""


def add_deliveries(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], int]:
    """Inserts those not seen before; returns the ids of the new ones by (source id, key)."""
    new = _ADD_DELIVERIES.insert(tx, [[row[name] for name in _COLUMNS] for row in rows])
    return {(source_id, key): delivery_id for delivery_id, source_id, key in new}


def add_events(tx: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts rows of `event_rows.ROW`; what another process stored since we looked stays as it is."""
    _ADD_EVENTS.insert(tx, rows)


def shipments_of(tx: Connection, delivery_ids: Collection[int]) -> list[int]:
    """Shipments of the events first seen in these deliveries; a recycled number has several."""
    return list(_SHIPMENTS_OF.scalars(tx, {"ids": delivery_ids}))


def events_of(tx: Connection, delivery_ids: Collection[int]) -> dict[tuple[int, str], list[TrackingEvent]]:
    """The events first seen in these deliveries, by (merchant id, tracking number)."""
    groups: dict[tuple[int, str], list[TrackingEvent]] = defaultdict(list)
    for merchant_id, *columns in _EVENTS_OF.rows(tx, {"ids": delivery_ids}):
        event = to_event(*columns)
        groups[merchant_id, event.tracking_number].append(event)
    return groups


def mark_read(tx: Connection, delivery_ids: Collection[int], now: datetime) -> None:
    """Read; a delivery of which a part was not understood is set aside for staff, though its events count."""
    tx.execute(_READ, {"ids": delivery_ids, "now": now})


def set_aside(tx: Connection, delivery_id: int, why: str) -> None:
    tx.execute(update(_DELIVERY).where(_DELIVERY.c.id == delivery_id).values(state="unreadable", why=why))


def sources(tx: Connection) -> list[Any]:
    """All open sources, with their secrets."""
    return list(tx.execute(select(_SOURCE).where(_SOURCE.c.closed_at.is_(None))))


def all_sources(tx: Connection) -> list[Any]:
    """The closed ones too."""
    return list(tx.execute(select(_SOURCE)))
