"""EasyPost: `tracker.created` and `tracker.updated`, each with the whole tracker and all its scans."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.easypost.client import POLLER
from carriers.easypost.statuses import DETAILS, PAIRS, STATUSES
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, moment
from carriers.words import said
from domain.axes import FINAL, Direction, Milestone, ZoneSource
from domain.events import Estimate, Raw, TrackingEvent

_VAGUE = frozenset({"in_transit", "failure"})


def read(document: object, body: bytes, reception: Reception) -> Reading:
    event = fields(document)
    kind = text(event.get("description"))
    if kind and not kind.startswith("tracker."):
        return Reading(word(event.get("id")) or body_key(body), (Ignored(f"{kind} is not about a parcel on its way"),))
    tracker = event if event.get("object") == "Tracker" else event.get("result")
    if not isinstance(tracker, dict):
        return unreadable(body, "`result` is missing: this is no EasyPost tracker event")
    key = word(event.get("id")) if tracker is not event else None
    return Reading(key or body_key(body), _tracker(tracker, reception))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /v2/trackers` (a list under `trackers`) or `GET /v2/trackers/{id}`."""
    answer = fields(document)
    for tracker in entries(answer.get("trackers")) or [answer]:
        yield from _tracker(fields(tracker), reception)


def _tracker(tracker: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    number = tracking_number(tracker.get("tracking_code"))
    if number is None:
        return (Unreadable("`tracking_code` is missing"),)
    direction = Direction.RETURN if tracker.get("is_return") is True else Direction.DELIVERY
    object_id, carrier = word(tracker.get("id")) or number, text(tracker.get("carrier"), 60)
    parcel = Parcel(number, object_id, reception, carrier, direction)
    return snapshot(
        entries(tracker.get("tracking_details")),
        "tracking_details[].datetime",
        lambda scan: _scan(scan, parcel),
        lambda newest: _own(tracker, parcel, newest),
    )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    zone = parcel.reception.zone
    at = moment(scan.get("datetime"), zone)
    if at is None:
        return None
    status, detail = text(scan.get("status")), text(scan.get("status_detail"))
    spot = fields(scan.get("tracking_location"))
    where = place(spot.get("city"), spot.get("state"), spot.get("zip"), spot.get("country"))
    if where is None or not (where.city or where.postcode):
        # Without a place EasyPost takes the carrier's local time for UTC (its guide says so).
        at = Moment(at.at, ZoneSource.ASSUMED, at.written)
    words = text(scan.get("message")) or text(scan.get("description"))
    eta = scan.get("est_delivery_date")
    return parcel.event(
        _meaning(status, detail, words),
        at,
        Raw(status, detail, text(scan.get("carrier_code"), 60)),
        eta=estimate(eta, zone) if eta else None,
        place=where,
        text=words,
    )


def _meaning(status: str | None, detail: str | None, words: str | None) -> Meaning:
    if status is None:
        return UNMAPPED
    if detail is None:
        return STATUSES.get(status, UNMAPPED)
    if detail == "delivery_exception" and status in _VAGUE:
        told = said(words)
        if told and told.milestone is Milestone.DELIVERY_ATTEMPTED:
            return told
    return PAIRS.get((status, detail)) or STATUSES.get(status) or UNMAPPED.refined(DETAILS.get(detail))


def _own(tracker: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    status, detail = text(tracker.get("status")), text(tracker.get("status_detail"))
    meaning = _meaning(status, detail, newest.text if newest else None)
    eta = None if meaning.milestone in FINAL else _estimate(tracker, parcel.reception.zone)
    return parcel.own_word(meaning, moment(tracker.get("updated_at")), Raw(status, detail), newest, eta=eta)


def _estimate(tracker: Mapping[str, Any], zone: tzinfo | None) -> Estimate | None:
    """The carrier's local date before EasyPost's own, which is a date at midnight UTC."""
    local = fields(tracker.get("carrier_detail"))
    day, hour = text(local.get("est_delivery_date_local")), text(local.get("est_delivery_time_local"))
    if day and (found := estimate(f"{day[:10]}T{hour}" if hour else day, zone) or estimate(day)):
        return found
    return estimate(tracker.get("est_delivery_date"), zone)


ADAPTER = Dialect(
    name="easypost",
    title="EasyPost",
    signature=Signature(Scheme.BODY_DIGEST, header="x-hmac-signature", prefix="hmac-sha256-hex=", key="nfkd"),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", STATUSES), StatusTable("substatus", DETAILS)),
    pages_read_on="2026-11-22",
    setup="Create a webhook in EasyPost with the address, and this secret as its `webhook_secret`.",
)
