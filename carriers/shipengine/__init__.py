"""ShipEngine and ShipStation: `API_TRACK`, the whole tracking with its events."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text, tracking_number
from carriers.shipengine.client import POLLER
from carriers.shipengine.statuses import DETAILS, PAIRS, STATUSES
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, moment
from domain.axes import FINAL
from domain.events import Raw, TrackingEvent


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    kind = text(posted.get("resource_type"))
    if kind is None:
        return unreadable(body, "`resource_type` is missing: this is no ShipEngine webhook")
    if kind != "API_TRACK":
        return Reading(body_key(body), (Ignored(f"{kind} is not about a parcel on its way"),))
    if not isinstance(posted.get("data"), dict):
        return unreadable(body, "`data` is missing: a thin webhook must be fetched, which Doorstep does not do")
    return Reading(body_key(body), _tracking(posted["data"], reception))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /v1/tracking`: the same object as in `data`."""
    yield from _tracking(fields(document), reception)


def _tracking(data: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    number = tracking_number(data.get("tracking_number"))
    if number is None:
        return (Unreadable("`data.tracking_number` is missing"),)
    carrier = text(data.get("carrier_code"), 60)
    parcel = Parcel(number, f"{carrier}:{number}", reception, carrier)
    return snapshot(
        entries(data.get("events")),
        "events[].occurred_at",
        lambda scan: _scan(scan, parcel),
        lambda newest: _own(data, parcel, newest),
    )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    """`occurred_at` is UTC; the carrier's local time beside it has no zone and is only the last resort."""
    zone = parcel.reception.zone
    at = moment(scan.get("occurred_at"), zone) or moment(scan.get("carrier_occurred_at"), zone)
    if at is None:
        return None
    status, detail = text(scan.get("status_code")), text(scan.get("status_detail_code"))
    return parcel.event(
        _meaning(status, detail),
        at,
        Raw(status, detail, text(scan.get("event_code"), 60) or text(scan.get("carrier_status_code"), 60)),
        place=place(
            scan.get("city_locality"), scan.get("state_province"), scan.get("postal_code"), scan.get("country_code")
        ),
        text=text(scan.get("description")),
    )


def _meaning(status: str | None, detail: str | None) -> Meaning:
    if detail is None:
        return STATUSES.get(status or "", UNMAPPED)
    return PAIRS.get((status or "", detail)) or STATUSES.get(status or "") or UNMAPPED.refined(DETAILS.get(detail))


def _own(data: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    status, detail = text(data.get("status_code")), text(data.get("status_detail_code"))
    meaning = _meaning(status, detail)
    eta = None if meaning.milestone in FINAL else estimate(data.get("estimated_delivery_date"), parcel.reception.zone)
    words = text(data.get("exception_description")) or text(data.get("status_description"))
    scanned = Moment(newest.occurred_at, newest.zone_source, newest.occurred_at) if newest else None
    raw = Raw(status, detail, text(data.get("carrier_status_code"), 60))
    return parcel.own_word(meaning, scanned, raw, newest, eta=eta, text=words)


ADAPTER = Dialect(
    name="shipengine",
    title="ShipEngine and ShipStation",
    signature=Signature(
        Scheme.RSA_KEYS,
        header="x-shipengine-rsa-sha256-signature",
        key_id_header="x-shipengine-rsa-sha256-key-id",
        timestamp_header="x-shipengine-timestamp",
        template="{timestamp}.{body}",
        tolerance=timedelta(minutes=5),
        keys_url="https://api.shipengine.com/jwks",
    ),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", STATUSES), StatusTable("substatus", DETAILS)),
    pages_read_on="2026-11-29",
    setup=(
        "Add the address as a webhook for tracking events. "
        "Its public keys are fetched by themselves; the pair made here only signs tests."
    ),
)
