"""Read again: a delivery that was not understood goes through its adapter once more, after the adapter has learned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.registry import adapter
from domain.localtime import zone
from flows.digest import digest
from flows.receive import read
from flows.sources import OpenSource
from flows.staff_audit import By, Refused, record
from flows.stop_writing import stop_phone
from store import cases, console_webhooks, deliveries
from store.event_rows import to_row


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """`state` is what the delivery is now: read, ignored, or unreadable still (`why`). `events` are the new ones."""

    state: str
    why: str | None
    events: int
    due_at: datetime | None


def read_again(tx: Connection, delivery_id: int, by: By) -> ReadAgain | Refused:
    """Events count once however often they are read; customers hear only what is still true, as the plan sees it."""
    row = console_webhooks.delivery(tx, delivery_id, lock=True)
    if row is None:
        return Refused("There is no such webhook.")
    if row.state != "unreadable":
        return Refused("It has been read already.")
    reading = _reading(row)
    fresh = _keep(tx, row, reading)
    due_at = digest(tx, [delivery_id], by.at)
    state, why = _outcome(reading)
    console_webhooks.set_state(tx, delivery_id, state, why)
    if state != "unreadable":
        for case_id in cases.open_ids(tx, ("unreadable",), delivery_id=delivery_id):
            cases.close(tx, case_id, by.who, "read again", by.at)
    before, after = {"state": row.state, "why": row.why}, {"state": state, "why": why, "events": fresh}
    record(tx, by, "delivery.read_again", f"delivery:{delivery_id}", before, after)
    return ReadAgain(state, why, fresh, due_at)


def _reading(row: Any) -> Reading:
    tz = zone(row.zone) if row.zone else None
    source = OpenSource(row.source_id, row.source, row.merchant_id, adapter(row.adapter), (), tz)
    document = msgspec.json.decode(row.body)
    return read(source, document, row.body, Reception(row.received_at, row.headers, tz))


def _keep(tx: Connection, row: Any, reading: Reading) -> int:
    """Inserts the events nobody has inserted; returns how many those were."""
    events: dict[str, dict[str, Any]] = {}
    for item in reading.items:
        if not isinstance(item, Report):
            continue
        if item.opted_out_phone is not None:
            stop_phone(tx, item.opted_out_phone, "the 3PL reports an opt-out", row.received_at)
        for event in item.events:
            events.setdefault(event.key, {**to_row(event, row.source_id, row.merchant_id), "delivery_id": row.id})
    return len(deliveries.add_events(tx, list(events.values())))


def _outcome(reading: Reading) -> tuple[str, str | None]:
    """The delivery's new state, and why where it is not simply read."""
    unreadable = [item.why for item in reading.items if isinstance(item, Unreadable)]
    if unreadable:
        return "unreadable", "; ".join(unreadable[:5])
    if any(isinstance(item, Report) for item in reading.items):
        return "read", None
    return "ignored", "; ".join(item.why for item in reading.items[:5] if isinstance(item, Ignored)) or None
