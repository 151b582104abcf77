"""Doorstep's own format: one event, or `{"events": […]}`, signed as in Standard Webhooks."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from carriers.contract import Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.doorstep.estimates import BadField, read_estimate
from carriers.doorstep.statuses import ANSWERS, MILESTONES
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, StatusTable
from carriers.parcels import Parcel, other_numbers
from carriers.reading import MAX_NUMBER, place, text, too_many
from carriers.signatures import Scheme, Signature
from carriers.times import moment
from carriers.vocabulary import DETAILS, REASONS
from domain.axes import ActionBy, Direction, Timeliness
from domain.events import Place, Raw, TrackingEvent

_Axis = TypeVar("_Axis", bound=StrEnum)


def read(document: object, body: bytes, reception: Reception) -> Reading:
    key = text(reception.headers.get("webhook-id"), 200) or body_key(body)
    if not isinstance(document, dict):
        return unreadable(body, "the body is no JSON object")
    batch = document.get("events")
    if "events" in document and not isinstance(batch, list):
        return unreadable(body, "`events` is no list")
    events = batch if isinstance(batch, list) else [document]
    if refusal := too_many(events):
        return Reading(key, (refusal,))
    names = [f"events[{position}]." for position in range(len(events))] if batch is not None else [""]
    return Reading(key, tuple(_item(event, name, reception) for event, name in zip(events, names, strict=True)))


def _item(event: object, name: str, reception: Reception) -> Report | Unreadable:
    if not isinstance(event, dict):
        return Unreadable(f"`{name.rstrip('.')}` is no JSON object")
    try:
        told = _event(event, reception)
        return Report((told,), also=_others(event, told.tracking_number))
    except BadField as flaw:
        return Unreadable(f"`{name}{flaw.field}` {flaw.problem}")


def _event(given: Mapping[str, Any], reception: Reception) -> TrackingEvent:
    key, number = _required(given, "id"), _required(given, "tracking_number").upper()
    detail, reason = _optional(given, "detail"), _optional(given, "reason")
    milestone = _optional(given, "milestone") if detail in ANSWERS else _required(given, "milestone")
    meaning = MILESTONES.get(milestone or "unknown", UNMAPPED)
    at = moment(_required(given, "occurred_at"), reception.zone)
    if at is None:
        raise BadField("occurred_at", "is no ISO 8601 date and time")
    meaning = replace(
        meaning,
        detail=detail if detail in DETAILS else None,
        reason=reason if reason in REASONS else None,
        timeliness=_axis(given, "timeliness", Timeliness, Timeliness.UNKNOWN),
        action_by=_axis(given, "action_by", ActionBy, meaning.action_by),
        direction=_axis(given, "direction", Direction, Direction.DELIVERY),
    )
    return Parcel(number, number, reception, _optional(given, "carrier")).event(
        meaning,
        at,
        Raw(milestone, detail, reason),
        key=key,
        eta=read_estimate(given.get("eta"), reception.zone),
        place=_place(given.get("location")),
        text=_optional(given, "text"),
    )


def _others(given: Mapping[str, Any], number: str) -> tuple[str, ...]:
    others = given.get("other_numbers")
    if others is not None and not isinstance(others, list):
        raise BadField("other_numbers", "is no list")
    return other_numbers(number, *(others or ()))


def _required(given: Mapping[str, Any], field: str) -> str:
    found = _optional(given, field, MAX_NUMBER)
    if found is None:
        raise BadField(field, "is missing")
    return found


def _optional(given: Mapping[str, Any], field: str, limit: int = 300) -> str | None:
    value = given.get(field)
    if value is None or isinstance(value, str):
        return text(value, limit)
    raise BadField(field, "is no text")


def _axis(given: Mapping[str, Any], field: str, axis: type[_Axis], default: _Axis) -> _Axis:
    value = _optional(given, field)
    if value is None:
        return default
    try:
        return axis(value)
    except ValueError:
        raise BadField(field, f"is none of {', '.join(axis)}") from None


def _place(given: object) -> Place | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise BadField("location", "is no JSON object")
    return place(given.get("city"), given.get("region"), given.get("postcode"), given.get("country"))


ADAPTER = Dialect(
    name="doorstep",
    title="Doorstep",
    signature=Signature(Scheme.STANDARD_WEBHOOKS),
    reader=read,
    tables=(StatusTable("status", MILESTONES),),
    pages_read_on="2026-11-22",
    setup="Post the native event to the address, signed as in Standard Webhooks with this secret.",
)
