"""DHL: shipments in the shape of the unified tracking answer."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from carriers.contract import Reading, Reception, Unreadable
from carriers.dhl.client import POLLER
from carriers.dhl.express import read_express
from carriers.dhl.statuses import CODES, STATUSES
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text, tracking_number
from carriers.signatures import Scheme, Signature
from carriers.times import estimate, moment, window
from carriers.words import refined_by_words
from domain.axes import FINAL
from domain.events import Estimate, Place, Raw, TrackingEvent


def read(document: object, body: bytes, reception: Reception) -> Reading:
    items = tuple(read_poll(document, reception))
    return (
        Reading(body_key(body), items) if items else unreadable(body, "`shipments` is missing: this is no DHL answer")
    )


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /track/shipments`, or one shipment of it."""
    posted = fields(document)
    answer = fields(posted.get("trackingResponse")) or posted
    shipments = entries(answer.get("shipments")) or ([answer] if "status" in answer else [])
    for shipment in shipments:
        yield from _shipment(fields(shipment), reception)


def _shipment(shipment: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    if express := tracking_number(shipment.get("shipmentTrackingNumber")):
        return read_express(shipment, express, reception)
    number = tracking_number(shipment.get("id"))
    if number is None:
        return (Unreadable("`shipments[].id` is missing"),)
    service = text(shipment.get("service"), 40)
    parcel = Parcel(number, f"{service}:{number}", reception, f"DHL {service}" if service else "DHL")
    return snapshot(
        entries(shipment.get("events")),
        "events[].timestamp",
        lambda scan: _scan(scan, parcel),
        lambda newest: _own(shipment, parcel, newest),
    )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    """Some divisions write the offset, others leave it out, in one and the same answer."""
    at = moment(scan.get("timestamp"), parcel.reception.zone)
    if at is None:
        return None
    code, status = text(scan.get("statusCode"), 40), text(scan.get("status"))
    words = text(scan.get("description"))
    return parcel.event(_meaning(code, status, words), at, Raw(code, status), place=_place(scan), text=words or status)


def _meaning(code: str | None, status: str | None, words: str | None) -> Meaning:
    """Out for delivery, attempts and pickups hide in the sentences."""
    return refined_by_words(STATUSES.get(code or "", UNMAPPED), words, status)


def _place(scan: Mapping[str, Any]) -> Place | None:
    address = fields(fields(scan.get("location")).get("address"))
    return place(address.get("addressLocality"), None, address.get("postalCode"), address.get("countryCode"))


def _own(shipment: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    latest = fields(shipment.get("status"))
    code, status, words = (
        text(latest.get("statusCode"), 40),
        text(latest.get("status")),
        text(latest.get("description")),
    )
    meaning = _meaning(code, status, words)
    eta = None if meaning.milestone in FINAL else _estimate(shipment, parcel.reception.zone)
    at = moment(latest.get("timestamp"), parcel.reception.zone)
    return parcel.own_word(meaning, at, Raw(code, status), newest, eta=eta, text=words or status)


def _estimate(shipment: Mapping[str, Any], zone: tzinfo | None) -> Estimate | None:
    """With "By End of Day" the hours are a lie and only the day is true."""
    due = estimate(shipment.get("estimatedTimeOfDelivery"), zone)
    if "end of day" in (text(shipment.get("estimatedTimeOfDeliveryRemark")) or "").lower() and due:
        written = text(shipment.get("estimatedTimeOfDelivery")) or ""
        return estimate(written[:10]) or due
    frame = fields(shipment.get("estimatedDeliveryTimeFrame"))
    return window(frame.get("estimatedFrom"), frame.get("estimatedThrough"), zone) or due


ADAPTER = Dialect(
    name="dhl",
    title="DHL",
    signature=Signature(
        Scheme.URL_TOKEN,
        weak="No push body and no signature of DHL were seen: the address is the secret. Polling is the safer way.",
    ),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", STATUSES), StatusTable("code", CODES)),
    pages_read_on="2026-11-22",
    setup="Subscribe the address, with its token, at DHL.",
    max_body_bytes=1024 * 1024,
)
