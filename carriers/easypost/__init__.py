"""EasyPost: `tracker.created` and `tracker.updated`, each with the whole tracker and all its scans."""

import re
from collections.abc import Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.easypost.statuses import ATTEMPTED, DETAILS, PAIRS, STATUSES
from carriers.keys import body_key, digest_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable, adds, event_of, newest_of
from carriers.reading import entries, fields, place, text, too_many, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, moment
from domain.axes import FINAL, Direction, ZoneSource
from domain.events import Estimate, Raw, TrackingEvent

_ATTEMPT = re.compile(r"attempt|notice left|no access|not home|recipient (not|un)available", re.IGNORECASE)


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


def read_poll(document: object, reception: Reception) -> Reading:
    """`GET /v2/trackers` (a list under `trackers`) or `GET /v2/trackers/{id}`."""
    answer = fields(document)
    trackers = entries(answer.get("trackers")) or [answer]
    items = tuple(item for tracker in trackers for item in _tracker(fields(tracker), reception))
    return Reading("", items)


def _tracker(tracker: Mapping[str, Any], reception: Reception) -> tuple[Report | Unreadable, ...]:
    number = tracking_number(tracker.get("tracking_code"))
    if number is None:
        return (Unreadable("`tracking_code` is missing"),)
    scans = entries(tracker.get("tracking_details"))
    if refusal := too_many(scans):
        return (refusal,)
    object_id = word(tracker.get("id")) or number
    carrier = text(tracker.get("carrier"), 60)
    direction = Direction.RETURN if tracker.get("is_return") is True else Direction.DELIVERY
    events: list[TrackingEvent] = []
    flaws: list[Unreadable] = []
    for position, scan in enumerate(scans):
        found = _scan(fields(scan), object_id, number, carrier, direction, reception)
        if found is None:
            flaws.append(Unreadable(f"`tracking_details[{position}].datetime` holds no time"))
        else:
            events.append(found)
    if own := _own(tracker, events, object_id, number, carrier, direction, reception):
        events.append(own)
    return (Report(tuple(events)), *flaws)


def _scan(
    scan: Mapping[str, Any],
    object_id: str,
    number: str,
    carrier: str | None,
    direction: Direction,
    reception: Reception,
) -> TrackingEvent | None:
    at = moment(scan.get("datetime"), reception.zone)
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
    return event_of(
        _meaning(status, detail, words),
        key=digest_key(object_id, status, detail, at.written),
        tracking_number=number,
        moment=at,
        received_at=reception.received_at,
        raw=Raw(status, detail, text(scan.get("carrier_code"), 60)),
        eta=estimate(eta, reception.zone) if eta else None,
        place=where,
        text=words,
        carrier=carrier,
        direction=direction,
    )


def _meaning(status: str | None, detail: str | None, words: str | None) -> Meaning:
    if status is None:
        return UNMAPPED
    if detail is None:
        return STATUSES.get(status, UNMAPPED)
    if detail == "delivery_exception" and words and status in ("in_transit", "failure") and _ATTEMPT.search(words):
        return ATTEMPTED
    return PAIRS.get((status, detail)) or STATUSES.get(status) or UNMAPPED.refined(DETAILS.get(detail))


def _own(
    tracker: Mapping[str, Any],
    scans: list[TrackingEvent],
    object_id: str,
    number: str,
    carrier: str | None,
    direction: Direction,
    reception: Reception,
) -> TrackingEvent | None:
    """The tracker's own words, when they say more than its newest scan: another status, or an estimate.

    An estimate alone comes under no milestone, for it tells nothing about where the parcel is.
    """
    status, detail = text(tracker.get("status")), text(tracker.get("status_detail"))
    newest = newest_of(scans)
    meaning = _meaning(status, detail, newest.text if newest else None)
    eta = None if meaning.milestone in FINAL else _estimate(tracker, reception)
    if newest is not None:
        if not adds(meaning, newest):
            if eta is None or eta == newest.eta:
                return None
            meaning, status, detail = UNMAPPED, None, None
        scanned = newest.occurred_at
    else:
        scanned = None
    at = moment(tracker.get("updated_at")) or Moment(reception.received_at, ZoneSource.ASSUMED, reception.received_at)
    return event_of(
        meaning,
        key=digest_key(object_id, status, detail, scanned, eta),
        tracking_number=number,
        moment=at,
        received_at=reception.received_at,
        raw=Raw(status, detail),
        eta=eta,
        carrier=carrier,
        direction=direction,
    )


def _estimate(tracker: Mapping[str, Any], reception: Reception) -> Estimate | None:
    """The carrier's local date before EasyPost's own, which is a date at midnight UTC."""
    local = fields(tracker.get("carrier_detail"))
    day, hour = text(local.get("est_delivery_date_local")), text(local.get("est_delivery_time_local"))
    if day and (found := estimate(f"{day[:10]}T{hour}" if hour else day, reception.zone) or estimate(day)):
        return found
    return estimate(tracker.get("est_delivery_date"), reception.zone)


ADAPTER = Dialect(
    name="easypost",
    title="EasyPost",
    signature=Signature(Scheme.BODY_DIGEST, header="x-hmac-signature", prefix="hmac-sha256-hex=", key="nfkd"),
    reader=read,
    poll_reader=read_poll,
    tables=(StatusTable("status", STATUSES), StatusTable("substatus", DETAILS)),
    pages_read_on="2026-11-22",
)
