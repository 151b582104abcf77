"""Read again: a delivery that was not understood goes through its adapter once more, after the adapter has learned."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.keys import is_standing, word_of
from domain.axes import Milestone
from domain.events import TrackingEvent
from flows.audit import By, Refused, record
from flows.stop_writing import stop_phone
from flows.webhooks.digest import digest
from flows.webhooks.other_numbers import moved, places
from flows.webhooks.receive import believed, read_polled
from flows.webhooks.sources import ClosedSource, OpenSource, opened
from store import bygones, cases, console_webhooks, deliveries, lessons, unmapped
from store.deliveries import EventName
from store.event_rows import to_row
from store.kept import POLLED
from store.known_events import known_events

Word = tuple[str, str]
"""A part of an event (status, substatus, code), and the sender's word in it."""


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """`state` is what the delivery is now: read, ignored, or unreadable still (`why`). `events` are the new ones,
    `learned` those that were there and mean something else now.
    """

    state: str
    why: str | None
    events: int
    due_at: datetime | None
    learned: int = 0


def read_again(tx: Connection, delivery_id: int, by: By) -> ReadAgain | Refused:
    """Events count once however often they are read; customers hear only what is still true, as the plan sees it."""
    row = console_webhooks.delivery(tx, delivery_id, lock=True)
    if row is None:
        return Refused("There is no such webhook.")
    if row.state != "unreadable":
        return Refused("It has been read already.")
    source = _source(tx, row)
    if isinstance(source, Refused):
        return source
    reading = _reading(source, row)
    reading = moved(reading, source.merchant_id, places(tx, [(source.merchant_id, reading)], by.at))
    fresh = _keep(tx, row, reading, by.at)
    learned = _learn(tx, row, reading, by.at)
    due_at = digest(tx, [delivery_id], by.at)
    state, why = _outcome(reading)
    console_webhooks.set_state(tx, delivery_id, state, why)
    if state != "unreadable":
        for case_id in cases.open_ids(tx, ("unreadable",), delivery_id=delivery_id):
            cases.close(tx, case_id, by.who, "read again", by.at)
    before, after = {"state": row.state, "why": row.why}, {"state": state, "why": why, "events": fresh}
    record(tx, by, "delivery.read_again", f"delivery:{delivery_id}", before, after)
    return ReadAgain(state, why, fresh, due_at, learned)


def learn_again(tx: Connection, delivery_id: int, by: By, words: Collection[Word] = ()) -> ReadAgain | Refused:
    """What was unknown in a delivery, or holds one of these words, takes the meaning it has now; nothing is added."""
    row = console_webhooks.delivery(tx, delivery_id, lock=True)
    if row is None:
        return Refused("There is no such webhook.")
    source = _source(tx, row)
    if isinstance(source, Refused):
        return source
    learned = _learn(tx, row, _reading(source, row), by.at, words)
    if not learned:
        return ReadAgain(row.state, row.why, 0, None)
    due_at = digest(tx, [delivery_id], by.at)
    console_webhooks.set_state(tx, delivery_id, row.state, row.why)
    record(tx, by, "delivery.learned", f"delivery:{delivery_id}", None, {"events": learned})
    return ReadAgain(row.state, row.why, 0, due_at, learned)


def not_understood(tx: Connection, source: str | None = None) -> tuple[list[int], list[int]] | None:
    """Deliveries not understood at all, and those with unknown words, of one source or all.

    None when there is no such source.
    """
    row = unmapped.source_named(tx, source) if source is not None else None
    if source is not None and row is None:
        return None
    source_id = row.id if row is not None else None
    unread = unmapped.unreadable(tx, source_id)
    known = set(unread)
    return unread, [one for one in unmapped.partly_unknown(tx, source_id) if one not in known]


def _source(tx: Connection, row: Any) -> OpenSource | Refused:
    if not row.body:
        return Refused("Its body has been erased.")
    found = opened(unmapped.source_named(tx, row.source), lessons.of(tx, row.source_id))
    return Refused(f"The source {found.name} is closed: {found.why}.") if isinstance(found, ClosedSource) else found


def _reading(source: OpenSource, row: Any) -> Reading:
    document = msgspec.json.decode(row.body)
    if POLLED in row.headers:
        reception = Reception(row.received_at, {}, source.zone, row.headers[POLLED] or None)
        return read_polled(source, document, row.body, reception)
    return believed(source, document, row.body, Reception(row.received_at, row.headers, source.zone))[0]


def _learn(tx: Connection, row: Any, reading: Reading, now: datetime, words: Collection[Word] = ()) -> int:
    """Gives the stored events of a delivery the meaning they have now; returns how many that changed."""
    told = {event.key: event for event in _events(reading)}
    changed = [
        (stored, event)
        for stored in unmapped.events_in(tx, row.id)
        if (event := told.get(word_of(stored.key) if is_standing(stored.key) else stored.key)) is not None
        and _is_open(stored, words)
        and _differs(stored, event)
    ]
    unmapped.learn(tx, changed, now)
    return len(changed)


def _is_open(stored: Any, words: Collection[Word]) -> bool:
    """What was understood once stays, unless it is about a word that was taught."""
    held = (("status", stored.raw_status), ("substatus", stored.raw_substatus), ("code", stored.raw_code))
    return stored.milestone == Milestone.UNKNOWN or any(word in words for word in held)


def _differs(stored: Any, event: TrackingEvent) -> bool:
    return (stored.milestone, stored.detail, stored.reason) != (event.milestone, event.detail, event.reason)


def _events(reading: Reading) -> Iterable[TrackingEvent]:
    return (event for item in reading.items if isinstance(item, Report) for event in item.events)


def _keep(tx: Connection, row: Any, reading: Reading, now: datetime) -> int:
    """Inserts the events nobody has inserted; returns how many those were. That they were not there is a bygone."""
    events: dict[EventName, TrackingEvent] = {}
    for item in reading.items:
        if not isinstance(item, Report):
            continue
        if item.opted_out_phone is not None:
            stop_phone(tx, item.opted_out_phone, "the 3PL reports an opt-out", row.received_at)
        for event in item.events:
            events.setdefault((row.source_id, event.tracking_number, event.key), event)
    known = known_events(tx, events, {row.source_id: row.merchant_id})
    fresh = [event for name, event in events.items() if name not in known]
    deliveries.add_events(tx, [to_row(e, row.source_id, row.merchant_id, row.id) for e in fresh])
    bygones.keep(tx, [(bygones.filing_of(row.merchant_id, e.tracking_number, e.key), None) for e in fresh], now)
    return len(fresh)


def _outcome(reading: Reading) -> tuple[str, str | None]:
    """The delivery's new state, and why where it is not simply read."""
    unreadable = [item.why for item in reading.items if isinstance(item, Unreadable)]
    if unreadable:
        return "unreadable", "; ".join(unreadable[:5])
    if any(isinstance(item, Report) for item in reading.items):
        return "read", None
    return "ignored", "; ".join(item.why for item in reading.items[:5] if isinstance(item, Ignored)) or None
