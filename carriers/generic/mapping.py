"""A mapping, read and checked once: where each thing stands in a body, and what each status means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from carriers.generic.paths import Step, compiled
from carriers.meaning import Meaning
from carriers.signatures import Signature
from carriers.times import Moment, epoch_millis, epoch_seconds, mislabelled, moment
from carriers.vocabulary import DETAILS, REASONS
from domain.axes import ActionBy, Direction, Milestone, Timeliness, TrackingHealth

_Axis = TypeVar("_Axis", bound=StrEnum)
Clock = Callable[[object, tzinfo | None], Moment | None]

PLACES = (
    *("event_id", "object_id", "other_number", "substatus", "code", "text", "carrier", "delivery_id"),
    *("city", "region", "postcode", "country", "eta", "eta_from", "eta_to", "direction"),
)
"""What a mapping may name besides what it must: `tracking_number`, `status`, and `occurred_at` if there is a time."""

CLOCKS: Mapping[str, Clock] = {
    "iso": moment,
    "iso_local": mislabelled,
    "epoch_s": lambda value, zone: epoch_seconds(value),
    "epoch_ms": lambda value, zone: epoch_millis(value),
}
"""`iso_local` is for senders who write `Z` behind local time."""


class BadMapping(ValueError):
    """The mapping cannot be used; the message says which part, and what would be right."""


@dataclass(frozen=True, slots=True)
class FieldMap:
    """A checked mapping. A path beginning with `$` starts at the body, any other at the event."""

    events: tuple[Step, ...] | None
    paths: Mapping[str, tuple[bool, tuple[Step, ...]]]
    statuses: Mapping[str, Meaning]
    clock: Clock
    signature: Signature | None


def read_mapping(given: Mapping[str, object]) -> FieldMap:
    """Raises BadMapping."""
    known = {"events", "time_format", "statuses", "signature", "tracking_number", "status", "occurred_at", *PLACES}
    if unknown := sorted(set(given) - known):
        raise BadMapping(f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    if missing := [name for name in ("tracking_number", "status") if not given.get(name)]:
        raise BadMapping(f"missing: {', '.join(missing)}")
    clock = CLOCKS.get(str(given.get("time_format", "iso")))
    if clock is None:
        raise BadMapping(f"time_format is none of {', '.join(CLOCKS)}")
    named = ("tracking_number", "status", "occurred_at", *PLACES)
    events = given.get("events")
    return FieldMap(
        events=_path("events", events)[1] if events else None,
        paths={name: _path(name, given[name]) for name in named if given.get(name)},
        statuses=_statuses(given.get("statuses", {})),
        clock=clock,
        signature=_signature(given.get("signature")),
    )


def _path(name: str, value: object) -> tuple[bool, tuple[Step, ...]]:
    if not isinstance(value, str):
        raise BadMapping(f"{name} is no path")
    try:
        return value.startswith("$"), compiled(value)
    except ValueError as flaw:
        raise BadMapping(f"{name}: {flaw}") from None


def _statuses(given: object) -> dict[str, Meaning]:
    if not isinstance(given, dict):
        raise BadMapping("statuses is no table of words")
    return {str(word): _meaning(str(word), value) for word, value in given.items()}


def _meaning(word: str, value: Any) -> Meaning:
    """A milestone alone, or an object with any of the axes."""
    row: dict[str, Any] = {"milestone": value} if isinstance(value, str) else value
    if not isinstance(row, dict):
        raise BadMapping(f"statuses.{word} is neither a milestone nor an object")
    return Meaning(
        _axis(word, row, "milestone", Milestone, Milestone.UNKNOWN),
        _word(word, row, "detail", DETAILS),
        _word(word, row, "reason", REASONS),
        _axis(word, row, "timeliness", Timeliness, Timeliness.UNKNOWN),
        _axis(word, row, "action_by", ActionBy, ActionBy.NONE),
        _axis(word, row, "health", TrackingHealth, TrackingHealth.LIVE),
        _axis(word, row, "direction", Direction, Direction.DELIVERY),
        source="the mapping of this source",
    )


def _axis(word: str, row: Mapping[str, Any], name: str, axis: type[_Axis], default: _Axis) -> _Axis:
    try:
        return axis(row.get(name) or default)
    except ValueError:
        raise BadMapping(f"statuses.{word}.{name} is none of {', '.join(axis)}") from None


def _word(word: str, row: Mapping[str, Any], name: str, known: Mapping[str, str]) -> str | None:
    value = row.get(name)
    if value is not None and value not in known:
        raise BadMapping(f"statuses.{word}.{name} is no word of ours; known are {', '.join(known)}")
    return value


def _signature(given: object) -> Signature | None:
    """The fields of `Signature` by their names; `tolerance` in seconds."""
    if given is None:
        return None
    try:
        signature = msgspec.convert(given, Signature, strict=False)
    except msgspec.ValidationError as flaw:
        raise BadMapping(f"signature: {flaw}") from None
    return replace(signature, header=signature.header.lower(), timestamp_header=signature.timestamp_header.lower())
