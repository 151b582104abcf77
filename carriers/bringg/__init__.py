"""Bringg: way-point and task bodies, and the old flat body without a type."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from carriers.bringg.statuses import CHANGED_BY, ESTIMATE, TASKS, WEBHOOKS
from carriers.contract import Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect
from carriers.keys import body_key, standing_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel
from carriers.reading import fields, place, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import estimate, moment, window
from domain.axes import FINAL, Milestone
from domain.events import Estimate, Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    task = fields(posted.get("task")) or posted
    if isinstance(task.get("way_points"), list):
        return Reading(body_key(body), (_task(task, text(posted.get("webhook_type"), 60), reception),))
    return Reading(body_key(body), (_stop(posted, reception),))


def _task(task: Mapping[str, Any], kind: str | None, reception: Reception) -> Item:
    """A whole order with its way points: its own status decides, and its last stop is the customer's."""
    number = tracking_number(task.get("external_id")) or tracking_number(task.get("id"))
    if number is None:
        return Unreadable("`external_id` and `id` are missing: this is no Bringg order")
    status = word(task.get("status"))
    meaning = WEBHOOKS.get(kind or "") or UNMAPPED
    if meaning.milestone is Milestone.UNKNOWN:
        meaning = TASKS.get(status or "", UNMAPPED)
    last = max((fields(one) for one in task["way_points"]), key=_position, default={})
    eta = None if meaning.milestone in FINAL else _estimate(last, reception)
    at = moment(task.get("ended_time"), reception.zone)
    parcel = Parcel(number, word(task.get("id")) or number, reception)
    key = standing_key(f"{parcel.object_id}:task", kind, status, eta)
    return Report((parcel.event(meaning, at, Raw(kind, None, status), key=key, eta=eta),))


def _position(stop: Mapping[str, Any]) -> int:
    position = stop.get("position")
    return position if type(position) is int else 0


def _stop(stop: Mapping[str, Any], reception: Reception) -> Item:
    number = _number(stop)
    if number is None:
        return Unreadable("`task_external_id` and `task_id` are missing: this is no Bringg way point")
    kind, origin = text(stop.get("webhook_type"), 60), text(stop.get("time_window_change_origin"), 60)
    meaning = _meaning(kind, origin)
    eta = None if meaning.milestone in FINAL else _estimate(stop, reception)
    if kind is None and eta is None:
        return Unreadable("no `webhook_type` and no estimate: nothing can be said from this body")
    spot = place(stop.get("city"), stop.get("state"), stop.get("zipcode"))
    parcel = Parcel(number, word(stop.get("task_id")) or number, reception)
    raw = Raw(kind, origin)
    # Bringg writes no time of the event: it is known by what it says, and happened when we heard of it.
    key = standing_key(f"{parcel.object_id}:{word(stop.get('id'))}", kind, origin, eta)
    return Report(
        (parcel.event(meaning, None, raw, key=key, eta=eta, place=spot if "arrived" in (kind or "") else None),)
    )


def _number(stop: Mapping[str, Any]) -> str | None:
    """The shop's own id of the task before Bringg's; a task body has its id in `external_id` and `id`."""
    known = tracking_number(stop.get("task_external_id")) or tracking_number(stop.get("task_id"))
    if known or not (text(stop.get("webhook_type")) or "").startswith("task_"):
        return known
    return tracking_number(stop.get("external_id")) or tracking_number(stop.get("id"))


def _meaning(kind: str | None, origin: str | None) -> Meaning:
    meaning = WEBHOOKS.get(kind, UNMAPPED) if kind else ESTIMATE
    return replace(meaning, reason=CHANGED_BY[origin]) if origin in CHANGED_BY else meaning


def _estimate(stop: Mapping[str, Any], reception: Reception) -> Estimate | None:
    """The driver's estimate before the window of the booking."""
    due = estimate(stop.get("eta"), reception.zone)
    return due or window(stop.get("no_earlier_than"), stop.get("no_later_than"), reception.zone)


ADAPTER = Dialect(
    name="bringg",
    title="Bringg",
    signature=Signature(
        Scheme.HEADER_SECRET,
        header="x-doorstep-token",
        weak="Bringg signs no body: it sends the header you set, and whoever sees one delivery can post.",
    ),
    reader=read,
    tables=(StatusTable("status", WEBHOOKS), StatusTable("code", TASKS)),
    pages_read_on="2026-11-29",
    setup="Register the address in Bringg, with the header `X-Doorstep-Token` set to this secret.",
)
