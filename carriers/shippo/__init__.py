"""Shippo: `track_updated`, the whole track with its history."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text, tracking_number
from carriers.shippo.client import POLLER
from carriers.shippo.statuses import PAIRS, STATUSES, SUBSTATUSES
from carriers.signatures import Scheme, Signature
from carriers.times import mislabelled, mislabelled_estimate, moment
from carriers.words import refined_by_words
from domain.axes import FINAL, ActionBy
from domain.events import Raw, TrackingEvent


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    kind = text(posted.get("event"))
    if kind and kind != "track_updated":
        return Reading(body_key(body), (Ignored(f"{kind} is not about a parcel on its way"),))
    track = posted.get("data")
    if not isinstance(track, dict):
        return unreadable(body, "`data` is missing: this is no Shippo track")
    return Reading(body_key(body), _track(track, reception))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /tracks/{carrier}/{number}`: the track itself."""
    yield from _track(fields(document), reception)


def _track(track: Mapping[str, Any], reception: Reception) -> tuple[Item, ...]:
    number = tracking_number(track.get("tracking_number"))
    if number is None:
        return (Unreadable("`tracking_number` is missing"),)
    carrier = text(track.get("carrier"), 60)
    parcel = Parcel(number, f"{carrier}:{number}", reception, carrier)
    status = track.get("tracking_status")
    # The newest scan stands in `tracking_status` and, later or at once, in the history: the same fact either way.
    scans = [*entries(track.get("tracking_history")), *([status] if isinstance(status, dict) else [])]
    return snapshot(
        scans,
        "tracking_history[].status_date",
        lambda scan: _scan(scan, parcel),
        lambda newest: _estimated(track, fields(status), parcel, newest),
    )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    """Its `Z` is the carrier's local time as often as not (the vendor confirmed it for estimates): never trusted."""
    at = mislabelled(scan.get("status_date"), parcel.reception.zone)
    if at is None:
        return None
    finer = fields(scan.get("substatus"))
    status, code = text(scan.get("status")), text(finer.get("code"))
    words = text(scan.get("status_details"))
    spot = fields(scan.get("location"))
    meaning = _meaning(status, code, words)
    if finer.get("action_required") is True:
        meaning = replace(meaning, action_by=ActionBy.RECIPIENT)
    where = place(spot.get("city"), spot.get("state"), spot.get("zip"), spot.get("country"))
    return parcel.event(meaning, at, Raw(status, code), place=where, text=words)


def _meaning(status: str | None, code: str | None, words: str | None) -> Meaning:
    """The old API has no sub-status: its sentence tells a label from nothing, and a van from a lorry."""
    if code is None:
        return refined_by_words(STATUSES.get(status or "", UNMAPPED), words)
    known = PAIRS.get((status or "", code)) or STATUSES.get(status or "")
    return known or UNMAPPED.refined(SUBSTATUSES.get(code))


def _estimated(
    track: Mapping[str, Any], status: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None
) -> TrackingEvent | None:
    if newest is not None and newest.milestone in FINAL:
        return None
    eta = mislabelled_estimate(track.get("eta"), parcel.reception.zone)
    known_at = moment(status.get("object_updated")) or moment(status.get("object_created"))
    return parcel.own_word(UNMAPPED, known_at, Raw(), newest, eta=eta) if eta else None


ADAPTER = Dialect(
    name="shippo",
    title="Shippo",
    signature=Signature(
        Scheme.URL_TOKEN,
        weak="Shippo signs nothing by default: whoever learns the address can post. Ask Shippo for an HMAC, or poll.",
    ),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", STATUSES), StatusTable("substatus", SUBSTATUSES)),
    pages_read_on="2026-11-22",
    setup="Register the address, with its token, for `track_updated`.",
)
