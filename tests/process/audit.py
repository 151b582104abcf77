"""The audit: what the database says was said, beside what the providers say they took."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from store.database import Database
from store.tables import Delivery, EventRow, Inbound, Message, Notice, Shipment
from store.writing import table_of

_DELIVERY, _EVENT, _NOTICE = table_of(Delivery), table_of(EventRow), table_of(Notice)
_MESSAGE, _SHIPMENT, _INBOUND = table_of(Message), table_of(Shipment), table_of(Inbound)
OPEN = ("queued", "sending")
TOLD = ("sent", "reached", "merged", "unsure")
Taken = Counter[tuple[str, str]]
"""How often a provider took a text for an address."""


def restless(tx: Connection, now: datetime) -> dict[str, int]:
    """What is still on its way: deliveries to read, turns to answer, notices that are due, messages to send or to look
    for.
    """
    counts = {
        "deliveries": select(func.count()).where(_DELIVERY.c.state == "kept"),
        "due": select(func.count()).where(_NOTICE.c.state == "planned", _NOTICE.c.send_after <= now),
        "notices": select(func.count()).where(_NOTICE.c.state == "sending"),
        "messages": select(func.count()).where(_MESSAGE.c.state.in_(OPEN)),
        "turns": select(func.count()).where(_INBOUND.c.state == "kept"),
        "unsure": select(func.count()).where(_MESSAGE.c.state == "unsure", _MESSAGE.c.checked_at.is_(None)),
    }
    found = {name: tx.scalar(count) or 0 for name, count in counts.items()}
    return {name: count for name, count in found.items() if count}


def on_the_way(tx: Connection, acknowledged: set[str], asked: int) -> dict[str, int]:
    """What has not come into the database yet: it waits in a log, or at a provider that nobody has polled."""
    events = len(acknowledged - set(tx.scalars(select(_EVENT.c.key))))
    turns = asked - (tx.scalar(select(func.count()).select_from(_INBOUND)) or 0)
    return {name: count for name, count in (("events", events), ("turns", turns)) if count}


def broken(database: Database, acknowledged: set[str], delivered: set[str], taken: Taken, now: datetime) -> list[str]:
    """Every promise that does not hold, in words. `delivered` are parcels whose delivery was acknowledged."""
    with database.transaction() as tx:
        return [
            *_lost(tx, acknowledged),
            *(f"{count} {name} never came to rest" for name, count in restless(tx, now).items()),
            *_without_outcome(tx, now),
            *_untold(tx, delivered),
            *_beside_the_provider(tx, taken),
        ]


def doubts(database: Database) -> int:
    """How many messages nobody could tell about at some time."""
    with database.transaction() as tx:
        return tx.scalar(select(func.count()).where(_MESSAGE.c.doubts > 0)) or 0


def repeated(database: Database, taken: Taken) -> dict[tuple[str, str], int]:
    """Texts that a provider took more often than there are messages of ours."""
    with database.transaction() as tx:
        rows = tx.execute(select(_MESSAGE.c.address, _MESSAGE.c.text).where(_MESSAGE.c.direction == "out"))
        ours = Counter((row.address, row.text.strip()) for row in rows)
    return {what: count - ours[what] + 1 for what, count in taken.items() if count > ours[what]}


def _lost(tx: Connection, acknowledged: set[str]) -> Iterator[str]:
    lost = acknowledged - set(tx.scalars(select(_EVENT.c.key)))
    if lost:
        yield f"{len(lost)} acknowledged events are not there: {sorted(lost)[:5]}"


def _without_outcome(tx: Connection, now: datetime) -> Iterator[str]:
    for row in tx.execute(select(_NOTICE).where(_NOTICE.c.send_after <= now)):
        if row.decided_at is None and row.state != "held":
            yield f"notice {row.id} ({row.key}) is {row.state} without an outcome"


def _untold(tx: Connection, delivered: set[str]) -> Iterator[str]:
    told: Counter[str] = Counter(
        tx.scalars(
            select(_SHIPMENT.c.tracking_number)
            .join(_NOTICE, _NOTICE.c.shipment_id == _SHIPMENT.c.id)
            .where(_NOTICE.c.kind == "delivered", _NOTICE.c.state.in_(TOLD))
        )
    )
    for number in sorted(delivered):
        if told[number] != 1:
            yield f"{number} was delivered, which was told {told[number]} times"


def _beside_the_provider(tx: Connection, taken: Taken) -> Iterator[str]:
    """Each text was taken once for each message that was sent, and once more at most for each doubt."""
    said: dict[tuple[str, str], list[Any]] = {}
    for row in tx.execute(select(_MESSAGE).where(_MESSAGE.c.direction == "out", _MESSAGE.c.channel != "web")):
        said.setdefault((row.address, row.text.strip()), []).append(row)
    for what, rows in said.items():
        sure = sum(row.state in ("sent", "reached") for row in rows)
        most = sum(row.state in ("sent", "reached", "unsure") or row.doubts > 0 for row in rows)
        most += sum(row.doubts for row in rows)
        if not sure <= taken[what] <= most:
            states = [(row.id, row.name, row.state, row.attempts, row.doubts) for row in rows]
            yield f"the provider took a text {taken[what]} times, we know of {states}"
    for what in taken.keys() - said.keys():
        yield f"the provider took a text that we do not know: {what[1][:60]!r}"
