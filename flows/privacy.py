"""Privacy: all that is kept about one person, handed out or erased."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Table, delete, or_, select, update

from store import bygones, dry_runs_kept
from store.tables import (
    Audit,
    Bygone,
    Case,
    CaseNote,
    ChangeRequest,
    Consent,
    Contact,
    ContactState,
    Conversation,
    ConversationMark,
    Customer,
    DeepLink,
    Delivery,
    EventRow,
    Inbound,
    InquiryRow,
    JourneyRow,
    Message,
    Notice,
    NumberLookup,
    Offer,
    OneTimeCode,
    Order,
    OtherNumber,
    OverrideRow,
    PromiseRow,
    Rating,
    RouteStop,
    Shipment,
    StopEntry,
    TaughtExample,
)
from store.writing import table_of

ERASED = "(erased)"
ERASING = "person.erase"
"""The audit's word for it."""


def export(tx: Connection, phone: str) -> dict[str, Any]:
    """Everything kept about the person with this number (E.164), by kind of record; empty when there is nobody."""
    customers = _rows(tx, table_of(Customer), "phone", [phone])
    if not customers:
        return {}
    ids = [row["id"] for row in customers]
    orders = _rows(tx, table_of(Order), "customer_id", ids)
    shipments = _rows(tx, table_of(Shipment), "customer_id", ids)
    threads = _rows(tx, table_of(Conversation), "customer_id", ids)
    parcels = [row["id"] for row in shipments]
    return {
        "customers": customers,
        "orders": orders,
        "shipments": _without(shipments, "token_hash"),
        "events": _events(tx, shipments),
        "contacts": _rows(tx, table_of(Contact), "customer_id", ids),
        "contact_states": _rows(tx, table_of(ContactState), "contact_id", _contact_ids(tx, ids)),
        "consents": _rows(tx, table_of(Consent), "customer_id", ids),
        "notices": _rows(tx, table_of(Notice), "customer_id", ids),
        "promises": _rows(tx, table_of(PromiseRow), "shipment_id", parcels),
        "route_stops": _stops(tx, shipments),
        "ratings": _rows(tx, table_of(Rating), "shipment_id", parcels),
        "journeys": _rows(tx, table_of(JourneyRow), "shipment_id", parcels),
        "inquiries": _rows(tx, table_of(InquiryRow), "customer_id", ids),
        "change_requests": _rows(tx, table_of(ChangeRequest), "shipment_id", parcels),
        "overrides": _rows(tx, table_of(OverrideRow), "shipment_id", parcels),
        "cases": _cases(tx, parcels, [t["id"] for t in threads]),
        "marks": _rows(tx, table_of(ConversationMark), "conversation_id", [t["id"] for t in threads]),
        "messages": _without(_rows(tx, table_of(Message), "conversation_id", [t["id"] for t in threads]), "token"),
        "bygones": _rows(tx, table_of(Bygone), "about", sorted(_bygones(tx, ids, shipments))),
    }


def erase(tx: Connection, phone: str, now: datetime) -> int:
    """Takes out who the person is and what was said with them; returns how many customers were erased.

    What remains is nobody's: milestones, times and outcomes, for the operator's figures. A stop stays, as the number
    alone: forgetting it would mean writing to them again.
    """
    customers = _rows(tx, table_of(Customer), "phone", [phone])
    ids = [row["id"] for row in customers]
    if not ids:
        return 0
    shipments = _rows(tx, table_of(Shipment), "customer_id", ids)
    addresses = {(c["channel"], c["address"]) for c in _rows(tx, table_of(Contact), "customer_id", ids)}
    _keep_stop(tx, phone, addresses, now)
    _forget_words(tx, ids, addresses)
    _forget_dealings(tx, ids, [row["id"] for row in shipments])
    _forget_deliveries(tx, shipments)
    dry_runs_kept.forget_merchants_of(tx, sorted({row["merchant_id"] for row in customers}))
    bygones.forget(tx, _bygones(tx, ids, shipments))
    states = table_of(ContactState)
    tx.execute(delete(states).where(states.c.contact_id.in_(_contact_ids(tx, ids))))
    for model in (Contact, DeepLink):
        table = table_of(model)
        tx.execute(delete(table).where(table.c.customer_id.in_(ids)))
    orders, people, consents = table_of(Order), table_of(Customer), table_of(Consent)
    tx.execute(update(orders).where(orders.c.customer_id.in_(ids)).values(address={}, town=None))
    tx.execute(update(consents).where(consents.c.customer_id.in_(ids)).values(words=None))
    silent = "erased at the person's request"
    tx.execute(update(people).where(people.c.id.in_(ids)).values(name=ERASED, phone=None, stopped_why=silent))
    return len(ids)


def _keep_stop(tx: Connection, phone: str, addresses: set[tuple[str, str]], now: datetime) -> None:
    """A stop that was asked for stays, with nothing of what was said."""
    stops = table_of(StopEntry)
    tx.execute(
        update(stops).where(stops.c.address.in_([phone, *(a for _, a in addresses)])).values(words=ERASED, at=now)
    )


def _forget_words(tx: Connection, customer_ids: list[int], addresses: set[tuple[str, str]]) -> None:
    threads, messages, offers, turns = (table_of(t) for t in (Conversation, Message, Offer, Inbound))
    mine = select(threads.c.id).where(threads.c.customer_id.in_(customer_ids))
    tx.execute(delete(offers).where(offers.c.conversation_id.in_(mine)))
    examples = table_of(TaughtExample)
    said = select(messages.c.id).where(messages.c.conversation_id.in_(mine))
    tx.execute(delete(examples).where(examples.c.message_id.in_(said)))
    blank = {"text": ERASED, "gloss": None, "composed": None, "address": ERASED, "understood": None}
    tx.execute(update(messages).where(messages.c.conversation_id.in_(mine)).values(**blank))
    marks = table_of(ConversationMark)
    tx.execute(update(marks).where(marks.c.conversation_id.in_(mine)).values(text=ERASED))
    for channel, address in addresses:
        for table in (turns, table_of(OneTimeCode), table_of(NumberLookup)):
            tx.execute(delete(table).where(table.c.channel == channel, table.c.address == address))


def _forget_dealings(tx: Connection, customer_ids: list[int], shipment_ids: list[int]) -> None:
    """What they asked for, what was decided for them and written about it: that it was stays, and not what it said."""
    asked, decided, notices = (table_of(t) for t in (ChangeRequest, OverrideRow, Notice))
    tx.execute(update(asked).where(asked.c.shipment_id.in_(shipment_ids)).values(details={}, why=None))
    tx.execute(update(decided).where(decided.c.shipment_id.in_(shipment_ids)).values(why=ERASED, text=None))
    tx.execute(update(notices).where(notices.c.customer_id.in_(customer_ids)).values(facts={}))
    cases, notes, threads = table_of(Case), table_of(CaseNote), table_of(Conversation)
    talks = select(threads.c.id).where(threads.c.customer_id.in_(customer_ids))
    theirs = or_(cases.c.shipment_id.in_(shipment_ids), cases.c.conversation_id.in_(talks))
    tx.execute(update(notes).where(notes.c.case_id.in_(select(cases.c.id).where(theirs))).values(text=ERASED))
    tx.execute(update(cases).where(theirs).values(why=ERASED, note=None))
    _forget_reasons(tx, customer_ids, shipment_ids, list(tx.scalars(talks)))


def _forget_reasons(
    tx: Connection, customer_ids: list[int], shipment_ids: list[int], conversation_ids: list[int]
) -> None:
    """The audit keeps who did what, and when; its texts may quote the person, but for the one that tells of erasing."""
    audit = table_of(Audit)
    about = {"customer": customer_ids, "shipment": shipment_ids, "conversation": conversation_ids}
    subjects = [f"{kind}:{row_id}" for kind, ids in about.items() for row_id in ids]
    theirs = audit.c.subject.in_(subjects) & (audit.c.action != ERASING)
    tx.execute(update(audit).where(theirs).values(why=ERASED, before=None, after=None))


def _forget_deliveries(tx: Connection, shipments: list[dict[str, Any]]) -> None:
    """Raw webhooks may hold names and addresses: their bodies go, and the free text of their events."""
    events, deliveries = table_of(EventRow), table_of(Delivery)
    stops = table_of(RouteStop)
    for stop in _stops(tx, shipments):
        tx.execute(update(stops).where(stops.c.id == stop["id"]).values(latitude=None, longitude=None))
    for shipment in shipments:
        mine = (events.c.merchant_id == shipment["merchant_id"]) & (
            events.c.tracking_number == shipment["tracking_number"]
        )
        raw = deliveries.c.id.in_(select(events.c.delivery_id).where(mine))
        tx.execute(update(deliveries).where(raw).values(body=b"", headers={}))
        tx.execute(update(events).where(mine).values(text=None))


def _bygones(tx: Connection, customer_ids: list[int], shipments: list[dict[str, Any]]) -> set[str]:
    """The names of what they, their parcels and their addresses were before."""
    requests = _rows(tx, table_of(ChangeRequest), "shipment_id", [row["id"] for row in shipments])
    names = {name(one) for one in customer_ids for name in (bygones.customer_of, bygones.parcels_of)}
    names |= {bygones.request_of(row["id"]) for row in requests}
    names |= {bygones.contact_of(one) for one in _contact_ids(tx, customer_ids)}
    events = _events(tx, shipments)
    others = _rows(tx, table_of(OtherNumber), "number", [row["tracking_number"] for row in shipments])
    for row in shipments:
        merchant_id, number = row["merchant_id"], row["tracking_number"]
        keys = [e["key"] for e in events if (e["merchant_id"], e["tracking_number"]) == (merchant_id, number)]
        called = {o["other"] for o in others if (o["merchant_id"], o["number"]) == (merchant_id, number)}
        for one in (number, *sorted(called)):
            names |= bygones.names_of(SimpleNamespace(**{**row, "tracking_number": one}), keys)
    return names


def _contact_ids(tx: Connection, customer_ids: list[int]) -> list[int]:
    return [row["id"] for row in _rows(tx, table_of(Contact), "customer_id", customer_ids)]


def _cases(tx: Connection, shipment_ids: list[int], conversation_ids: list[int]) -> list[dict[str, Any]]:
    """The cases about them, each once, with what colleagues wrote."""
    cases = table_of(Case)
    about = [("shipment_id", shipment_ids), ("conversation_id", conversation_ids)]
    found = {row["id"]: row for column, ids in about for row in _rows(tx, cases, column, ids)}
    notes = _rows(tx, table_of(CaseNote), "case_id", list(found))
    return [{**row, "notes": [n for n in notes if n["case_id"] == row["id"]]} for row in found.values()]


def _stops(tx: Connection, shipments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stops on routes: where vans went with these parcels, and when."""
    numbers = {(s["merchant_id"], s["tracking_number"]) for s in shipments}
    rows = _rows(tx, table_of(RouteStop), "tracking_number", [number for _, number in numbers])
    return [row for row in rows if (row["merchant_id"], row["tracking_number"]) in numbers]


def _events(tx: Connection, shipments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    numbers = {(s["merchant_id"], s["tracking_number"]) for s in shipments}
    rows = _rows(tx, table_of(EventRow), "tracking_number", [number for _, number in numbers])
    return [row for row in rows if (row["merchant_id"], row["tracking_number"]) in numbers]


def _rows(tx: Connection, table: Table, column: str, values: list[Any]) -> list[dict[str, Any]]:
    found = tx.execute(select(table).where(table.c[column].in_(values)).order_by(*table.primary_key.columns))
    return [dict(row._mapping) for row in found]


def _without(rows: list[dict[str, Any]], *columns: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in columns} for row in rows]
