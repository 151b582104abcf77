"""A trial of one source: a sample of its sender, its proof, and what is understood, without keeping anything."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from carriers.conformance.bending import with_words
from carriers.conformance.subject import FIXTURES, load
from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect
from carriers.signatures import Refused, sign, signed_body, signed_query, verify
from carriers.unmapped import unknown_words
from domain.axes import Milestone
from domain.events import Estimate, TrackingEvent
from flows.receive import read
from flows.sources import OpenSource


def sample(adapter: Dialect, number: str) -> bytes | None:
    """One of the adapter's fixtures (a parcel on the van, if there is one), about this tracking number.

    None where there are no fixtures, or none that says anything by itself (a generic adapter's mapping is its own).
    """
    best: tuple[int, bytes] | None = None
    for fixture in load(FIXTURES / adapter.name) if adapter.name != "generic" else ():
        reading = adapter.read(fixture.document, fixture.body, Reception(_THEN, {}))
        if events := _events(reading):
            said = [event.milestone for event in events]
            worth = 2 if Milestone.OUT_FOR_DELIVERY in said else int(any(m is not Milestone.UNKNOWN for m in said))
            if best is None or worth > best[0]:
                names = {event.tracking_number: number for event in events}
                best = worth, msgspec.json.encode(with_words(fixture.document, names))
    return best[1] if best else None


def signed(source: OpenSource, body: bytes, now: datetime) -> tuple[bytes, dict[str, str], str]:
    """The body as it goes out, its headers, and what follows the address (`?token=…` or nothing)."""
    signature, secret = source.adapter.signature, next(iter(source.secrets), "")
    raw = signed_body(signature, secret, body)
    return raw, sign(signature, secret, raw, now, f"msg_test_{int(now.timestamp())}"), signed_query(signature, secret)


def trial(source: OpenSource, body: bytes, now: datetime) -> dict[str, Any]:
    """`door` is "open" or why it is shut; `events`, `ignored`, `unreadable` and `unmapped` what was understood."""
    found: dict[str, Any] = {"source": source.name, "events": [], "ignored": [], "unreadable": [], "unmapped": []}
    if not source.secrets:
        return {**found, "door": "shut: no secret is set for this source"}
    raw, headers, query = signed(source, body, now)
    names = {name.lower(): value for name, value in headers.items()}
    proof = verify(source.adapter.signature, source.secrets, names, dict(parse_qsl(query.removeprefix("?"))), raw, now)
    if isinstance(proof, Refused):
        return {**found, "door": f"shut: {proof.why}"}
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return {**found, "door": "shut: the body is no JSON"}
    reading = read(source, document, raw, Reception(now, names, source.zone))
    events = _events(reading)
    words = {word for event in events for word in unknown_words(source.adapter, event.raw)} - set(source.lessons)
    return {
        **found,
        "door": "open",
        "events": [_shown(event) for event in events],
        "ignored": [item.why for item in reading.items if isinstance(item, Ignored)],
        "unreadable": [item.why for item in reading.items if isinstance(item, Unreadable)],
        "unmapped": sorted(f"{part} {word}" for part, word in words),
    }


_THEN = datetime.fromisoformat("2026-11-30T12:00:00+00:00")


def _events(reading: Reading) -> list[TrackingEvent]:
    return [event for item in reading.items if isinstance(item, Report) for event in item.events]


def _shown(event: TrackingEvent) -> dict[str, Any]:
    return {
        "tracking_number": event.tracking_number,
        "milestone": event.milestone.value,
        "detail": event.detail,
        "reason": event.reason,
        "occurred_at": event.occurred_at.isoformat(),
        "zone": event.zone_source.value,
        "eta": _due(event.eta),
    }


def _due(eta: Estimate | None) -> str | None:
    if eta is None:
        return None
    return "..".join(at.isoformat() for at in (eta.on, eta.from_at, eta.to_at) if at)
