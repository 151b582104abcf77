"""FedEx: the track response, as the API answers it and as Advanced Integrated Visibility is said to push it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.fedex.client import POLLER
from carriers.fedex.statuses import EVENTS, TIMELINESS
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, moment, window
from carriers.words import refined_by_words
from domain.axes import FINAL, Timeliness
from domain.events import Estimate, Raw, TrackingEvent


def read(document: object, body: bytes, reception: Reception) -> Reading:
    items = tuple(read_poll(document, reception))
    if not items:
        return unreadable(body, "`output.completeTrackResults` is missing: this is no FedEx track response")
    return Reading(body_key(body), items)


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`POST /track/v1/trackingnumbers`. One number may have two shipments, told apart by their unique id."""
    posted = fields(document)
    output = fields(posted.get("output")) or posted
    for complete in entries(output.get("completeTrackResults")):
        for result in entries(fields(complete).get("trackResults")):
            yield from _shipment(fields(result), reception)


def _shipment(result: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    if problem := fields(result.get("error")):
        return (Ignored(text(problem.get("message")) or "FedEx answered with an error"),)
    named = fields(result.get("trackingNumberInfo"))
    number = tracking_number(named.get("trackingNumber"))
    if number is None:
        return (Unreadable("`trackingNumberInfo.trackingNumber` is missing"),)
    parcel = Parcel(number, word(named.get("trackingNumberUniqueId")) or number, reception, "FedEx")
    return snapshot(
        entries(result.get("scanEvents")),
        "scanEvents[].date",
        lambda scan: _scan(scan, parcel),
        lambda newest: _own(result, parcel, newest),
    )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    at = moment(scan.get("date"), parcel.reception.zone)
    if at is None:
        return None
    kind, exception = text(scan.get("eventType"), 20), text(scan.get("exceptionCode"), 20)
    problem = text(scan.get("exceptionDescription"))
    spot = fields(scan.get("scanLocation"))
    where = place(spot.get("city"), spot.get("stateOrProvinceCode"), spot.get("postalCode"), spot.get("countryCode"))
    # `derivedStatusCode` calls a parcel on the van "in transit": only the event type is read.
    meaning = refined_by_words(EVENTS.get(kind or "", UNMAPPED), problem)
    return parcel.event(meaning, at, Raw(kind, exception), place=where, text=text(scan.get("eventDescription")))


def _own(result: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    latest = fields(result.get("latestStatusDetail"))
    code = text(latest.get("code"), 20)
    meaning = _timed(EVENTS.get(code or "", UNMAPPED), text(fields(latest.get("delayDetail")).get("status")))
    eta = None if meaning.milestone in FINAL else _estimate(result, parcel.reception.zone)
    scanned = Moment(newest.occurred_at, newest.zone_source, newest.occurred_at) if newest else None
    return parcel.own_word(meaning, scanned, Raw(code), newest, eta=eta, text=text(latest.get("description")))


def _timed(meaning: Meaning, flag: str | None) -> Meaning:
    known = TIMELINESS.get(flag or "", Timeliness.UNKNOWN)
    return meaning if known is Timeliness.UNKNOWN else replace(meaning, timeliness=known)


def _estimate(result: Mapping[str, Any], zone: tzinfo | None) -> Estimate | None:
    """An empty window is `{"window": {}}`; the standard transit window is a promise and no estimate."""
    due = fields(fields(result.get("estimatedDeliveryTimeWindow")).get("window"))
    if found := window(due.get("begins"), due.get("ends"), zone):
        return found
    for entry in entries(result.get("dateAndTimes")):
        named = fields(entry)
        if named.get("type") == "ESTIMATED_DELIVERY":
            return estimate(named.get("dateTime"), zone)
    return None


ADAPTER = Dialect(
    name="fedex",
    title="FedEx",
    signature=Signature(
        Scheme.URL_TOKEN,
        weak="How FedEx signs its pushes was not seen: the address is the secret. Polling is the safer way.",
    ),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", EVENTS),),
    pages_read_on="2026-11-22",
    setup="Give FedEx the address, with its token, where Advanced Integrated Visibility is set up.",
    max_body_bytes=1024 * 1024,
)
