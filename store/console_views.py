"""Shipments as staff look at them: the list, the search, and what surrounds one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from store.finding import matching
from store.scope import mine
from store.tables import (
    Case,
    Contact,
    Conversation,
    Customer,
    EventRow,
    Merchant,
    Message,
    Notice,
    Order,
    PromiseRow,
    PromiseVerdict,
    Rating,
    Shipment,
)
from store.tables.orders import IN_TROUBLE
from store.writing import table_of

_T, _ORDER, _CUSTOMER, _MERCHANT = (table_of(t) for t in (Shipment, Order, Customer, Merchant))
_CASE, _CONVERSATION, _NOTICE, _MESSAGE = (table_of(t) for t in (Case, Conversation, Notice, Message))
_PROMISE, _RATING, _CONTACT, _EVENT = (table_of(t) for t in (PromiseRow, Rating, Contact, EventRow))
_VERDICT = table_of(PromiseVerdict)

_has_case = select(_CASE.c.id).where(_CASE.c.shipment_id == _T.c.id, _CASE.c.closed_at.is_(None)).exists()
_with_case = select(_CASE.c.shipment_id).where(_CASE.c.closed_at.is_(None), _CASE.c.shipment_id.is_not(None))
_LISTED = (
    select(
        _T,
        _ORDER.c.number.label("order_number"),
        _ORDER.c.zone,
        _CUSTOMER.c.name.label("customer"),
        _MERCHANT.c.title.label("merchant"),
        _has_case.label("has_case"),
    )
    .join(_ORDER, _ORDER.c.id == _T.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _T.c.customer_id)
    .join(_MERCHANT, _MERCHANT.c.id == _T.c.merchant_id)
    .order_by(_T.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked for. `before` is the id of the last shipment already seen."""

    text: str = ""
    milestone: str = ""
    attention: bool = False
    before: int | None = None


def shipments(tx: Connection, looking: Looking, limit: int) -> Sequence[Any]:
    """Newest first."""
    found = _narrowed(tx, _LISTED, looking).limit(limit)
    if looking.attention:
        found = found.where(_T.c.id.in_(_needing(tx, looking, limit)))
    return tx.execute(found).all()


def _narrowed(tx: Connection, found: Select[Any], looking: Looking) -> Select[Any]:
    found = mine(tx, found, _T.c.merchant_id)
    if looking.milestone:
        found = found.where(_T.c.milestone == looking.milestone)
    if looking.before is not None:
        found = found.where(_T.c.id < looking.before)
    return matching(tx, found, looking.text) if looking.text else found


def _needing(tx: Connection, looking: Looking, limit: int) -> set[int]:
    """The newest that a person should look at: each way has an index, which one condition over both would not use."""
    parcels = select(_T.c.id).join(_ORDER, _ORDER.c.id == _T.c.order_id)
    parcels = parcels.join(_CUSTOMER, _CUSTOMER.c.id == _T.c.customer_id)
    ways = (parcels.where(IN_TROUBLE), parcels.where(_T.c.id.in_(_with_case)))
    return {
        one for way in ways for one in tx.scalars(_narrowed(tx, way, looking).order_by(_T.c.id.desc()).limit(limit))
    }


_WHOLE = (
    select(
        _T,
        _ORDER.c.number.label("order_number"),
        _ORDER.c.address,
        _ORDER.c.zone,
        _ORDER.c.channels,
        _CUSTOMER.c.name.label("customer"),
        _CUSTOMER.c.phone,
        _CUSTOMER.c.language,
        _CUSTOMER.c.stopped_why,
        _MERCHANT.c.title.label("merchant"),
        _CONVERSATION.c.id.label("conversation_id"),
        _CONVERSATION.c.owner,
        _RATING.c.score,
    )
    .join(_ORDER, _ORDER.c.id == _T.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _T.c.customer_id)
    .join(_MERCHANT, _MERCHANT.c.id == _T.c.merchant_id)
    .outerjoin(_CONVERSATION, _CONVERSATION.c.customer_id == _T.c.customer_id)
    .outerjoin(_RATING, _RATING.c.shipment_id == _T.c.id)
)


def shipment(tx: Connection, shipment_id: int) -> Any:
    """One shipment with its order, customer, merchant, conversation and rating, or None."""
    return tx.execute(_WHOLE.where(_T.c.id == shipment_id)).first()


def notices(tx: Connection, shipment_id: int) -> Sequence[Any]:
    """Every notice with the message that says it (`text`, `channel`, `message_state`, `message_why`, `sent_at`)."""
    found = (
        select(
            _NOTICE,
            _MESSAGE.c.text,
            _MESSAGE.c.channel,
            _MESSAGE.c.state.label("message_state"),
            _MESSAGE.c.why.label("message_why"),
            _MESSAGE.c.sent_at,
            _MESSAGE.c.attempts,
        )
        .outerjoin(_MESSAGE, _MESSAGE.c.id == _NOTICE.c.message_id)
        .where(_NOTICE.c.shipment_id == shipment_id)
    )
    return tx.execute(found.order_by(_NOTICE.c.send_after, _NOTICE.c.id)).all()


def promises(tx: Connection, shipment_id: int) -> Sequence[Any]:
    """Every window told, in order, with what came of it: the row and `verdict`, `warned_at`."""
    judged = select(_PROMISE, _VERDICT.c.verdict, _VERDICT.c.warned_at)
    judged = judged.outerjoin(_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id)
    return tx.execute(judged.where(_PROMISE.c.shipment_id == shipment_id).order_by(_PROMISE.c.number)).all()


def contacts(tx: Connection, customer_id: int) -> Sequence[Any]:
    found = select(_CONTACT).where(_CONTACT.c.customer_id == customer_id)
    return tx.execute(found.order_by(_CONTACT.c.changed_at.desc())).all()


def mark(tx: Connection, shipment_id: int) -> tuple[Any, ...]:
    """Something that changes whenever the shipment's page looks different."""
    head = tx.execute(select(_T.c.merchant_id, _T.c.tracking_number).where(_T.c.id == shipment_id)).first()
    if head is None:
        return ()
    events = select(func.max(_EVENT.c.id)).where(
        _EVENT.c.merchant_id == head.merchant_id, _EVENT.c.tracking_number == head.tracking_number
    )
    rows = select(_NOTICE.c.id, _NOTICE.c.state, _NOTICE.c.send_after).where(_NOTICE.c.shipment_id == shipment_id)
    planned = tx.execute(rows.order_by(_NOTICE.c.id)).all()
    return (tx.scalar(events), tuple(tuple(row) for row in planned))
