"""AfterShip: `tracking_update`, `edd_revise` and `tracking_pending_time`, each with the whole tracking in `msg`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from carriers.aftership.statuses import SUBTAGS, TAGS
from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key, digest_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable, adds, event_of, newest_of
from carriers.reading import entries, fields, place, text, too_many, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, epoch_seconds, estimate, moment, window
from domain.axes import FINAL, Milestone, ZoneSource
from domain.events import Estimate, Raw, TrackingEvent

_EVENTS = frozenset({"tracking_update", "edd_revise", "tracking_pending_time"})

_ESTIMATES = (
    "latest_estimated_delivery",
    "custom_estimated_delivery_date",
    "courier_estimated_delivery_date",
    "aftership_estimated_delivery_date",
)
"""Newest first, then whoever knows best: the shop, the carrier, AfterShip's own model."""


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    key = word(posted.get("event_id")) or body_key(body)
    kind = text(posted.get("event"))
    if kind not in _EVENTS:
        if kind is None:
            return unreadable(body, "`event` is missing: this is no AfterShip webhook")
        return Reading(key, (Ignored(f"{kind} is not about a parcel on its way"),))
    if not isinstance(posted.get("msg"), dict):
        return unreadable(body, "`msg` is missing: this is no AfterShip tracking")
    return Reading(key, _tracking(posted["msg"], posted.get("ts"), reception))


def read_poll(document: object, reception: Reception) -> Reading:
    """`GET /trackings` (a list), `GET /trackings/{id}` and `GET /last_checkpoint/{id}`, in or out of their envelope."""
    data = fields(fields(document).get("data")) or fields(document)
    trackings = entries(data.get("trackings")) or [data.get("tracking") or data]
    return Reading("", tuple(item for one in trackings for item in _tracking(fields(one), None, reception)))


def _tracking(msg: Mapping[str, Any], ts: object, reception: Reception) -> tuple[Report | Unreadable, ...]:
    number = tracking_number(msg.get("tracking_number"))
    if number is None:
        return (Unreadable("`msg.tracking_number` is missing"),)
    scans = entries(msg.get("checkpoints")) or [one for one in (msg.get("checkpoint"),) if one]
    if refusal := too_many(scans):
        return (refusal,)
    object_id, carrier = word(msg.get("id")) or number, text(msg.get("slug"), 60)
    events: list[TrackingEvent] = []
    flaws: list[Unreadable] = []
    for position, scan in enumerate(scans):
        found = _scan(fields(scan), object_id, number, carrier, reception)
        if found is None:
            flaws.append(Unreadable(f"`checkpoints[{position}].checkpoint_time` holds no time"))
        else:
            events.append(found)
    if own := _own(msg, ts, events, object_id, number, carrier, reception):
        events.append(own)
    return (Report(_brought_back(events, is_return=msg.get("return_to_sender") is True)), *flaws)


def _scan(
    scan: Mapping[str, Any], object_id: str, number: str, carrier: str | None, reception: Reception
) -> TrackingEvent | None:
    at = moment(scan.get("checkpoint_time"), reception.zone)
    if at is None:
        return None
    tag, subtag = text(scan.get("tag")), text(scan.get("subtag"))
    # Version 2026-01 renamed `zip` and `country_iso3`.
    postcode = scan.get("postal_code") or scan.get("zip")
    country = scan.get("country_region") or scan.get("country_iso3")
    return event_of(
        _meaning(tag, subtag),
        key=digest_key(object_id, tag, subtag, at.written),
        tracking_number=number,
        moment=at,
        received_at=reception.received_at,
        raw=Raw(tag, subtag, text(scan.get("raw_tag"), 60)),
        place=place(scan.get("city"), scan.get("state"), postcode, country),
        text=text(scan.get("message")) or text(scan.get("subtag_message")),
        carrier=text(scan.get("slug"), 60) or carrier,
    )


def _meaning(tag: str | None, subtag: str | None) -> Meaning:
    return SUBTAGS.get(subtag or "") or TAGS.get(tag or "") or UNMAPPED


def _own(
    msg: Mapping[str, Any],
    ts: object,
    scans: list[TrackingEvent],
    object_id: str,
    number: str,
    carrier: str | None,
    reception: Reception,
) -> TrackingEvent | None:
    """The tracking's own tag when it says more than the newest checkpoint (there may be none), and its estimate."""
    tag, subtag = text(msg.get("tag")), text(msg.get("subtag"))
    newest = newest_of(scans)
    meaning = _meaning(tag, subtag)
    eta = None if meaning.milestone in FINAL else _estimate(msg, reception.zone)
    words = text(msg.get("subtag_message"))
    if newest is not None and not adds(meaning, newest):
        if eta is None:
            return None
        meaning, tag, subtag, words = UNMAPPED, None, None, None
    return event_of(
        meaning,
        key=digest_key(object_id, tag, subtag, newest.occurred_at if newest else None, eta),
        tracking_number=number,
        moment=_known_at(msg, ts, meaning, reception),
        received_at=reception.received_at,
        raw=Raw(tag, subtag),
        eta=eta,
        text=words,
        carrier=carrier,
    )


def _known_at(msg: Mapping[str, Any], ts: object, meaning: Meaning, reception: Reception) -> Moment:
    """When it was delivered, if that is said with a zone; else when AfterShip learnt of it."""
    if meaning.milestone is Milestone.DELIVERED:
        handed_over = moment(msg.get("shipment_delivery_date"))
        if handed_over and handed_over.zone_source is ZoneSource.EXPLICIT:
            return handed_over
    return (
        moment(msg.get("last_updated_at"))
        or moment(msg.get("updated_at"))
        or epoch_seconds(ts)
        or Moment(reception.received_at, ZoneSource.ASSUMED, reception.received_at)
    )


def _estimate(msg: Mapping[str, Any], zone: tzinfo | None) -> Estimate | None:
    for name in _ESTIMATES:
        given = msg.get(name) or msg.get(name.removesuffix("_date"))
        if isinstance(given, dict) and (found := _range(given, zone)):
            return found
        if isinstance(given, str) and (found := estimate(given, zone)):
            return found
    return estimate(msg.get("expected_delivery"), zone)


def _range(given: Mapping[str, Any], zone: tzinfo | None) -> Estimate | None:
    """`datetime` (older: `estimated_delivery_date`), or its `_min` and `_max` where both are given."""
    name = "datetime" if "datetime" in given else "estimated_delivery_date"
    low, high = given.get(f"{name}_min"), given.get(f"{name}_max")
    return window(low, high, zone) if low and high else estimate(given.get(name), zone)


def _brought_back(events: list[TrackingEvent], *, is_return: bool) -> tuple[TrackingEvent, ...]:
    """Once a parcel goes back, "Delivered" means delivered to the sender (`return_to_sender`, Exception_010)."""
    turned_at = min((event.occurred_at for event in events if event.milestone is Milestone.RETURNING), default=None)
    if not is_return and turned_at is None:
        return tuple(events)
    return tuple(
        replace(event, milestone=Milestone.RETURNED)
        if event.milestone is Milestone.DELIVERED and (turned_at is None or event.occurred_at >= turned_at)
        else event
        for event in events
    )


ADAPTER = Dialect(
    name="aftership",
    title="AfterShip",
    signature=Signature(Scheme.BODY_DIGEST, header="aftership-hmac-sha256", encoding="base64"),
    reader=read,
    poll_reader=read_poll,
    tables=(StatusTable("status", TAGS), StatusTable("substatus", SUBTAGS)),
    pages_read_on="2026-11-22",
)
