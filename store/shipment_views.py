"""Shipments as they are looked at: one with everything around it, and the changes that were asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from store.other_numbers import goes_by
from store.tables import Case, ChangeRequest, EventRow, Merchant, Notice, Order, PromiseRow, Shipment, Slot, Source
from store.writing import table_of

_SHIPMENT, _ORDER, _MERCHANT = table_of(Shipment), table_of(Order), table_of(Merchant)
_EVENT, _NOTICE, _PROMISE, _CASE = table_of(EventRow), table_of(Notice), table_of(PromiseRow), table_of(Case)
_SOURCE, _CHANGE, _SLOT = table_of(Source), table_of(ChangeRequest), table_of(Slot)

EVENTS = 500
"""Of one shipment, at most so many of the newest events are shown."""


def newest(tx: Connection, tracking_number: str, merchant: str | None) -> Any:
    """The shipment announced last under this number (and merchant), with `order_number` and `merchant`.

    What a sender says is another number of a parcel leads to it, where no order names that number.
    """
    found = (
        select(_SHIPMENT, _ORDER.c.number.label("order_number"), _MERCHANT.c.name.label("merchant"))
        .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
        .join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
        .order_by(_SHIPMENT.c.announced_at.desc(), _SHIPMENT.c.id.desc())
        .limit(1)
    )
    if merchant is not None:
        found = found.where(_MERCHANT.c.name == merchant)
    named = tx.execute(found.where(_SHIPMENT.c.tracking_number == tracking_number)).first()
    return named or tx.execute(found.where(goes_by(tracking_number))).first()


def events(tx: Connection, merchant_id: int, tracking_number: str, since: datetime | None) -> Sequence[Any]:
    """The events reported under a number (and since then), newest first, each with the name of its `source`."""
    found = (
        select(_EVENT, _SOURCE.c.name.label("source"))
        .join(_SOURCE, _SOURCE.c.id == _EVENT.c.source_id)
        .where(_EVENT.c.merchant_id == merchant_id, _EVENT.c.tracking_number == tracking_number)
        .order_by(_EVENT.c.occurred_at.desc(), _EVENT.c.id.desc())
    )
    if since is not None:
        found = found.where(_EVENT.c.occurred_at >= since)
    return tx.execute(found.limit(EVENTS)).all()


def notices(tx: Connection, shipment_id: int) -> Sequence[Any]:
    """By the time they go, or went."""
    found = select(_NOTICE).where(_NOTICE.c.shipment_id == shipment_id)
    return tx.execute(found.order_by(_NOTICE.c.send_after, _NOTICE.c.id)).all()


def last_promise(tx: Connection, shipment_id: int) -> Any:
    found = select(_PROMISE).where(_PROMISE.c.shipment_id == shipment_id)
    return tx.execute(found.order_by(_PROMISE.c.number.desc()).limit(1)).first()


def cases(tx: Connection, shipment_id: int) -> Sequence[Any]:
    """Newest first."""
    return tx.execute(select(_CASE).where(_CASE.c.shipment_id == shipment_id).order_by(_CASE.c.id.desc())).all()


_CHANGES = (
    select(
        _CHANGE,
        _SLOT.c.external_id.label("slot"),
        _SHIPMENT.c.tracking_number,
        _ORDER.c.number.label("order_number"),
        _MERCHANT.c.name.label("merchant"),
    )
    .join(_SHIPMENT, _SHIPMENT.c.id == _CHANGE.c.shipment_id)
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
    .outerjoin(_SLOT, _SLOT.c.id == _CHANGE.c.slot_id)
    .order_by(_CHANGE.c.id.desc())
)


def changes_of(tx: Connection, shipment_id: int) -> Sequence[Any]:
    """The changes asked for one shipment, newest first."""
    return tx.execute(_CHANGES.where(_CHANGE.c.shipment_id == shipment_id)).all()


def changes(tx: Connection, state: str | None, merchant: str | None, before: str | None, limit: int) -> Sequence[Any]:
    """Changes in this state and of this merchant, newest first, from the one asked for `before` that public id on."""
    found = _CHANGES
    if state is not None:
        found = found.where(_CHANGE.c.state == state)
    if merchant is not None:
        found = found.where(_MERCHANT.c.name == merchant)
    if before is not None:
        cursor = select(_CHANGE.c.id).where(_CHANGE.c.public_id == before).scalar_subquery()
        found = found.where(_CHANGE.c.id < cursor)
    return tx.execute(found.limit(limit)).all()
