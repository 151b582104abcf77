"""Words that were not understood: what stands in events, where, and how often."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from domain.events import TrackingEvent
from store import bygones
from store.event_rows import MEANING
from store.tables import Delivery, EventRow, Source
from store.types import to_json
from store.writing import table_of

_EVENT, _SOURCE, _DELIVERY = table_of(EventRow), table_of(Source), table_of(Delivery)

LATEST_EVENTS = 50_000
"""Words are counted among so many of the newest events."""
PARTS = {"status": _EVENT.c.raw_status, "substatus": _EVENT.c.raw_substatus, "code": _EVENT.c.raw_code}
_HAS_WORDS = or_(*(column.is_not(None) for column in PARTS.values()))
_LEARN = update(_EVENT).where(_EVENT.c.id == bindparam("b_id")).values({name: bindparam(name) for name in MEANING})


def words(tx: Connection, source_id: int | None = None) -> Sequence[Any]:
    """(source_id, raw_status, raw_substatus, raw_code, milestone, count, last_at, text) of each way words came."""
    newest = tx.scalar(select(func.max(_EVENT.c.id))) or 0
    named = (_EVENT.c.source_id, *PARTS.values(), _EVENT.c.milestone)
    counts = (func.count().label("count"), func.max(_EVENT.c.received_at).label("last_at"))
    found = (
        select(*named, *counts, func.max(_EVENT.c.text).label("text"))
        .where(_EVENT.c.id > newest - LATEST_EVENTS, _HAS_WORDS)
        .group_by(*named)
    )
    return tx.execute(found if source_id is None else found.where(_EVENT.c.source_id == source_id)).all()


def holding(tx: Connection, source_id: int, part: str, word: str) -> list[int]:
    """The deliveries in which a source's events with this word were first read, oldest first."""
    found = select(_EVENT.c.delivery_id).where(_EVENT.c.source_id == source_id, PARTS[part] == word)
    return list(tx.scalars(found.distinct().order_by(_EVENT.c.delivery_id)))


def partly_unknown(tx: Connection, source_id: int | None) -> list[int]:
    """The deliveries with events whose words said nothing to us, oldest first."""
    found = select(_EVENT.c.delivery_id).where(and_(_EVENT.c.milestone == "unknown", _HAS_WORDS))
    if source_id is not None:
        found = found.where(_EVENT.c.source_id == source_id)
    return list(tx.scalars(found.distinct().order_by(_EVENT.c.delivery_id)))


def unreadable(tx: Connection, source_id: int | None) -> list[int]:
    """The deliveries that were not understood, oldest first."""
    found = select(_DELIVERY.c.id).where(_DELIVERY.c.state == "unreadable")
    if source_id is not None:
        found = found.where(_DELIVERY.c.source_id == source_id)
    return list(tx.scalars(found.order_by(_DELIVERY.c.id)))


def events_in(tx: Connection, delivery_id: int) -> Sequence[Any]:
    """The rows of the events first read in a delivery."""
    return tx.execute(select(_EVENT).where(_EVENT.c.delivery_id == delivery_id)).all()


def learn(tx: Connection, understood: Collection[tuple[Any, TrackingEvent]], now: datetime) -> None:
    """Events (by row) now mean what these say, and what they meant is a bygone; when, where and how they were reported
    stays as it was.
    """
    if not understood:
        return
    bygones.keep(tx, [(_name(row), to_json({n: getattr(row, n) for n in MEANING})) for row, _ in understood], now)
    rows = [{"b_id": row.id, **{name: getattr(event, name) for name in MEANING}} for row, event in understood]
    tx.execute(_LEARN, rows)


def _name(row: Any) -> str:
    return bygones.meaning_of(row.merchant_id, row.tracking_number, row.key)


def source_named(tx: Connection, name: str) -> Any:
    """A source's row, or None."""
    return tx.execute(select(_SOURCE).where(_SOURCE.c.name == name)).first()
