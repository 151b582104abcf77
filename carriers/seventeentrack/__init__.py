"""17TRACK: `TRACKING_UPDATED` with the whole history, `TRACKING_STOPPED` with nothing but the number."""

from collections.abc import Iterator, Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, other_numbers, snapshot
from carriers.reading import entries, fields, place, text, tracking_number, word
from carriers.seventeentrack.client import POLLER
from carriers.seventeentrack.statuses import EVENTS, STATUSES, SUBSTATUSES
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, moment, window
from domain.axes import FINAL
from domain.events import Raw, TrackingEvent


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    kind, data = text(posted.get("event")), fields(posted.get("data"))
    if kind == "TRACKING_STOPPED":
        return Reading(body_key(body), (_stopped(data, reception),))
    if kind == "TRACKING_UPDATED":
        return Reading(body_key(body), _tracked(data, reception))
    if kind is None:
        return unreadable(body, "`event` is missing: this is no 17TRACK push")
    return Reading(body_key(body), (Ignored(f"{kind} is not about a parcel on its way"),))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`POST /gettrackinfo`: numbers accepted and numbers rejected."""
    data = fields(fields(document).get("data"))
    for accepted in entries(data.get("accepted")):
        yield from _tracked(fields(accepted), reception)
    for rejected in entries(data.get("rejected")):
        yield Ignored(text(fields(fields(rejected).get("error")).get("message")) or "17TRACK rejected the number")


def _parcel(data: Mapping[str, Any], reception: Reception) -> Parcel | None:
    number = tracking_number(data.get("number"))
    if number is None:
        return None
    carrier = word(data.get("carrier"))
    return Parcel(number, f"{carrier}:{number}", reception, _carrier_name(data) or carrier)


def _carrier_name(data: Mapping[str, Any]) -> str | None:
    for one in _providers(data):
        if name := text(fields(one.get("provider")).get("name"), 60):
            return name
    return None


def _providers(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    tracking = fields(fields(data.get("track_info")).get("tracking"))
    return [fields(one) for one in entries(tracking.get("providers"))]


def _stopped(data: Mapping[str, Any], reception: Reception) -> Item:
    parcel = _parcel(data, reception)
    if parcel is None:
        return Unreadable("`data.number` is missing")
    return Report((parcel.event(EVENTS["TRACKING_STOPPED"], None, Raw("TRACKING_STOPPED")),))


def _tracked(data: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    parcel = _parcel(data, reception)
    if parcel is None:
        return (Unreadable("`data.number` is missing"),)
    scans = [scan for one in _providers(data) for scan in entries(one.get("events"))]
    return snapshot(
        scans,
        "events[].time_utc",
        lambda scan: _scan(scan, parcel),
        lambda newest: _own(data, parcel, newest),
        other_numbers(parcel.number, fields(fields(data.get("track_info")).get("misc_info")).get("local_number")),
    )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    at = _moment(scan, parcel)
    if at is None:
        return None
    substatus = text(scan.get("sub_status"))
    # A scan has no status of its own; the front of its sub-status is one.
    status = substatus.partition("_")[0] if substatus else None
    spot = fields(scan.get("address"))
    translated = fields(scan.get("description_translation"))
    return parcel.event(
        _meaning(status, substatus),
        at,
        Raw(None, substatus, text(scan.get("stage"), 60)),
        place=place(
            spot.get("city") or scan.get("location"), spot.get("state"), spot.get("postal_code"), spot.get("country")
        ),
        text=text(scan.get("description")) or text(translated.get("description")),
    )


def _moment(scan: Mapping[str, Any], parcel: Parcel) -> Moment | None:
    """Where the carrier gave no zone 17TRACK derives its UTC from nothing: then the carrier's own words count."""
    raw = fields(scan.get("time_raw"))
    day, hour = text(raw.get("date")), text(raw.get("time"))
    if day and not text(raw.get("timezone")):
        return moment(f"{day}T{hour}" if hour else day, parcel.reception.zone)
    return moment(scan.get("time_utc"), parcel.reception.zone) or moment(scan.get("time_iso"), parcel.reception.zone)


def _meaning(status: str | None, substatus: str | None) -> Meaning:
    return SUBSTATUSES.get(substatus or "") or STATUSES.get(status or "") or UNMAPPED


def _own(data: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    info = fields(data.get("track_info"))
    latest = fields(info.get("latest_status"))
    status, substatus = text(latest.get("status")), text(latest.get("sub_status"))
    meaning = _meaning(status, substatus)
    due = fields(fields(info.get("time_metrics")).get("estimated_delivery_date"))
    eta = None if meaning.milestone in FINAL else window(due.get("from"), due.get("to"), parcel.reception.zone)
    synced = [at for one in _providers(data) if (at := moment(one.get("latest_sync_time")))]
    words = text(latest.get("sub_status_descr"))
    return parcel.own_word(meaning, max(synced, default=None), Raw(status, substatus), newest, eta=eta, text=words)


ADAPTER = Dialect(
    name="17track",
    title="17TRACK",
    signature=Signature(
        Scheme.BODY_DIGEST,
        header="sign",
        keyed=False,
        template="{body}/{secret}",
        weak="17TRACK signs with a plain hash, and its secret is the API key: whoever has the key can post.",
    ),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(
        StatusTable("status", STATUSES | EVENTS),
        StatusTable("substatus", SUBSTATUSES),
    ),
    pages_read_on="2026-11-22",
    setup="Enter the address in 17TRACK's dashboard; the API key is the secret.",
    secret_is_theirs=True,
)
