"""A trial of one source: a sample of its sender, its proof, and what is understood; kept only where it is posted."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from carriers.conformance.bending import every_value
from carriers.conformance.subject import FIXTURES, load
from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect
from carriers.generic.mapping import BadMapping
from carriers.generic.paths import places
from carriers.registry import adapter
from carriers.signatures import Refused, Scheme, sign, signed_body, signed_query, verify
from carriers.unmapped import unknown_words
from domain.axes import Milestone
from domain.events import Estimate, TrackingEvent
from flows.webhooks.hints import WHY as HINT
from flows.webhooks.receive import Acknowledged, Rejected, WebhookDoor, read
from flows.webhooks.sources import OpenSource

SAMPLE_NUMBER = "DOORSTEP-TEST"
"""The tracking number of a sample: nobody's parcel, so nobody is told anything."""


def sample(adapter: Dialect, number: str) -> bytes | None:
    """One of the adapter's fixtures (a parcel on the van, if there is one), about this tracking number.

    None where there are no fixtures, or none that says anything by itself (a generic adapter's mapping is its own).
    """
    best: tuple[tuple[int, int], bytes] | None = None
    for fixture in load(FIXTURES / adapter.name) if adapter.name != "generic" else ():
        numbers = {event.tracking_number for event in _events(_then(adapter, fixture.document))}
        renamed = _renamed(fixture.document, numbers, number)
        reading = _then(adapter, renamed)
        events = _events(reading)
        # Not the odd ones: what is posted must be about nobody's parcel, and nothing of it a riddle.
        if {event.tracking_number for event in events} == {number} and len(reading.items) == 1:
            said = {event.milestone for event in events}
            tells = 2 if Milestone.OUT_FOR_DELIVERY in said else int(said != {Milestone.UNKNOWN})
            worth = (tells, -len(events))  # a parcel's day, not a list of all words
            if best is None or worth > best[0]:
                best = worth, msgspec.json.encode(renamed)
    return best[1] if best else None


def _renamed(document: Any, numbers: Collection[str], number: str) -> Any:
    """The document with another tracking number, however the old one is written in it."""

    def change(value: Any) -> Any:
        is_one = isinstance(value, str | int) and str(value).strip().upper() in numbers
        return number if is_one else value

    return every_value(document, change)


def _then(adapter: Dialect, document: object) -> Reading:
    return adapter.read(document, b"sample", Reception(_THEN, {}))


def signed(source: OpenSource, body: bytes, now: datetime) -> tuple[bytes, dict[str, str], str]:
    """The body as it goes out, its headers, and what follows the address (`?token=…` or nothing)."""
    signature = source.adapter.signature
    # Of published keys the sender alone can sign with its own; a pair of ours stands behind them.
    secret = next(iter(source.secrets if signature.scheme is not Scheme.RSA_KEYS else source.secrets[::-1]), "")
    raw = signed_body(signature, secret, body)
    return raw, sign(signature, secret, raw, now, f"msg_test_{int(now.timestamp())}"), signed_query(signature, secret)


async def knock(door: WebhookDoor, slug: str, source: OpenSource, body: bytes, now: datetime) -> dict[str, Any]:
    """Posts the body through the webhook door, signed as the sender would: what the sender would have been answered."""
    raw, headers, query = signed(source, body, now)
    names = {name.lower(): value for name, value in headers.items()}
    answer = await door.receive(slug, names, dict(parse_qsl(query.removeprefix("?"))), raw)
    match answer:
        case Acknowledged(accepted, duplicates, unreadable):
            return {"status": 200, "accepted": accepted, "duplicates": duplicates, "unreadable": unreadable}
        case Rejected(status, why):
            return {"status": status, "detail": why}


def trial(source: OpenSource, body: bytes, now: datetime) -> dict[str, Any]:
    """`door` is "open" or why it is shut; `events`, `ignored`, `unreadable` and `unmapped` what was understood."""
    found: dict[str, Any] = {"source": source.name, **_NOTHING}
    if not source.secrets:
        return {**found, "door": "shut: no secret is set for this source"}
    try:
        raw, headers, query = signed(source, body, now)
    except (msgspec.DecodeError, RecursionError, TypeError):
        return {**found, "door": "shut: the body is no JSON object"}
    except ValueError as flaw:
        return {**found, "door": f"shut: it cannot be signed here: {flaw}"}
    names = {name.lower(): value for name, value in headers.items()}
    proof = verify(source.adapter.signature, source.secrets, names, dict(parse_qsl(query.removeprefix("?"))), raw, now)
    if isinstance(proof, Refused):
        return {**found, "door": f"shut: {proof.why}"}
    return {**found, **understood(source, raw, now)}


def understood(source: OpenSource, body: bytes, now: datetime) -> dict[str, Any]:
    """What a body says by this source's adapter, mapping and lessons, whoever sent it."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return {**_NOTHING, "door": "shut: the body is no JSON"}
    reading = read(source, document, body, Reception(now, {}, source.zone))
    events = _events(reading)
    words = {word for event in events for word in unknown_words(source.adapter, event.raw)} - set(source.lessons)
    return {
        "door": "open",
        "hint": HINT if source.fetch_first else None,
        "events": [_shown(event) for event in events],
        "ignored": [item.why for item in reading.items if isinstance(item, Ignored)],
        "unreadable": [item.why for item in reading.items if isinstance(item, Unreadable)],
        "unmapped": sorted(f"{part} {word}" for part, word in words),
    }


def drafted(source: OpenSource, mapping: Any, body: bytes, now: datetime) -> dict[str, Any]:
    """What a body would say by a mapping that is not saved yet; `flaw` where the mapping cannot be used."""
    try:
        draft = replace(source, adapter=adapter("generic", mapping))
    except BadMapping as flaw:
        return {"flaw": str(flaw)}
    return understood(draft, body, now)


def fields_of(body: bytes) -> list[tuple[str, str]]:
    """Where values stand in a body, each with its value as text."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return []
    return [(path, str(value)[:80]) for path, value in places(document)]


_NOTHING: Mapping[str, Any] = {"hint": None, "events": [], "ignored": [], "unreadable": [], "unmapped": []}
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
