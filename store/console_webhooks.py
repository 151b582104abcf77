"""Deliveries that were not understood, and statuses that no table knows, as staff look at them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, literal_column, or_, select, update

from store.tables import Delivery, EventRow, Source
from store.writing import table_of

_T, _SOURCE, _EVENT = table_of(Delivery), table_of(Source), table_of(EventRow)

LATEST_EVENTS = 50_000
"""Unmapped statuses are counted among so many of the newest events."""

_LISTED = select(
    _T.c.id, _T.c.received_at, _T.c.state, _T.c.why, _T.c.source_id, _SOURCE.c.name.label("source"), _SOURCE.c.adapter
).join(_SOURCE, _SOURCE.c.id == _T.c.source_id)


def unreadable(tx: Connection, before: int | None, limit: int) -> Sequence[Any]:
    """Newest first, without their bodies."""
    found = _LISTED.where(_T.c.state == "unreadable").order_by(_T.c.id.desc()).limit(limit)
    if before is not None:
        found = found.where(_T.c.id < before)
    return tx.execute(found).all()


def unreadable_ids(tx: Connection, limit: int) -> list[int]:
    return list(tx.scalars(select(_T.c.id).where(_T.c.state == "unreadable").order_by(_T.c.id).limit(limit)))


def count_unreadable(tx: Connection, most: int) -> int:
    found = select(literal_column("1")).where(_T.c.state == "unreadable").limit(most).subquery()
    return tx.scalar(select(func.count()).select_from(found)) or 0


def delivery(tx: Connection, delivery_id: int, *, lock: bool = False) -> Any:
    """One delivery, whole, with what it takes to read it: its source's name, adapter, zone and merchant."""
    found = (
        select(
            _T,
            _SOURCE.c.name.label("source"),
            _SOURCE.c.adapter,
            _SOURCE.c.zone,
            _SOURCE.c.merchant_id,
            _SOURCE.c.mapping,
        )
        .join(_SOURCE, _SOURCE.c.id == _T.c.source_id)
        .where(_T.c.id == delivery_id)
    )
    if lock and tx.dialect.name == "postgresql":
        found = found.with_for_update(of=_T)
    return tx.execute(found).first()


def set_state(tx: Connection, delivery_id: int, state: str, why: str | None) -> None:
    tx.execute(update(_T).where(_T.c.id == delivery_id).values(state=state, why=why))


def events_of(tx: Connection, delivery_id: int) -> Sequence[Any]:
    """(tracking_number, milestone, occurred_at) of what was first read in it."""
    found = select(_EVENT.c.tracking_number, _EVENT.c.milestone, _EVENT.c.occurred_at)
    return tx.execute(found.where(_EVENT.c.delivery_id == delivery_id).order_by(_EVENT.c.occurred_at)).all()


def unmapped(tx: Connection, limit: int) -> Sequence[Any]:
    """(source, source_id, raw_status, raw_substatus, raw_code, count, last_at) of statuses that were not understood."""
    newest = tx.scalar(select(func.max(_EVENT.c.id))) or 0
    words = (_EVENT.c.raw_status, _EVENT.c.raw_substatus, _EVENT.c.raw_code)
    found = (
        select(
            _SOURCE.c.name.label("source"),
            _EVENT.c.source_id,
            *words,
            func.count().label("count"),
            func.max(_EVENT.c.received_at).label("last_at"),
        )
        .join(_SOURCE, _SOURCE.c.id == _EVENT.c.source_id)
        .where(
            _EVENT.c.id > newest - LATEST_EVENTS,
            _EVENT.c.milestone == "unknown",
            or_(_EVENT.c.raw_status.is_not(None), _EVENT.c.raw_code.is_not(None)),
        )
        .group_by(_SOURCE.c.name, _EVENT.c.source_id, *words)
        .order_by(func.count().desc(), _SOURCE.c.name)
    )
    return tx.execute(found.limit(limit)).all()
