"""Conversations as staff look at them: the inbox, one thread, and who is behind it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, literal_column, or_, select

from store.tables import Audit, Case, Conversation, Customer, Merchant, Message, Notice, Order, Shipment
from store.writing import table_of

_T, _CUSTOMER, _MERCHANT, _MESSAGE = (table_of(t) for t in (Conversation, Customer, Merchant, Message))
_CASE, _NOTICE, _ORDER, _SHIPMENT, _AUDIT = (table_of(t) for t in (Case, Notice, Order, Shipment, Audit))

THREAD = 200
"""Of one conversation, at most so many of the newest messages are shown."""
_OPEN_NOTICES = ("planned", "held", "sending")

_last = select(func.max(_MESSAGE.c.id)).where(_MESSAGE.c.conversation_id == _T.c.id).correlate(_T).scalar_subquery()
_LISTED = (
    select(
        _T,
        _CUSTOMER.c.name,
        _CUSTOMER.c.phone,
        _CUSTOMER.c.language,
        _CUSTOMER.c.stopped_why,
        _MERCHANT.c.title,
        _MESSAGE.c.text,
        _MESSAGE.c.author,
        _MESSAGE.c.direction,
    )
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _T.c.customer_id)
    .outerjoin(_MERCHANT, _MERCHANT.c.id == _T.c.merchant_id)
    .outerjoin(_MESSAGE, _MESSAGE.c.id == _last)
)


def conversation(tx: Connection, conversation_id: int) -> Any:
    """One conversation with its customer and merchant (all None for a stranger), or None."""
    return tx.execute(_LISTED.where(_T.c.id == conversation_id)).first()


def waiting(tx: Connection, limit: int) -> Sequence[Any]:
    """Those in which a customer waits for a person, the longest first."""
    return tx.execute(_LISTED.where(_T.c.waiting_since.is_not(None)).order_by(_T.c.waiting_since).limit(limit)).all()


def owned(tx: Connection, owner: str, limit: int) -> Sequence[Any]:
    return tx.execute(_LISTED.where(_T.c.owner == owner).order_by(_T.c.last_at.desc()).limit(limit)).all()


def recent(tx: Connection, before: tuple[datetime, int] | None, limit: int) -> Sequence[Any]:
    """The latest first; `before` is (last_at, id) of the last one already seen."""
    found = _LISTED.where(_MESSAGE.c.id.is_not(None)).order_by(_T.c.last_at.desc(), _T.c.id.desc()).limit(limit)
    if before is not None:
        at, conversation_id = before
        found = found.where(or_(_T.c.last_at < at, and_(_T.c.last_at == at, _T.c.id < conversation_id)))
    return tx.execute(found).all()


def count_waiting(tx: Connection, most: int) -> int:
    found = select(literal_column("1")).where(_T.c.waiting_since.is_not(None)).limit(most).subquery()
    return tx.scalar(select(func.count()).select_from(found)) or 0


def thread(tx: Connection, conversation_id: int) -> list[Any]:
    """The newest messages, in the order they were said."""
    found = select(_MESSAGE).where(_MESSAGE.c.conversation_id == conversation_id).order_by(_MESSAGE.c.id.desc())
    return list(reversed(tx.execute(found.limit(THREAD)).all()))


def last_heard(tx: Connection, conversation_id: int) -> Any:
    """(channel, address) of what the customer said last, or None."""
    found = select(_MESSAGE.c.channel, _MESSAGE.c.address).where(
        _MESSAGE.c.conversation_id == conversation_id, _MESSAGE.c.direction == "in"
    )
    return tx.execute(found.order_by(_MESSAGE.c.id.desc()).limit(1)).first()


def parcels(tx: Connection, customer_id: int, limit: int = 10) -> Sequence[Any]:
    """The customer's newest shipments with their order's number and zone."""
    found = (
        select(_SHIPMENT, _ORDER.c.number.label("order_number"), _ORDER.c.zone)
        .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
        .where(_SHIPMENT.c.customer_id == customer_id)
        .order_by(_SHIPMENT.c.id.desc())
    )
    return tx.execute(found.limit(limit)).all()


def shipments_to_replan(tx: Connection, customer_id: int) -> list[int]:
    """Shipments with a notice that depends on who owns the conversation."""
    found = select(_NOTICE.c.shipment_id).where(_NOTICE.c.customer_id == customer_id)
    return list(tx.scalars(found.where(_NOTICE.c.state.in_(_OPEN_NOTICES)).distinct()))


def open_cases(tx: Connection, conversation_id: int) -> Sequence[Any]:
    found = select(_CASE).where(_CASE.c.conversation_id == conversation_id, _CASE.c.closed_at.is_(None))
    return tx.execute(found.order_by(_CASE.c.id)).all()


def mark(tx: Connection, conversation_id: int) -> tuple[Any, ...]:
    """Something that changes whenever the thread looks different."""
    head = tx.execute(select(_T.c.owner, _T.c.unread).where(_T.c.id == conversation_id)).first()
    states = select(_MESSAGE.c.id, _MESSAGE.c.state).where(_MESSAGE.c.conversation_id == conversation_id)
    said = tx.execute(states.order_by(_MESSAGE.c.id.desc()).limit(30)).all()
    return (tuple(head) if head else (), tuple(tuple(row) for row in said))


def news(tx: Connection) -> tuple[Any, ...]:
    """Something that changes whenever anything was said, decided by staff, or found in need of a person."""
    return tuple(tx.scalar(select(func.max(table.c.id))) for table in (_MESSAGE, _AUDIT, _CASE))
