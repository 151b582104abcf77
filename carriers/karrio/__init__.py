"""Karrio: `tracker_created` and `tracker_updated`, the whole tracker with its events."""

from collections.abc import Iterator, Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.karrio.client import POLLER
from carriers.karrio.statuses import REASONS, STATUSES
from carriers.keys import body_key, digest_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, mislabelled, moment
from carriers.words import refined_by_words
from domain.axes import FINAL, Milestone
from domain.events import Raw, TrackingEvent


def read(document: object, body: bytes, reception: Reception) -> Reading:
    """Both shapes: the documented `{id, type, data}` and the `{event, data}` its code posts."""
    posted = fields(document)
    key = word(posted.get("id")) or body_key(body)
    kind = text(posted.get("type")) or text(posted.get("event"))
    if kind is None:
        return unreadable(body, "`event` is missing: this is no Karrio webhook")
    if not kind.startswith("tracker"):
        return Reading(key, (Ignored(f"{kind} is not about a parcel on its way"),))
    return Reading(key, _tracker(fields(posted.get("data")), reception))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /v1/trackers` (under `results`) and `GET /v1/trackers/{id}`."""
    answer = fields(document)
    for tracker in entries(answer.get("results")) or [answer]:
        yield from _tracker(fields(tracker), reception)


def _tracker(data: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    number = tracking_number(data.get("tracking_number"))
    if number is None:
        return (Unreadable("`data.tracking_number` is missing"),)
    parcel = Parcel(number, word(data.get("id")) or number, reception, text(data.get("carrier_name"), 60))
    return snapshot(
        entries(data.get("events")),
        "events[].date",
        lambda scan: _scan(scan, parcel),
        lambda newest: _own(data, parcel, newest),
    )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    at = _moment(scan, parcel)
    if at is None:
        return None
    status, code = text(scan.get("status")), text(scan.get("code"), 60)
    reason = text(scan.get("reason"), 60)
    words = text(scan.get("description"))
    # Codes are each carrier's own and mean different things: Karrio's status is mapped, else the sentence is read.
    meaning = refined_by_words(STATUSES.get(status or "", UNMAPPED), words).refined(REASONS.get(reason or ""))
    key = digest_key(parcel.object_id, status, reason or code, at.written)
    raw = Raw(status, reason, code)
    return parcel.event(meaning, at, raw, key=key, place=place(scan.get("location")), text=words)


def _moment(scan: Mapping[str, Any], parcel: Parcel) -> Moment | None:
    """`date` and `time` (24 hours, at times with `AM` or `PM` behind) have no zone, nor has `timestamp`, `Z` or not."""
    day, hour = text(scan.get("date")), text(scan.get("time"))
    if day:
        return moment(f"{day[:10]}T{hour.split()[0]}" if hour else day, parcel.reception.zone)
    return mislabelled(scan.get("timestamp"), parcel.reception.zone)


def _own(data: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    status = text(data.get("status"))
    meaning = _meaning(status, newest)
    eta = None if meaning.milestone in FINAL else estimate(data.get("estimated_delivery"), parcel.reception.zone)
    scanned = Moment(newest.occurred_at, newest.zone_source, newest.occurred_at) if newest else None
    return parcel.own_word(meaning, scanned, Raw(status), newest, eta=eta)


def _meaning(status: str | None, newest: TrackingEvent | None) -> Meaning:
    """Karrio falls back to `in_transit` when it knows nothing: without a single scan it is not believed."""
    meaning = STATUSES.get(status or "", UNMAPPED)
    return UNMAPPED if newest is None and meaning.milestone is Milestone.IN_TRANSIT else meaning


ADAPTER = Dialect(
    name="karrio",
    title="Karrio",
    signature=Signature(
        Scheme.HEADER_SECRET,
        header="x-event-id",
        weak="Karrio sends the secret itself, in clear, and signs nothing: whoever sees one delivery can post.",
    ),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", STATUSES), StatusTable("substatus", REASONS)),
    pages_read_on="2026-11-22",
    setup="Create a webhook in Karrio with the address; the secret there and here must be the same.",
)
