"""Webhook in: a 3PL's delivery is verified, read, kept once, and only then acknowledged."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, Protocol

import msgspec
from sqlalchemy import Connection

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.signatures import Refused, verify
from carriers.unmapped import taught
from domain.events import TrackingEvent
from domain.routes.positions import Position
from flows.group_commit import GroupCommit
from flows.stop_writing import stop_phone
from flows.webhooks.fairness import Allowance
from flows.webhooks.hints import ask_about, hinted
from flows.webhooks.occasions import returned
from flows.webhooks.other_numbers import filed
from flows.webhooks.sources import ClosedSource, OpenSource, Sources
from store import deliveries
from store.database import Database
from store.deliveries import EventName
from store.event_rows import to_row
from store.known_events import known_events

KEPT_HEADERS = ("content-type", "user-agent", "webhook-id", "webhook-timestamp", "as-webhook-version")
"""What is kept beside a body: never a signature, a secret or a cookie."""


CLOSED = "this source is closed until its settings are mended; send it again later"
"""Not 4xx: a sender who tries again loses nothing."""

PER_SECOND = 5000.0
"""Webhooks a second that one source may post to one process, where the settings say nothing else."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Kept. Counts are of reports: a full-snapshot sender posts one, a batch several."""

    accepted: int
    duplicates: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not kept: the HTTP status and what the sender is told."""

    status: int
    why: str
    retry_after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One authentic delivery, read, waiting for its commit."""

    source: OpenSource
    reading: Reading
    body: bytes
    headers: Mapping[str, str]
    received_at: datetime
    hints: tuple[str, ...] = ()
    """Numbers to be asked about, where what is posted is not believed by itself."""


@dataclass(slots=True)
class Counters:
    """What this process has seen at the door since it started."""

    accepted: int = 0
    duplicates: int = 0
    unreadable: int = 0
    rejected: dict[int, int] = field(default_factory=dict)


class Keeping(Protocol):
    """Where arrivals are kept: `add` returns when they are safe."""

    async def add(self, arrival: Arrival, whose: Hashable = None, /) -> Acknowledged: ...


class WebhookDoor:
    """The webhook door. `arrived` is called after each commit that kept something to read.

    They are kept in the database, by group commit, unless `keeping` says where else. `seen` takes a merchant's id and
    where couriers are, once the delivery that says so is kept.
    """

    def __init__(
        self,
        database: Database,
        sources: Sources,
        clock: Callable[[], datetime],
        arrived: Callable[[], None],
        per_second: float = PER_SECOND,
        keeping: Keeping | None = None,
        seen: Callable[[int, Sequence[Position]], object] = lambda _merchant_id, _positions: None,
    ) -> None:
        self._seen = seen
        self._allowance = Allowance(per_second)
        self._sources, self._clock, self._arrived = sources, clock, arrived
        self._keeping: Keeping = keeping or GroupCommit(database, keep)
        self.counters = Counters()

    async def receive(
        self, slug: str, headers: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> Acknowledged | Rejected:
        """Answers once the delivery is on disk. `headers` have lower-case names, `body` is exactly what came."""
        source = await self._sources.find(slug)
        if source is None:
            return self._reject(404, "no source has this address")
        if isinstance(source, ClosedSource):
            return self._reject(503, CLOSED)
        now = self._clock()
        if len(body) > source.adapter.max_body_bytes:
            return self._reject(413, f"larger than {source.adapter.max_body_bytes} bytes")
        proof = verify(source.adapter.signature, source.secrets, headers, query, body, now)
        if isinstance(proof, Refused):
            return self._reject(401, "the signature does not prove that this came from the source")
        if wait := self._allowance.take(source.id, now):
            return self._reject(429, "more than this source is allowed; nothing was kept, send it again", wait)
        try:
            document = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return self._reject(400, "not JSON")
        reading, hints = believed(source, document, body, Reception(now, headers, source.zone))
        kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
        answer = await self._keeping.add(Arrival(source, reading, body, kept, now, hints), source.name)
        self._count(answer)
        self._arrived()
        if reading.positions:  # also of a ping whose event is no news; an older place never takes a newer one's
            self._seen(source.merchant_id, reading.positions)
        return answer

    async def shake_hands(self, slug: str, query: Mapping[str, str]) -> str | Rejected:
        """What a vendor's GET expects to read; an empty text when it expects nothing in particular."""
        source = await self._sources.find(slug)
        if source is None:
            return self._reject(404, "no source has this address")
        if isinstance(source, ClosedSource):
            return self._reject(503, CLOSED)
        return source.adapter.handshake(query) or ""

    def _reject(self, status: int, why: str, retry_after_seconds: float | None = None) -> Rejected:
        self.counters.rejected[status] = self.counters.rejected.get(status, 0) + 1
        return Rejected(status, why, retry_after_seconds)

    def _count(self, answer: Acknowledged) -> None:
        self.counters.accepted += answer.accepted
        self.counters.duplicates += answer.duplicates
        self.counters.unreadable += answer.unreadable


def believed(
    source: OpenSource, document: object, body: bytes, reception: Reception
) -> tuple[Reading, tuple[str, ...]]:
    """What counts of a body that was posted, and the numbers to be asked about where that is nothing by itself."""
    reading = read(source, document, body, reception)
    return hinted(reading) if source.fetch_first else (reading, ())


def read(source: OpenSource, document: object, body: bytes, reception: Reception) -> Reading:
    """What the adapter and the source's lessons understand. A fault of the adapter is an unreadable delivery."""
    return _guarded(lambda: source.adapter.read(document, body, reception), source, body)


def read_polled(source: OpenSource, document: object, body: bytes, reception: Reception) -> Reading:
    """The same for an answer of the sender's API."""
    return _guarded(lambda: source.adapter.read_poll(document, reception), source, body)


def _guarded(reading: Callable[[], Reading], source: OpenSource, body: bytes) -> Reading:
    try:
        return taught(reading(), source.lessons)
    except Exception as fault:
        return Reading(
            blake2b(body, digest_size=16).hexdigest(),
            (Unreadable(f"the adapter failed on it: {type(fault).__name__}"),),
        )


def keep(tx: Connection, arrivals: Sequence[Arrival]) -> list[Acknowledged]:
    """⟨1⟩ The raw deliveries and their events, each once; what was new is counted for each arrival."""
    arrivals = filed(tx, arrivals)
    mine = deliveries.add_deliveries(tx, [_row(a) for a in _first_of_each(arrivals)])
    ids = [mine.pop((a.source.id, a.reading.key), None) for a in arrivals]
    # A sender of snapshots repeats most of its events each time: asking for their keys is cheaper than inserting them.
    reported = _events(arrivals, ids)
    known = known_events(tx, reported, {a.source.id: a.source.merchant_id for a in arrivals})
    if again := returned(tx, arrivals, [one is not None for one in ids], known):
        for position, arrival in again.items():
            arrivals[position] = arrival
            if ids[position] is None:
                ids[position] = next(iter(deliveries.add_deliveries(tx, [_row(arrival)]).values()), None)
        reported = _events(arrivals, ids)
    _stop_writing(tx, arrivals, ids)
    ask_about(tx, arrivals)
    fresh = {name: one for name, one in reported.items() if name not in known}
    deliveries.add_events(tx, [to_row(e, source.id, source.merchant_id, d) for e, source, d in fresh.values()])
    untold = set(fresh)
    return [_answer(a, d is not None, untold) for a, d in zip(arrivals, ids, strict=True)]


def _events(
    arrivals: Sequence[Arrival], ids: Sequence[int | None]
) -> dict[EventName, tuple[TrackingEvent, OpenSource, int]]:
    """The events of new deliveries, with the delivery in which each came first."""
    found: dict[EventName, tuple[TrackingEvent, OpenSource, int]] = {}
    for arrival, delivery_id in zip(arrivals, ids, strict=True):
        if delivery_id is None:
            continue
        for item in arrival.reading.items:
            if isinstance(item, Report):
                for event in item.events:
                    name = (arrival.source.id, event.tracking_number, event.key)
                    found.setdefault(name, (event, arrival.source, delivery_id))
    return found


def _stop_writing(tx: Connection, arrivals: Sequence[Arrival], ids: Sequence[int | None]) -> None:
    for arrival, delivery_id in zip(arrivals, ids, strict=True):
        for item in arrival.reading.items if delivery_id is not None else ():
            if isinstance(item, Report) and item.opted_out_phone is not None:
                stop_phone(tx, item.opted_out_phone, "the 3PL reports an opt-out", arrival.received_at)


def _answer(arrival: Arrival, is_new: bool, untold: set[EventName]) -> Acknowledged:
    """`untold` are the new events that no arrival before this one has reported."""
    items = arrival.reading.items
    if not is_new:
        return Acknowledged(0, max(1, len(items)), 0)
    unreadable = sum(isinstance(item, Unreadable) for item in items)
    repeated = 0
    for item in items:
        if isinstance(item, Report) and item.events:
            names = {(arrival.source.id, event.tracking_number, event.key) for event in item.events}
            if untold.isdisjoint(names):
                repeated += 1
            untold -= names
    return Acknowledged(len(items) - unreadable - repeated, repeated, unreadable)


def _first_of_each(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """The same delivery may come twice within one commit: its first arrival is the one that is kept."""
    return list({(a.source.id, a.reading.key): a for a in reversed(arrivals)}.values())


def _row(arrival: Arrival) -> dict[str, Any]:
    items = arrival.reading.items
    unreadable = [item.why for item in items if isinstance(item, Unreadable)]
    ignored = [item.why for item in items if isinstance(item, Ignored)]
    if any(isinstance(item, Report) and item.events for item in items):
        state = "kept"
    else:
        state = "unreadable" if unreadable else "ignored"
    why = "; ".join(unreadable[:5]) or ("; ".join(ignored[:5]) if state == "ignored" else None)
    return {
        "source_id": arrival.source.id,
        "key": arrival.reading.key,
        "received_at": arrival.received_at,
        "body": arrival.body,
        "headers": dict(arrival.headers),
        "state": state,
        "why": why,
    }
