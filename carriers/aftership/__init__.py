"""AfterShip: `tracking_update`, `edd_revise` and `tracking_pending_time`, each with the whole tracking in `msg`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from carriers.aftership.client import POLLER
from carriers.aftership.statuses import SUBTAGS, TAGS
from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, other_numbers, snapshot
from carriers.reading import entries, fields, place, text, tracking_number, word
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


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /trackings` (a list), `GET /trackings/{id}` and `GET /last_checkpoint/{id}`, in or out of their envelope."""
    data = fields(fields(document).get("data")) or fields(document)
    for tracking in entries(data.get("trackings")) or [data.get("tracking") or data]:
        yield from _tracking(fields(tracking), None, reception)


def _tracking(msg: Mapping[str, Any], ts: object, reception: Reception) -> tuple[Item, ...]:
    number = tracking_number(msg.get("tracking_number"))
    if number is None:
        return (Unreadable("`msg.tracking_number` is missing"),)
    parcel = Parcel(number, word(msg.get("id")) or number, reception, text(msg.get("slug"), 60))
    scans = entries(msg.get("checkpoints")) or [one for one in (msg.get("checkpoint"),) if one]
    items = snapshot(
        scans,
        "checkpoints[].checkpoint_time",
        lambda scan: _scan(scan, parcel),
        lambda newest: _own(msg, ts, parcel, newest),
        # The carriers of the first and of the last mile may have numbers of their own.
        other_numbers(number, *(fields(msg.get(mile)).get("tracking_number") for mile in ("first_mile", "last_mile"))),
    )
    is_return = msg.get("return_to_sender") is True
    return tuple(_brought_back(item, is_return=is_return) if isinstance(item, Report) else item for item in items)


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    at = moment(scan.get("checkpoint_time"), parcel.reception.zone)
    if at is None:
        return None
    tag, subtag = text(scan.get("tag")), text(scan.get("subtag"))
    # Version 2026-01 renamed `zip` and `country_iso3`.
    postcode = scan.get("postal_code") or scan.get("zip")
    country = scan.get("country_region") or scan.get("country_iso3")
    return parcel.event(
        _meaning(tag, subtag),
        at,
        Raw(tag, subtag, text(scan.get("raw_tag"), 60)),
        place=place(scan.get("city"), scan.get("state"), postcode, country),
        text=text(scan.get("message")) or text(scan.get("subtag_message")),
        carrier=text(scan.get("slug"), 60),
    )


def _meaning(tag: str | None, subtag: str | None) -> Meaning:
    return SUBTAGS.get(subtag or "") or TAGS.get(tag or "") or UNMAPPED


def _own(msg: Mapping[str, Any], ts: object, parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    """There may be no checkpoint at all beside it, even when it says Delivered."""
    tag, subtag = text(msg.get("tag")), text(msg.get("subtag"))
    meaning = _meaning(tag, subtag)
    eta = None if meaning.milestone in FINAL else _estimate(msg, parcel.reception.zone)
    words = text(msg.get("subtag_message"))
    return parcel.own_word(meaning, _known_at(msg, ts, meaning), Raw(tag, subtag), newest, eta=eta, text=words)


def _known_at(msg: Mapping[str, Any], ts: object, meaning: Meaning) -> Moment | None:
    """When it was delivered, if that is said with a zone; else when AfterShip learnt of it."""
    if meaning.milestone is Milestone.DELIVERED:
        handed_over = moment(msg.get("shipment_delivery_date"))
        if handed_over and handed_over.zone_source is ZoneSource.EXPLICIT:
            return handed_over
    return moment(msg.get("last_updated_at")) or moment(msg.get("updated_at")) or epoch_seconds(ts)


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


def _brought_back(report: Report, *, is_return: bool) -> Report:
    """Once a parcel goes back, "Delivered" means delivered to the sender (`return_to_sender`, Exception_010)."""
    turned_at = min((e.occurred_at for e in report.events if e.milestone is Milestone.RETURNING), default=None)
    if not is_return and turned_at is None:
        return report
    return replace(
        report,
        events=tuple(
            event._replace(milestone=Milestone.RETURNED)
            if event.milestone is Milestone.DELIVERED and (turned_at is None or event.occurred_at >= turned_at)
            else event
            for event in report.events
        ),
    )


ADAPTER = Dialect(
    name="aftership",
    title="AfterShip",
    signature=Signature(Scheme.BODY_DIGEST, header="aftership-hmac-sha256", encoding="base64"),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", TAGS), StatusTable("substatus", SUBTAGS)),
    pages_read_on="2026-11-22",
    setup="Enter the address among AfterShip's webhooks; the webhook secret it shows belongs here.",
    secret_is_theirs=True,
)
