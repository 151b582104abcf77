"""Conversations as staff look at them: the inbox, one thread, and who is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, literal_column, or_, select, text
from sqlalchemy.sql import Select

from store import marks, presence
from store.scope import mine
from store.searching import message_ids
from store.tables import Audit, Case, Contact, Conversation, Customer, Merchant, Message, Notice, Order, Shipment
from store.writing import table_of

_T, _CUSTOMER, _MERCHANT, _MESSAGE = (table_of(t) for t in (Conversation, Customer, Merchant, Message))
_CASE, _NOTICE, _ORDER, _SHIPMENT, _AUDIT = (table_of(t) for t in (Case, Notice, Order, Shipment, Audit))
_CONTACT = table_of(Contact)

LOOKED_AT = 5000
"""One channel's conversations are looked for among so many of the latest: a page costs the same however rare it is."""
THREAD = 200
"""Of one conversation, at most so many of the newest messages are shown."""
_OPEN_NOTICES = ("planned", "held", "sending")

_last = select(func.max(_MESSAGE.c.id)).where(_MESSAGE.c.conversation_id == _T.c.id).correlate(_T).scalar_subquery()
_heard = (
    select(_MESSAGE.c.id)
    .where(_MESSAGE.c.conversation_id == _T.c.id, _MESSAGE.c.direction == "in", _T.c.waiting_since.is_not(None))
    .order_by(_MESSAGE.c.id.desc())
    .limit(1)
    .correlate(_T)
    .scalar_subquery()
)
"""Where somebody waits: what they said last, whatever the bot has said since."""
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
    .outerjoin(_MESSAGE, _MESSAGE.c.id == func.coalesce(_heard, _last))
)


def conversation(tx: Connection, conversation_id: int) -> Any:
    """One conversation with its customer and merchant (all None for a stranger), or None."""
    return tx.execute(_LISTED.where(_T.c.id == conversation_id)).first()


@dataclass(frozen=True, slots=True)
class Looking:
    """Which conversations: a view of `VIEWS`, on one channel where that is given."""

    view: str = "waiting"
    channel: str = ""


VIEWS = ("waiting", "mine", "unassigned", "colleagues", "cases", "all")
Place = tuple[datetime, int]
"""A row's place: (waiting_since or last_at, id)."""

_OWNED = text("conversation.owner <> 'bot'")
_with_case = select(_CASE.c.conversation_id).where(_CASE.c.closed_at.is_(None), _CASE.c.conversation_id.is_not(None))


def listed(tx: Connection, looking: Looking, me: str, after: Place | None, limit: int) -> Sequence[Any]:
    """Those that wait, the longest first; any others the latest first. `after` is the place of the last one seen."""
    found = mine(tx, _LISTED, _T.c.merchant_id)
    found = found.where(_T.c.last_channel == looking.channel) if looking.channel else found
    match looking.view:
        case "mine":
            found = found.where(_OWNED, _T.c.owner == me)
        case "colleagues":
            found = found.where(_OWNED, _T.c.owner.not_in([me, "bot", "queue", "nobody"]))
        case "cases":
            found = found.where(_T.c.id.in_(_with_case))
        case "all" if looking.channel:
            newest = _latest_first(mine(tx, select(_T.c.id), _T.c.merchant_id), after).limit(LOOKED_AT)
            found = found.where(_MESSAGE.c.id.is_not(None), _T.c.id.in_(newest))
        case "all":
            found = found.where(_MESSAGE.c.id.is_not(None))
        case "unassigned":
            found = found.where(_T.c.waiting_since.is_not(None), _T.c.owner.in_(["queue", "nobody", "bot"]))
        case _:
            found = found.where(_T.c.waiting_since.is_not(None))
    if looking.view in ("waiting", "unassigned"):
        return tx.execute(_longest_first(found, after).limit(limit)).all()
    return tx.execute(_latest_first(found, after).limit(limit)).all()


def _longest_first(found: Select[Any], after: Place | None) -> Select[Any]:
    since = _T.c.waiting_since
    if after is not None:
        at, row_id = after
        found = found.where(since >= at, or_(since > at, _T.c.id > row_id))
    return found.order_by(since, _T.c.id)


def _latest_first(found: Select[Any], after: Place | None) -> Select[Any]:
    if after is not None:
        at, row_id = after
        found = found.where(_T.c.last_at <= at, or_(_T.c.last_at < at, _T.c.id < row_id))
    return found.order_by(_T.c.last_at.desc(), _T.c.id.desc())


def saying(tx: Connection, words: str, before: int | None, limit: int) -> Sequence[Any]:
    """Messages in which these words were said, the newest first, each with its conversation's head."""
    ids = message_ids(tx, words, before, limit)
    found = (
        select(
            _MESSAGE.c.id.label("message_id"),
            _MESSAGE.c.text,
            _MESSAGE.c.author,
            _MESSAGE.c.direction,
            _MESSAGE.c.created_at,
            _T.c.id,
            _T.c.owner,
            _T.c.last_channel,
            _T.c.waiting_since,
            _CUSTOMER.c.name,
            _MERCHANT.c.title,
        )
        .join(_T, _T.c.id == _MESSAGE.c.conversation_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _T.c.customer_id)
        .outerjoin(_MERCHANT, _MERCHANT.c.id == _T.c.merchant_id)
        .where(_MESSAGE.c.id.in_(ids))
    )
    return tx.execute(mine(tx, found, _T.c.merchant_id).order_by(_MESSAGE.c.id.desc())).all()


def message(tx: Connection, conversation_id: int, message_id: int) -> Any:
    """One message of this conversation, or None."""
    found = select(_MESSAGE).where(_MESSAGE.c.id == message_id, _MESSAGE.c.conversation_id == conversation_id)
    return tx.execute(found).first()


def coming(tx: Connection, customer_id: int, limit: int) -> Sequence[Any]:
    """What is going to be said to a customer, or waits: (shipment_id, tracking_number, zone, kind, key, state, …)."""
    found = (
        select(_NOTICE, _SHIPMENT.c.tracking_number, _ORDER.c.zone)
        .join(_SHIPMENT, _SHIPMENT.c.id == _NOTICE.c.shipment_id)
        .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
        .where(_NOTICE.c.customer_id == customer_id, _NOTICE.c.state.in_(("planned", "held")))
        .order_by(_NOTICE.c.send_after, _NOTICE.c.id)
    )
    return tx.execute(found.limit(limit)).all()


def leases_over(tx: Connection, now: datetime, limit: int) -> list[int]:
    """Conversations whose owner's time has run out."""
    found = select(_T.c.id).where(_T.c.lease_until.is_not(None), _T.c.lease_until <= now)
    return list(tx.scalars(found.order_by(_T.c.lease_until).limit(limit)))


def count_waiting(tx: Connection, most: int) -> int:
    found = mine(tx, select(literal_column("1")).where(_T.c.waiting_since.is_not(None)), _T.c.merchant_id)
    return tx.scalar(select(func.count()).select_from(found.limit(most).subquery())) or 0


def thread(tx: Connection, conversation_id: int) -> list[Any]:
    """The newest messages, in the order they were said."""
    found = select(_MESSAGE).where(_MESSAGE.c.conversation_id == conversation_id).order_by(_MESSAGE.c.id.desc())
    return list(reversed(tx.execute(found.limit(THREAD)).all()))


def addresses(tx: Connection, conversation_id: int) -> set[tuple[str, str]]:
    """(channel, address) of all from which what is said may belong to this conversation."""
    head = select(_T.c.stranger, _CUSTOMER.c.phone).outerjoin(_CUSTOMER, _CUSTOMER.c.id == _T.c.customer_id)
    row = tx.execute(head.where(_T.c.id == conversation_id)).first()
    if row is None:
        return set()
    bound = select(_CONTACT.c.channel, _CONTACT.c.address).join(_T, _T.c.customer_id == _CONTACT.c.customer_id)
    found = {(one.channel, one.address) for one in tx.execute(bound.where(_T.c.id == conversation_id))}
    if row.phone:
        found.add(("sms", row.phone))
    if row.stranger:
        channel, _, address = row.stranger.partition(":")
        found.add((channel, address))
    return found


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


def mark(tx: Connection, conversation_id: int, me: str, now: datetime) -> tuple[Any, ...]:
    """Something that changes whenever the thread looks different, or somebody but `me` comes, writes or goes."""
    columns = (_T.c.owner, _T.c.unread, _T.c.waiting_since, marks.newest_of(_T.c.id))
    head = tx.execute(select(*columns).where(_T.c.id == conversation_id)).first()
    states = select(_MESSAGE.c.id, _MESSAGE.c.state).where(_MESSAGE.c.conversation_id == conversation_id)
    said = tx.execute(states.order_by(_MESSAGE.c.id.desc()).limit(30)).all()
    there = [one for one in presence.around(tx, conversation_id, now) if one.who != me]
    return (tuple(head) if head else (), tuple(tuple(row) for row in said), tuple(tuple(row) for row in there))


def news(tx: Connection) -> tuple[Any, ...]:
    """Something that changes whenever anything was said, decided by staff, or found in need of a person."""
    return tuple(tx.scalar(select(func.max(table.c.id))) for table in (_MESSAGE, _AUDIT, _CASE))
