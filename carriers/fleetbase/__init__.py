"""Fleetbase: order and tracking-status events of a self-hosted dispatch system."""

from collections.abc import Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.fleetbase.statuses import EVENTS
from carriers.keys import body_key
from carriers.meaning import Meaning, StatusTable
from carriers.parcels import Item, Parcel
from carriers.reading import fields, first, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import moment
from carriers.words import refined_by_words
from domain.events import Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    key, kind = word(posted.get("id")) or body_key(body), text(posted.get("event"), 60)
    if kind is None:
        return unreadable(body, "`event` is missing: this is no Fleetbase webhook")
    if kind not in EVENTS:
        return Reading(key, (Ignored(f"{kind} is not about a parcel on its way"),))
    return Reading(key, (_resource(kind, key, posted, fields(posted.get("data")), reception),))


def _resource(kind: str, key: str, posted: Mapping[str, Any], data: Mapping[str, Any], reception: Reception) -> Item:
    number = _number(data)
    if number is None:
        return Unreadable("`data.tracking_number`, `data.internal_id` and `data.id` are missing")
    at = moment(posted.get("created_at"), reception.zone)
    if at is None:
        return Unreadable("`created_at` holds no time")
    status, words = text(data.get("status"), 60) or text(data.get("code"), 60), text(data.get("details"))
    parcel = Parcel(number, word(data.get("id")) or number, reception)
    return Report((parcel.event(_meaning(kind, status, words), at, Raw(kind, status), key=key, text=words),))


def _number(data: Mapping[str, Any]) -> str | None:
    given = data.get("tracking_number")
    nested = fields(given).get("tracking_number")
    return first(map(tracking_number, (given, nested, data.get("internal_id"), data.get("id"))))


def _meaning(kind: str, status: str | None, words: str | None) -> Meaning:
    """Activities have names of the installation's own; only a sentence that leaves no doubt is understood."""
    return refined_by_words(EVENTS[kind], words, (status or "").replace("_", " "))


ADAPTER = Dialect(
    name="fleetbase",
    title="Fleetbase",
    signature=Signature(
        Scheme.BODY_DIGEST,
        header="signature",
        weak="Fleetbase signs events raised in its console with the word `internal` unless a key is set: set one.",
    ),
    reader=read,
    tables=(StatusTable("status", EVENTS),),
    pages_read_on="2026-11-22",
    setup="Add the address among Fleetbase's webhooks, and set the key that signs to this secret.",
)
