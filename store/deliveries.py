"""Raw deliveries and their events: kept once, read in batches."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from store.event_rows import COLUMNS, to_event
from store.tables import Delivery, EventRow, Source
from store.writing import insert_new, table_of

_DELIVERY, _EVENT, _SOURCE = table_of(Delivery), table_of(EventRow), table_of(Source)

_WAITING = select(_DELIVERY.c.id).where(_DELIVERY.c.state == "kept").order_by(_DELIVERY.c.id)


def add_deliveries(tx: Connection, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, str], int]:
    """Inserts those not seen before; returns the ids of the new ones by (source id, key)."""
    return {(r.source_id, r.key): r.id for r in insert_new(tx, _DELIVERY, rows, "id", "source_id", "key")}


def add_events(tx: Connection, rows: Sequence[dict[str, Any]]) -> set[tuple[int, str]]:
    """Inserts those not seen before; returns the (source id, key) of the new ones."""
    return {(r.source_id, r.key) for r in insert_new(tx, _EVENT, rows, "source_id", "key")}


def unread(tx: Connection, limit: int) -> list[int]:
    """Ids of kept deliveries, oldest first; on PostgreSQL those another process reads are passed over."""
    statement = _WAITING.limit(limit)
    if tx.dialect.name == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    return list(tx.scalars(statement))


def peek_unread(tx: Connection, limit: int) -> list[int]:
    """The same ids without claiming them."""
    return list(tx.scalars(_WAITING.limit(limit)))


def events_of(tx: Connection, delivery_ids: Collection[int]) -> list[Any]:
    """(merchant_id, source_id, delivery_id, …COLUMNS) of the events first seen in these deliveries."""
    statement = select(_EVENT.c.merchant_id, _EVENT.c.source_id, _EVENT.c.delivery_id, *COLUMNS)
    return list(tx.execute(statement.where(_EVENT.c.delivery_id.in_(delivery_ids))))


def mark_read(tx: Connection, delivery_ids: Collection[int]) -> None:
    """Read; a delivery of which a part was not understood is set aside for staff, though its events count."""
    state = case((_DELIVERY.c.why.is_not(None), "unreadable"), else_="read")
    tx.execute(update(_DELIVERY).where(_DELIVERY.c.id.in_(delivery_ids)).values(state=state))


def set_aside(tx: Connection, delivery_id: int, why: str) -> None:
    tx.execute(update(_DELIVERY).where(_DELIVERY.c.id == delivery_id).values(state="unreadable", why=why))


def sources(tx: Connection) -> list[Any]:
    """All open sources, with their secrets."""
    return list(tx.execute(select(_SOURCE).where(_SOURCE.c.closed_at.is_(None))))


def oldest_unread(tx: Connection) -> Any:
    """When the oldest kept delivery came, or None."""
    return tx.scalar(select(func.min(_DELIVERY.c.received_at)).where(_DELIVERY.c.state == "kept"))


def grouped(rows: Sequence[Any]) -> dict[tuple[int, str], list[Any]]:
    """Events (as domain objects) of `events_of` rows by (merchant id, tracking number)."""
    groups: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for merchant_id, _source_id, _delivery_id, *columns in rows:
        event = to_event(columns)
        groups[merchant_id, event.tracking_number].append(event)
    return groups
