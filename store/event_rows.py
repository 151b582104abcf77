"""Tracking events to rows and back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column

from domain.axes import (
    ActionBy,
    Direction,
    EtaKind,
    Milestone,
    Scope,
    Timeliness,
    TrackingHealth,
    ZoneSource,
)
from domain.events import Estimate, Place, Raw, TrackingEvent
from store.tables import EventRow
from store.writing import table_of

_T = table_of(EventRow)

COLUMNS: Sequence[Column[Any]] = (
    _T.c.key,
    _T.c.tracking_number,
    _T.c.occurred_at,
    _T.c.received_at,
    _T.c.milestone,
    _T.c.detail,
    _T.c.reason,
    _T.c.timeliness,
    _T.c.action_by,
    _T.c.health,
    _T.c.scope,
    _T.c.direction,
    _T.c.zone_source,
    _T.c.eta_kind,
    _T.c.eta_on,
    _T.c.eta_from,
    _T.c.eta_to,
    _T.c.eta_zone_source,
    _T.c.place,
    _T.c.text,
    _T.c.carrier,
    _T.c.raw_status,
    _T.c.raw_substatus,
    _T.c.raw_code,
)

MEANING = ("milestone", "detail", "reason", "timeliness", "action_by", "health", "scope", "direction")
"""What the sender's words come to; all else is when, where and how it was reported."""

FOLDED = COLUMNS[:-4]
"""What the fold looks at: without the vendor's words."""

_MILESTONES = {m.value: m for m in Milestone}
_TIMELINESS = {t.value: t for t in Timeliness}
_ACTIONS = {a.value: a for a in ActionBy}
_HEALTH = {h.value: h for h in TrackingHealth}
_SCOPES = {s.value: s for s in Scope}
_DIRECTIONS = {d.value: d for d in Direction}
_MEANT: Mapping[str, Callable[[str], Any]] = {
    "milestone": Milestone,
    "timeliness": Timeliness,
    "action_by": ActionBy,
    "health": TrackingHealth,
    "scope": Scope,
    "direction": Direction,
}
_ZONES = {z.value: z for z in ZoneSource}


ROW = ("source_id", "merchant_id", "delivery_id", *(column.name for column in COLUMNS))
"""The columns of `to_row`, in their order."""


def to_row(event: TrackingEvent, source_id: int, merchant_id: int, delivery_id: int) -> tuple[Any, ...]:
    """The event as values of ROW. `_value_` is what an Enum keeps; `value` costs ten times as much to ask for."""
    return (
        source_id,
        merchant_id,
        delivery_id,
        event.key,
        event.tracking_number,
        event.occurred_at,
        event.received_at,
        event.milestone._value_,
        event.detail,
        event.reason,
        event.timeliness._value_,
        event.action_by._value_,
        event.health._value_,
        event.scope._value_,
        event.direction._value_,
        event.zone_source._value_,
        *(_NO_ESTIMATE if event.eta is None else _estimate_row(event.eta)),
        event.place,
        event.text,
        event.carrier,
        *event.raw,
    )


def with_meaning(event: TrackingEvent, facts: Mapping[str, Any]) -> TrackingEvent:
    """The event as it was understood once: `facts` are the columns that MEANING names."""
    return event._replace(**{name: _MEANT[name](value) if name in _MEANT else value for name, value in facts.items()})


_NO_ESTIMATE = (None, None, None, None, None)


def _estimate_row(eta: Estimate) -> tuple[Any, ...]:
    on = eta.on.isoformat() if eta.on else None
    return eta.kind._value_, on, eta.from_at, eta.to_at, eta.zone_source._value_


def to_event(
    key: str,
    tracking_number: str,
    occurred_at: datetime,
    received_at: datetime,
    milestone: str,
    detail: str | None,
    reason: str | None,
    timeliness: str,
    action_by: str,
    health: str,
    scope: str,
    direction: str,
    zone_source: str,
    eta_kind: str | None,
    eta_on: str | None,
    eta_from: datetime | None,
    eta_to: datetime | None,
    eta_zone_source: str | None,
    place: list[str | None] | None,
    text: str | None,
    carrier: str | None = None,
    raw_status: str | None = None,
    raw_substatus: str | None = None,
    raw_code: str | None = None,
) -> TrackingEvent:
    """An event from its COLUMNS, or from those that are FOLDED."""
    return TrackingEvent(
        key,
        tracking_number,
        occurred_at,
        received_at,
        _MILESTONES[milestone],
        detail,
        reason,
        _TIMELINESS[timeliness],
        _ACTIONS[action_by],
        _HEALTH[health],
        _SCOPES[scope],
        _DIRECTIONS[direction],
        _estimate(eta_kind, eta_on, eta_from, eta_to, eta_zone_source) if eta_kind is not None else None,
        _ZONES[zone_source],
        Place(*place) if place is not None else None,
        text,
        carrier,
        Raw(raw_status, raw_substatus, raw_code),
    )


@lru_cache(maxsize=4096)
def _estimate(
    kind: str, on: str | None, from_at: datetime | None, to_at: datetime | None, zone_source: str | None
) -> Estimate:
    """Remembered, because a parcel's events repeat it."""
    day = date.fromisoformat(on) if on else None
    return Estimate(EtaKind(kind), day, from_at, to_at, _ZONES[zone_source or "explicit"])
