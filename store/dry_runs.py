"""The log a dry run is played from: everything that was known of some customers, with when it became known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from domain.events import TrackingEvent
from store import stories
from store.among import among
from store.tables import (
    Announcement,
    AnnouncementParcel,
    Audit,
    Case,
    ChangeRequest,
    Consent,
    Contact,
    ContactState,
    Conversation,
    Delivery,
    EventRow,
    Message,
    Notice,
    OverrideRow,
    PromiseRow,
    Shipment,
)
from store.writing import table_of

_SHIPMENT, _NOTICE, _MESSAGE, _EVENT = (table_of(t) for t in (Shipment, Notice, Message, EventRow))
_DELIVERY, _PROMISE, _OVERRIDE, _CHANGE = (table_of(t) for t in (Delivery, PromiseRow, OverrideRow, ChangeRequest))
_CASE, _CONTACT, _CONVERSATION, _AUDIT = (table_of(t) for t in (Case, Contact, Conversation, Audit))
_CONSENT, _STATE = table_of(Consent), table_of(ContactState)
_ANNOUNCEMENT, _CALLED = table_of(Announcement), table_of(AnnouncementParcel)
OWNERSHIP = ("takeover", "hand_back", "queue", "close", "nobody", "lease_over")
"""Audit rows that tell who owned a conversation from then on."""


@dataclass(frozen=True, slots=True)
class CustomerLog:
    """One customer's rows. By shipment: notices with their message, promises, overrides, change requests, cases, and
    announcements; by customer: contacts, consents, outgoing messages, and changes of the conversation's owner.
    """

    customer_id: int
    heads: Sequence[Any]
    events: dict[int, list[TrackingEvent]]
    notices: dict[int, list[Any]]
    promises: dict[int, list[Any]]
    overrides: dict[int, list[Any]]
    changes: dict[int, list[Any]]
    cases: dict[int, list[Any]]
    announced: dict[int, list[Any]]
    contacts: Sequence[Any]
    messages: Sequence[Any]
    addresses: dict[int, list[Any]]
    """By contact: from when it was good, dead or silent."""
    consents: Sequence[Any]
    owners: Sequence[Any]


def customers(tx: Connection, merchant_id: int, since: datetime, limit: int) -> list[int]:
    """Customers of this merchant to whom something happened since then, the newest first."""
    delivery_id = first_since(tx, _DELIVERY, "received_at", since)
    heard = (
        select(_SHIPMENT.c.customer_id)
        .join(
            _EVENT,
            and_(
                _EVENT.c.merchant_id == _SHIPMENT.c.merchant_id,
                _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number,
            ),
        )
        .where(_EVENT.c.delivery_id >= delivery_id, _SHIPMENT.c.merchant_id == merchant_id)
    )
    ordered = select(_SHIPMENT.c.customer_id).where(
        _SHIPMENT.c.id >= first_since(tx, _SHIPMENT, "announced_at", since), _SHIPMENT.c.merchant_id == merchant_id
    )
    told = (
        select(_NOTICE.c.customer_id)
        .join(_SHIPMENT, _SHIPMENT.c.id == _NOTICE.c.shipment_id)
        .where(
            _NOTICE.c.message_id >= first_since(tx, _MESSAGE, "created_at", since),
            _SHIPMENT.c.merchant_id == merchant_id,
        )
    )
    found = heard.union(ordered, told).subquery()
    return list(tx.scalars(select(found.c.customer_id).order_by(found.c.customer_id.desc()).limit(limit)))


def first_since(tx: Connection, table: Table, column: str, since: datetime) -> int:
    """The first id whose row is not older: ids and times grow together, so halving finds it by the key alone."""
    low, high = tx.execute(select(func.min(table.c.id), func.max(table.c.id))).one()
    if low is None:
        return 0
    high += 1
    while low < high:
        middle = (low + high) // 2
        at = tx.scalar(select(table.c[column]).where(table.c.id >= middle).order_by(table.c.id).limit(1))
        if at is not None and at < since:
            low = middle + 1
        else:
            high = middle
    return int(low)


def logs(tx: Connection, customer_ids: Collection[int]) -> list[CustomerLog]:
    """Everything of these customers, in a fixed number of statements."""
    people = {"people": list(customer_ids)}
    shipment_ids = list(tx.scalars(select(_SHIPMENT.c.id).where(among(_SHIPMENT.c.customer_id, "people")), people))
    heads = stories.heads(tx, shipment_ids)
    events, _ = stories.events_of(tx, heads)
    ids = {"ids": shipment_ids}
    by_shipment = [_grouped(tx.execute(statement, ids)) for statement in _BY_SHIPMENT]
    threads = {row.customer_id: row.id for row in tx.execute(_THREADS, people)}
    contacts = _grouped(tx.execute(_CONTACTS, people))
    consents = _grouped(tx.execute(_CONSENTS, people))
    states = _grouped(tx.execute(_STATES, people))
    messages = _grouped(tx.execute(_MESSAGES, {"threads": list(threads.values())}))
    subjects = {f"conversation:{thread}": thread for thread in threads.values()}
    owners = _grouped(
        (subjects[row.subject], row) for row in tx.execute(_OWNERS, {"subjects": list(subjects)}) if row.after
    )
    found = []
    for customer_id in customer_ids:
        mine = [head for head in heads if head.customer_id == customer_id]
        thread = threads.get(customer_id, 0)
        parts = [{head.id: rows[head.id] for head in mine} for rows in by_shipment]
        notices, promises, overrides, changes, cases, announced = parts
        log = CustomerLog(
            customer_id=customer_id,
            heads=mine,
            events={head.id: events[head.id] for head in mine},
            notices=notices,
            promises=promises,
            overrides=overrides,
            changes=changes,
            cases=cases,
            announced=announced,
            contacts=contacts[customer_id],
            messages=messages[thread],
            addresses={row.id: states[row.id] for row in contacts[customer_id]},
            consents=consents[customer_id],
            owners=[row for _, row in owners[thread]],
        )
        found.append(log)
    return found


def _grouped(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


_NOTICES = (
    select(
        _NOTICE.c.shipment_id,
        _NOTICE.c.id,
        _NOTICE.c.kind,
        _NOTICE.c.key,
        _NOTICE.c.state,
        _NOTICE.c.send_after,
        _NOTICE.c.expires_at,
        _NOTICE.c.facts,
        _NOTICE.c.why,
        _NOTICE.c.decided_at,
        _NOTICE.c.message_id,
        _MESSAGE.c.created_at.label("said_at"),
    )
    .outerjoin(_MESSAGE, _MESSAGE.c.id == _NOTICE.c.message_id)
    .where(among(_NOTICE.c.shipment_id, "ids"))
    .order_by(_NOTICE.c.id)
)
_PROMISES = (
    select(
        _PROMISE.c.shipment_id,
        _PROMISE.c.number,
        _PROMISE.c.on,
        _PROMISE.c.from_at,
        _PROMISE.c.to_at,
        _PROMISE.c.told_at,
        _PROMISE.c.based_on,
        _PROMISE.c.notice_id,
    )
    .where(among(_PROMISE.c.shipment_id, "ids"))
    .order_by(_PROMISE.c.number)
)
_OVERRIDES = (
    select(
        _OVERRIDE.c.shipment_id,
        _OVERRIDE.c.kind,
        _OVERRIDE.c.key,
        _OVERRIDE.c.who,
        _OVERRIDE.c.why,
        _OVERRIDE.c.at,
        _OVERRIDE.c.until,
        _OVERRIDE.c.text,
        _OVERRIDE.c.released_at,
    )
    .where(among(_OVERRIDE.c.shipment_id, "ids"))
    .order_by(_OVERRIDE.c.id)
)
_CHANGES = (
    select(
        _CHANGE.c.shipment_id,
        _CHANGE.c.id,
        _CHANGE.c.state,
        _CHANGE.c.from_at,
        _CHANGE.c.to_at,
        _CHANGE.c.asked_at,
        _CHANGE.c.asked_in_chat,
        _CHANGE.c.decided_at,
        _CHANGE.c.why,
        _CHANGE.c.kind,
    )
    .where(among(_CHANGE.c.shipment_id, "ids"))
    .order_by(_CHANGE.c.id)
)
_CASES = select(_CASE.c.shipment_id, _CASE.c.opened_at).where(among(_CASE.c.shipment_id, "ids"))
_ANNOUNCED = (
    select(
        _CALLED.c.shipment_id,
        _ANNOUNCEMENT.c.id,
        _CALLED.c.released_at,
        _ANNOUNCEMENT.c.chosen,
        _ANNOUNCEMENT.c.state,
        _ANNOUNCEMENT.c.expires_at,
        _ANNOUNCEMENT.c.state_by,
        _ANNOUNCEMENT.c.state_why,
        _ANNOUNCEMENT.c.state_at,
    )
    .join(_ANNOUNCEMENT, _ANNOUNCEMENT.c.id == _CALLED.c.announcement_id)
    .where(among(_CALLED.c.shipment_id, "ids"), _CALLED.c.released_at.is_not(None))
    .order_by(_ANNOUNCEMENT.c.id)
)
_BY_SHIPMENT = (_NOTICES, _PROMISES, _OVERRIDES, _CHANGES, _CASES, _ANNOUNCED)
_THREADS = select(_CONVERSATION.c.customer_id, _CONVERSATION.c.id).where(among(_CONVERSATION.c.customer_id, "people"))
_CONTACTS = (
    select(
        _CONTACT.c.customer_id,
        _CONTACT.c.channel,
        _CONTACT.c.address,
        _CONTACT.c.state,
        _CONTACT.c.why,
        _CONTACT.c.greeted,
        _CONTACT.c.created_at,
        _CONTACT.c.changed_at,
        _CONTACT.c.id,
    )
    .where(among(_CONTACT.c.customer_id, "people"))
    .order_by(_CONTACT.c.changed_at.desc())
)
_STATES = (
    select(_STATE.c.contact_id, _STATE.c.state, _STATE.c.at)
    .join(_CONTACT, _CONTACT.c.id == _STATE.c.contact_id)
    .where(among(_CONTACT.c.customer_id, "people"))
    .order_by(_STATE.c.id)
)
_CONSENTS = (
    select(_CONSENT.c.customer_id, _CONSENT.c.channel, _CONSENT.c.given, _CONSENT.c.at)
    .where(among(_CONSENT.c.customer_id, "people"))
    .order_by(_CONSENT.c.id)
)
_MESSAGES = (
    select(
        _MESSAGE.c.conversation_id,
        _MESSAGE.c.id,
        _MESSAGE.c.shipment_id,
        _MESSAGE.c.name,
        _MESSAGE.c.channel,
        _MESSAGE.c.address,
        _MESSAGE.c.author,
        _MESSAGE.c.state,
        _MESSAGE.c.text,
        _MESSAGE.c.units,
        _MESSAGE.c.created_at,
        _MESSAGE.c.sent_at,
        _MESSAGE.c.language,
    )
    .where(among(_MESSAGE.c.conversation_id, "threads"), _MESSAGE.c.direction == "out")
    .order_by(_MESSAGE.c.id)
)
_OWNERS = (
    select(_AUDIT.c.subject, _AUDIT.c.action, _AUDIT.c.after, _AUDIT.c.at)
    .where(among(_AUDIT.c.subject, "subjects"), _AUDIT.c.action.in_(OWNERSHIP))
    .order_by(_AUDIT.c.id)
)
