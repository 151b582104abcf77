"""The log a dry run is played from: everything that was known of some customers, with when it became known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from domain.events import TrackingEvent
from store import bygones, calibration, stories
from store import story_statements as statements
from store.among import among
from store.tables import (
    Audit,
    Case,
    Consent,
    Contact,
    ContactState,
    Conversation,
    Customer,
    Delivery,
    EventRow,
    Message,
    Notice,
    OverrideRow,
    PromiseRow,
    Shipment,
)
from store.types import from_json
from store.writing import table_of

_SHIPMENT, _NOTICE, _MESSAGE, _EVENT = (table_of(t) for t in (Shipment, Notice, Message, EventRow))
_DELIVERY, _PROMISE, _OVERRIDE = (table_of(t) for t in (Delivery, PromiseRow, OverrideRow))
_CASE, _CONTACT, _CONVERSATION, _AUDIT = (table_of(t) for t in (Case, Contact, Conversation, Audit))
_CONSENT, _STATE, _CUSTOMER = table_of(Consent), table_of(ContactState), table_of(Customer)
OWNERSHIP = ("takeover", "given", "hand_back", "queue", "close", "nobody", "lease_over")
"""Audit rows that tell who owned a conversation from then on."""
HALTING = ("announcement.pause", "announcement.resume", "announcement.stop")


@dataclass(frozen=True, slots=True)
class CustomerLog:
    """One customer's rows. By shipment: notices with their message, promises, overrides, change requests, cases, and
    announcements; by customer: contacts, consents, outgoing messages, and changes of the conversation's owner.
    """

    customer_id: int
    person: Any
    """How they stand: language, stopped_why."""
    heads: Sequence[Any]
    """Also of parcels that were theirs."""
    events: dict[int, list[TrackingEvent]]
    read: dict[tuple[int, str], datetime]
    """By shipment and key: when its events were planned by."""
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
    halts: dict[str, list[Any]]
    """By subject: the audit rows that tell when an announcement was paused, went on, was stopped."""
    stood: dict[str, list[bygones.Stood]]
    """What was otherwise, by its name in `store.bygones`."""
    learned: dict[str, str | None]
    """What is learned by now of their carriers and lanes, by the names of what it was."""


def customers(tx: Connection, merchant_id: int, since: datetime, limit: int, erased: str) -> list[int]:
    """Customers of this merchant to whom something happened since then, the newest first; nobody of the name `erased`:
    what was said with them is gone.
    """
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
    known = select(found.c.customer_id).join(_CUSTOMER, _CUSTOMER.c.id == found.c.customer_id)
    known = known.where(_CUSTOMER.c.name != erased)
    return list(tx.scalars(known.order_by(found.c.customer_id.desc()).limit(limit)))


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


def logs(tx: Connection, customer_ids: Collection[int], since: datetime) -> list[CustomerLog]:
    """Everything of these customers, in a fixed number of statements; bygones as far as they matter since then."""
    people = {"people": list(customer_ids)}
    handed_over = bygones.since(tx, {bygones.parcels_of(one) for one in customer_ids}, since)
    gone = {about: {int(facts or 0) for _, facts in stood} for about, stood in handed_over.items()}
    theirs = tx.scalars(select(_SHIPMENT.c.id).where(among(_SHIPMENT.c.customer_id, "people")), people)
    shipment_ids = sorted({*theirs, *(one for ids in gone.values() for one in ids)})
    persons = {row.id: row for row in tx.execute(_PERSONS, people)}
    heads = stories.heads(tx, shipment_ids)
    events, _ = stories.events_of(tx, heads, statements.EVENTS_IN_ORDER)
    ids = {"ids": shipment_ids}
    read = {(row.id, row.key): row.read_at for row in tx.execute(_READ, ids)}
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
    names = {bygones.request_of(row.id) for rows in by_shipment[_CHANGES].values() for row in rows}
    names |= {bygones.contact_of(row.id) for rows in contacts.values() for row in rows}
    names |= {bygones.customer_of(one) for one in customer_ids}
    stood, learned = _stood(tx, heads, names | _names(heads, events), since)
    notes = {f"announcement:{row.id}" for rows in by_shipment[-1].values() for row in rows}
    halts: dict[str, list[Any]] = defaultdict(list)
    for row in tx.execute(_HALTS, {"subjects": list(notes)}) if notes else ():
        halts[row.subject].append(row)
    found = []
    for customer_id in customer_ids:
        were = gone.get(bygones.parcels_of(customer_id), ())
        mine = [head for head in heads if head.customer_id == customer_id or head.id in were]
        thread = threads.get(customer_id, 0)
        parts = [{head.id: rows[head.id] for head in mine} for rows in by_shipment]
        notices, promises, overrides, changes, cases, announced = parts
        log = CustomerLog(
            customer_id=customer_id,
            person=persons[customer_id],
            heads=mine,
            events={head.id: events[head.id] for head in mine},
            read=read,
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
            halts=halts,
            stood=stood,
            learned=learned,
        )
        found.append(log)
    return found


def _stood(
    tx: Connection, heads: Sequence[Any], names: set[str], since: datetime
) -> tuple[dict[str, list[bygones.Stood]], dict[str, str | None]]:
    """What was otherwise, and what is learned by now: also of carriers and lanes that parcels had once."""
    stood = bygones.since(tx, names, since)
    learned: dict[str, str | None] = {}
    before = set()
    for head in heads:
        learned[bygones.record_of(head.merchant_id, head.carrier, None)] = head.learned
        if head.lane:
            learned[bygones.record_of(head.merchant_id, head.carrier, head.lane)] = head.learned_lane
        for _, facts in stood.get(bygones.parcel_of(head.id), ()):
            was = from_json(facts or "{}")
            before |= {(head.merchant_id, was["carrier"], lane) for lane in (None, was["lane"])}
    others = {(m, c, lane) for m, c, lane in before if bygones.record_of(m, c, lane) not in learned}
    if others:
        learned |= calibration.published(tx, others)
        stood |= bygones.since(tx, {bygones.record_of(*one) for one in others}, since)
    return stood, learned


def _names(heads: Iterable[Any], events: dict[int, list[TrackingEvent]]) -> set[str]:
    """Under which names there may be bygones of these parcels."""
    names = set()
    for head in heads:
        names |= {bygones.record_of(head.merchant_id, head.carrier, lane) for lane in (None, head.lane)}
        names |= bygones.names_of(head, (event.key for event in events[head.id]))
        names.add(bygones.merchant_of(head.merchant_id))
    return names


def _grouped(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


_NOTICES = (
    statements.ALL_NOTICES.add_columns(
        _NOTICE.c.message_id, _MESSAGE.c.created_at.label("said_at"), _NOTICE.c.due_at, _NOTICE.c.heard
    )
    .outerjoin(_MESSAGE, _MESSAGE.c.id == _NOTICE.c.message_id)
    .order_by(_NOTICE.c.id)
)
_READ = (
    select(_SHIPMENT.c.id, _EVENT.c.key, _DELIVERY.c.read_at)
    .join(
        _EVENT,
        and_(_EVENT.c.merchant_id == _SHIPMENT.c.merchant_id, _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number),
    )
    .join(_DELIVERY, _DELIVERY.c.id == _EVENT.c.delivery_id)
    .where(among(_SHIPMENT.c.id, "ids"), _DELIVERY.c.read_at.is_not(None))
)
_PROMISES = statements.PROMISES.add_columns(_PROMISE.c.notice_id)
_OVERRIDES = statements.ALL_OVERRIDES.add_columns(_OVERRIDE.c.released_at, _OVERRIDE.c.origin).order_by(_OVERRIDE.c.id)
_CASES = select(_CASE.c.shipment_id, _CASE.c.opened_at).where(among(_CASE.c.shipment_id, "ids"))
_BY_SHIPMENT = (_NOTICES, _PROMISES, _OVERRIDES, statements.CHANGES, _CASES, statements.ANNOUNCED)
_CHANGES = _BY_SHIPMENT.index(statements.CHANGES)
_PERSONS = select(_CUSTOMER.c.id, *(_CUSTOMER.c[name] for name in bygones.CUSTOMER)).where(
    among(_CUSTOMER.c.id, "people")
)
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
_HALTS = (
    select(_AUDIT.c.subject, _AUDIT.c.after, _AUDIT.c.at, _AUDIT.c.who, _AUDIT.c.why)
    .where(among(_AUDIT.c.subject, "subjects"), _AUDIT.c.action.in_(HALTING))
    .order_by(_AUDIT.c.id)
)
