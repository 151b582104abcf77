"""Uber Direct: `event.delivery_status`, and `event.courier_update` about every 20 seconds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key, standing_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel, other_numbers
from carriers.positions import position
from carriers.reading import entries, fields, first, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, instant, moment
from carriers.uber_direct.statuses import IMMINENT, STATUSES
from domain.axes import FINAL, EtaKind, Milestone
from domain.events import Estimate, Raw
from domain.routes.positions import Position

COALESCED_SECONDS = 300
"""A courier's estimate is news only when it moves into another five minutes; otherwise every ping would be a fact."""

_EVENTS = frozenset({"event.delivery_status", "event.courier_update"})


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    key, kind = word(posted.get("id")) or body_key(body), text(posted.get("kind"))
    if kind is None:
        return unreadable(body, "`kind` is missing: this is no Uber Direct webhook")
    if kind not in _EVENTS:
        return Reading(key, (Ignored(f"{kind} is not about a parcel on its way"),))
    data = fields(posted.get("data"))
    item = _delivery(data, text(posted.get("delivery_id")), posted.get("created"), reception)
    return Reading(key, (item,), _courier(item, posted, data, reception))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /deliveries/{id}`, or the list under `data`."""
    answer = fields(document)
    for delivery in entries(answer.get("data")) or [answer]:
        found = fields(delivery)
        yield _delivery(found, text(found.get("id")), found.get("updated"), reception)


def _delivery(data: Mapping[str, Any], delivery_id: str | None, created: object, reception: Reception) -> Item:
    object_id = word(data.get("id")) or delivery_id
    number = _number(data, object_id)
    if number is None:
        return Unreadable("`data.external_id` and `data.id` are missing")
    status = text(data.get("status"), 40)
    # A way back is a delivery of its own, whose id begins with `ret_`.
    is_return = (object_id or "").startswith("ret_")
    meaning = _meaning(status, is_imminent=data.get("courier_imminent") is True, is_return=is_return)
    at = _occurred(data, meaning, created)
    eta = None if meaning.milestone in FINAL else _estimate(data)
    parcel = Parcel(number, object_id or number, reception, "Uber")
    key = standing_key(parcel.object_id, status, meaning.detail, eta)
    raw = Raw(status, text(data.get("undeliverable_reason"), 100))
    # The way back is told under its own id where it does not repeat the shop's number.
    related = (fields(one).get("id") for one in entries(data.get("related_deliveries")))
    also = other_numbers(number, object_id, *related)
    return Report((parcel.event(meaning, at, raw, key=key, eta=eta),), also=also)


def _courier(
    item: Item, posted: Mapping[str, Any], data: Mapping[str, Any], reception: Reception
) -> tuple[Position, ...]:
    """Where the courier is, once they have the parcel. Uber names no courier: the delivery stands for them."""
    if not isinstance(item, Report) or item.events[0].milestone is not Milestone.OUT_FOR_DELIVERY:
        return ()
    spot = fields(posted.get("location")) or fields(fields(data.get("courier")).get("location"))
    seen = moment(posted.get("created"))
    number = item.events[0].tracking_number
    at = seen.at if seen is not None else reception.received_at
    return position(f"uber-{number}", spot.get("lat"), spot.get("lng"), at, number)


def _number(data: Mapping[str, Any], object_id: str | None) -> str | None:
    """The shop's own number before Uber's id."""
    reference = fields(data.get("manifest")).get("reference")
    return first(map(tracking_number, (data.get("external_id"), reference, object_id)))


def _meaning(status: str | None, *, is_imminent: bool, is_return: bool) -> Meaning:
    meaning = STATUSES.get(status or "", UNMAPPED)
    if is_return and meaning.milestone not in (Milestone.UNKNOWN, Milestone.CANCELLED):
        is_back = meaning.milestone in (Milestone.DELIVERED, Milestone.RETURNED)
        return replace(meaning, milestone=Milestone.RETURNED if is_back else Milestone.RETURNING)
    return meaning.refined(IMMINENT) if is_imminent and meaning.milestone is Milestone.OUT_FOR_DELIVERY else meaning


def _occurred(data: Mapping[str, Any], meaning: Meaning, created: object) -> Moment | None:
    if meaning.milestone is Milestone.DELIVERED:
        handed_over = moment(fields(data.get("dropoff")).get("status_timestamp"))
        if handed_over:
            return handed_over
    return moment(created) or moment(data.get("updated"))


def _estimate(data: Mapping[str, Any]) -> Estimate | None:
    found = estimate(data.get("dropoff_eta"))
    due = moment(data.get("dropoff_eta"))
    if due is None or found is None or found.kind is EtaKind.DATE:
        return found
    seconds = int(due.at.timestamp()) % COALESCED_SECONDS
    rounded = due.at.replace(microsecond=0) + timedelta(seconds=(COALESCED_SECONDS - seconds) % COALESCED_SECONDS)
    return instant(Moment(rounded, due.zone_source, rounded))


ADAPTER = Dialect(
    name="uber_direct",
    title="Uber Direct",
    signature=Signature(Scheme.BODY_DIGEST, header="x-uber-signature"),
    reader=read,
    poll_reader=read_poll,
    tables=(StatusTable("status", STATUSES),),
    pages_read_on="2026-11-22",
    setup="Create a webhook in Uber Direct with the address; its signing key belongs here.",
    secret_is_theirs=True,
)
