"""Tracking events to rows and back."""

from collections.abc import Sequence
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

_MILESTONES = {m.value: m for m in Milestone}
_TIMELINESS = {t.value: t for t in Timeliness}
_ACTIONS = {a.value: a for a in ActionBy}
_HEALTH = {h.value: h for h in TrackingHealth}
_SCOPES = {s.value: s for s in Scope}
_DIRECTIONS = {d.value: d for d in Direction}
_ZONES = {z.value: z for z in ZoneSource}


def to_row(event: TrackingEvent, source_id: int, merchant_id: int) -> dict[str, Any]:
    """The event as column values; `delivery_id` is added by whoever knows it."""
    eta, place = event.eta, event.place
    return {
        "source_id": source_id,
        "merchant_id": merchant_id,
        "key": event.key,
        "tracking_number": event.tracking_number,
        "occurred_at": event.occurred_at,
        "received_at": event.received_at,
        "milestone": event.milestone.value,
        "detail": event.detail,
        "reason": event.reason,
        "timeliness": event.timeliness.value,
        "action_by": event.action_by.value,
        "health": event.health.value,
        "scope": event.scope.value,
        "direction": event.direction.value,
        "zone_source": event.zone_source.value,
        "eta_kind": eta.kind.value if eta else None,
        "eta_on": eta.on.isoformat() if eta and eta.on else None,
        "eta_from": eta.from_at if eta else None,
        "eta_to": eta.to_at if eta else None,
        "eta_zone_source": eta.zone_source.value if eta else None,
        "place": [place.city, place.region, place.postcode, place.country] if place else None,
        "text": event.text,
        "carrier": event.carrier,
        "raw_status": event.raw.status,
        "raw_substatus": event.raw.substatus,
        "raw_code": event.raw.code,
    }


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
    carrier: str | None,
    raw_status: str | None,
    raw_substatus: str | None,
    raw_code: str | None,
) -> TrackingEvent:
    """An event from its COLUMNS."""
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
