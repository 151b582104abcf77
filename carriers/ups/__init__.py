"""UPS: Track Alert v2 with one event in each post, and the answer of the Tracking API."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from carriers.contract import Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect
from carriers.keys import body_key, digest_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, other_numbers, snapshot
from carriers.reading import entries, fields, place, text, tracking_number
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, paired, window
from carriers.ups.client import POLLER
from carriers.ups.intercept import CHANGER
from carriers.ups.statuses import CODES, TYPES
from carriers.words import refined_by_words
from domain.axes import FINAL, Milestone
from domain.events import Estimate, Place, Raw, TrackingEvent

_WINDOWS = frozenset({"EDW", "CDW", "IDW"})
"""Estimated, confirmed and imminent delivery windows (Tracking.yaml, DeliveryTime)."""


def read(document: object, body: bytes, reception: Reception) -> Reading:
    return Reading(body_key(body), (_alert(fields(document), reception),))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /track/v1/details/{number}`: packages with their activities, under the same keys as the alerts."""
    answer = fields(fields(document).get("trackResponse"))
    for shipment in entries(answer.get("shipment")):
        for package in entries(fields(shipment).get("package")):
            yield from _package(fields(package), reception)


def _alert(alert: Mapping[str, Any], reception: Reception) -> Item:
    number = tracking_number(alert.get("trackingNumber"))
    if number is None:
        return Unreadable("`trackingNumber` is missing: this is no UPS Track Alert")
    gmt = _stamp(alert.get("gmtActivityDate"), alert.get("gmtActivityTime"))
    at = paired(gmt, _stamp(alert.get("localActivityDate"), alert.get("localActivityTime")), reception.zone)
    if at is None:
        return Unreadable("`gmtActivityDate` and `localActivityDate` hold no time")
    status, parcel = fields(alert.get("activityStatus")), Parcel(number, number, reception, "UPS")
    raw = _raw(status, status.get("descriptionCode"))
    words = text(status.get("description"))
    meaning = _meaning(raw, words)
    eta = None if meaning.milestone in FINAL else _estimate(alert, reception.zone)
    spot = fields(alert.get("activityLocation"))
    event = parcel.event(meaning, at, raw, key=_key(number, raw, at), eta=eta, place=_place(spot), text=words)
    return Report((event,), also=other_numbers(number, *_alternates(alert)))


def _package(package: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    number = tracking_number(package.get("trackingNumber"))
    if number is None:
        return (Unreadable("`package[].trackingNumber` is missing"),)
    parcel = Parcel(number, number, reception, "UPS")
    return snapshot(
        entries(package.get("activity")),
        "activity[].date",
        lambda scan: _activity(scan, parcel),
        lambda newest: _expected(package, parcel, newest),
        other_numbers(number, *_alternates(package)),
    )


def _alternates(named: Mapping[str, Any]) -> list[object]:
    """A package may have a second number (a post's, say): a list in answers, a single one in alerts."""
    given = named.get("alternateTrackingNumber")
    return [fields(one).get("number") if isinstance(one, dict) else one for one in entries(given) or [given]]


def _expected(package: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    """A rescheduled date before the scheduled one; hours only where it estimates them: a commit time is a promise."""
    if newest is not None and newest.milestone in FINAL:
        return None
    told = [fields(one) for one in entries(package.get("deliveryDate"))]
    dates = {text(one.get("type"), 5): text(one.get("date"), 8) for one in told}
    day = dates.get("RDD") or dates.get("SDD")
    due = fields(package.get("deliveryTime"))
    start, end = text(due.get("startTime"), 6), text(due.get("endTime"), 6)
    is_window = text(due.get("type"), 5) in _WINDOWS and start and end and parcel.reception.zone is not None
    if day is None:
        return None
    eta = window(f"{day}T{start}", f"{day}T{end}", parcel.reception.zone) if is_window else None
    return parcel.own_word(UNMAPPED, None, Raw(), newest, eta=eta or estimate(day))


def _activity(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    gmt = _stamp(scan.get("gmtDate"), (text(scan.get("gmtTime"), 8) or "").replace(":", ""))
    at = paired(gmt, _stamp(scan.get("date"), scan.get("time")), parcel.reception.zone)
    if at is None:
        return None
    status = fields(scan.get("status"))
    raw, words = _raw(status, status.get("statusCode")), text(status.get("description"))
    spot = fields(fields(scan.get("location")).get("address"))
    return parcel.event(_meaning(raw, words), at, raw, key=_key(parcel.number, raw, at), place=_place(spot), text=words)


def _raw(status: Mapping[str, Any], code: object) -> Raw:
    return Raw(text(status.get("type"), 10), text(code, 20), text(status.get("code"), 20))


def _key(number: str, raw: Raw, at: Moment) -> str:
    return digest_key(number, f"{raw.status} {raw.code}", raw.substatus, at.written)


def _place(spot: Mapping[str, Any]) -> Place | None:
    return place(spot.get("city"), spot.get("stateProvince"), spot.get("postalCode"), spot.get("country"))


def _stamp(day: object, hour: object) -> str | None:
    """`20240423` and `131519` as one ISO time."""
    date, clock = text(day, 8), text(hour, 6)
    return f"{date}T{clock}" if date and clock else date


def _meaning(raw: Raw, words: str | None) -> Meaning:
    if raw.status == "I" and raw.code == "OR":
        return Meaning(Milestone.ACCEPTED, source=TYPES["I"].source)
    if known := CODES.get(raw.substatus or ""):
        return refined_by_words(known, words) if known.milestone is Milestone.EXCEPTION else known
    return refined_by_words(TYPES.get(raw.status or "", UNMAPPED), words)


def _estimate(alert: Mapping[str, Any], zone: tzinfo | None) -> Estimate | None:
    """A day; with start and end a window in the zone of the destination, which only the source's setting can know."""
    day = text(alert.get("scheduledDeliveryDate"), 8)
    if not day:
        return None
    start, end = text(alert.get("deliveryStartTime"), 6), text(alert.get("deliveryEndTime"), 6)
    is_vague = "end of day" in (text(alert.get("deliveryTimeDescription")) or "").lower()
    if is_vague or zone is None or not (start and end):
        return estimate(day)
    return window(f"{day}T{start}", f"{day}T{end}", zone) or estimate(day)


ADAPTER = Dialect(
    name="ups",
    title="UPS Track Alert",
    signature=Signature(
        Scheme.HEADER_SECRET,
        header="credential",
        weak="UPS signs no body: it only repeats the credential you registered.",
    ),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    changer=CHANGER,
    tables=(StatusTable("status", TYPES), StatusTable("substatus", CODES)),
    pages_read_on="2026-11-29",
    setup="With an API key each parcel is subscribed by itself, and UPS is told this credential.",
    max_body_bytes=5 * 1024 * 1024,
)
