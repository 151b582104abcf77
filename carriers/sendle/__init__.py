"""Sendle: one event in each webhook, and the tracking answer with all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from carriers.contract import Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, StatusTable
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, first, place, text, tracking_number, word
from carriers.sendle.client import POLLER
from carriers.sendle.statuses import EVENTS
from carriers.signatures import Scheme, Signature
from carriers.times import moment, window
from carriers.words import refined_by_words
from domain.axes import FINAL, Milestone
from domain.events import Raw, TrackingEvent


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    if "event_type" not in posted:
        return Reading(body_key(body), tuple(read_poll(document, reception)))
    number, key = tracking_number(posted.get("sendle_reference")), word(posted.get("event_id")) or body_key(body)
    if number is None:
        return Reading(key, (Unreadable("`sendle_reference` is missing"),))
    event = _scan(posted, Parcel(number, number, reception, "Sendle"))
    return Reading(key, (Report((event,)) if event else Unreadable("`scan_time` holds no time"),))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /api/tracking/{ref}`, which does not repeat the number that was asked for."""
    answer = fields(document)
    given = (answer.get("tracking_number"), answer.get("sendle_reference"), answer.get("ref"), reception.subject)
    number = first(map(tracking_number, given))
    if number is None:
        yield Unreadable("the answer names no parcel, and none was asked for")
    elif "tracking_events" not in answer:
        yield Unreadable("`tracking_events` is missing: this is no Sendle answer")
    else:
        parcel = Parcel(number, number, reception, "Sendle")
        yield from snapshot(
            entries(answer.get("tracking_events")),
            "tracking_events[].scan_time",
            lambda scan: _scan(scan, parcel),
            lambda newest: _own(answer, parcel, newest),
        )


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    at = moment(scan.get("scan_time"), parcel.reception.zone)
    if at is None:
        return None
    kind, words = text(scan.get("event_type"), 60), text(scan.get("description"))
    meaning = EVENTS.get(kind or "", UNMAPPED)
    if meaning.milestone is Milestone.UNKNOWN:
        meaning = refined_by_words(meaning, kind, words)
    spot = fields(scan.get("location_data"))
    where = place(spot.get("suburb"), spot.get("state"), spot.get("postcode"), spot.get("country"))
    raw = Raw(kind, text(scan.get("reason"), 100))
    return parcel.event(meaning, at, raw, place=where or place(scan.get("location")), text=words)


def _own(answer: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    if newest is not None and newest.milestone in FINAL:
        return None
    plan, told = fields(answer.get("scheduling")), fields(answer.get("status"))
    bounds = plan.get("estimated_delivery_date_minimum"), plan.get("estimated_delivery_date_maximum")
    eta = window(*bounds, parcel.reception.zone)
    return parcel.own_word(UNMAPPED, moment(told.get("last_changed_at")), Raw(), newest, eta=eta) if eta else None


ADAPTER = Dialect(
    name="sendle",
    title="Sendle",
    signature=Signature(Scheme.URL_TOKEN, weak="Sendle documents no signature: whoever learns the address can post."),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", EVENTS),),
    pages_read_on="2026-11-29",
    setup="Enter the address, with its token, in Sendle's API settings, and subscribe each parcel.",
)
