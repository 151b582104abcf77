"""Looking at a shipment from outside: where it stands, what was reported, what was and will be said, and why not."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.condition import Quoted
from domain.notices import OPEN_STATES, NoticeState, Silent
from domain.plan import plan
from flows.views import (
    CaseView,
    ChangeView,
    EtaView,
    EventView,
    NoticeView,
    PlaceView,
    PromiseView,
    ShipmentView,
    Span,
)
from store import shipment_views as views
from store import stories


def shipment(tx: Connection, tracking_number: str, merchant: str | None) -> ShipmentView | None:
    """The newest shipment of this number, as the plan sees it now; None where there is none."""
    row = views.newest(tx, tracking_number, merchant)
    if row is None:
        return None
    (loaded,) = stories.with_company(tx, stories.load(tx, [row.id], locked=False))
    decisions = plan(loaded.story, loaded.policy)
    return ShipmentView(
        tracking_number=row.tracking_number,
        order_number=row.order_number,
        merchant=row.merchant,
        carrier=row.carrier,
        allow=row.allow,
        announced_at=row.announced_at,
        milestone=row.milestone,
        milestone_at=row.milestone_at,
        detail=row.detail,
        reason=row.reason,
        timeliness=row.timeliness,
        action_by=row.action_by,
        health=row.health,
        last_scan_at=row.last_scan_at,
        eta=_eta(loaded.story.condition.quoted),
        expected=_span(row.expected_on, row.expected_from, row.expected_to),
        promise=_promise(views.last_promise(tx, row.id)),
        events=[_event(event) for event in views.events(tx, row.merchant_id, row.tracking_number, loaded.since)],
        notices=[_notice(notice) for notice in views.notices(tx, row.id)],
        silent=[{"kind": d.kind.value, "why": d.why} for d in decisions if isinstance(d, Silent)],
        reschedules=[_change(change) for change in views.changes_of(tx, row.id)],
        cases=[_case(case) for case in views.cases(tx, row.id)],
    )


def shipment_id(tx: Connection, tracking_number: str, merchant: str | None) -> int | None:
    """Which shipment is meant: the newest of this number (and merchant)."""
    row = views.newest(tx, tracking_number, merchant)
    return row.id if row is not None else None


def reschedules(
    tx: Connection, state: str | None, merchant: str | None, before: str | None, limit: int
) -> list[ChangeView]:
    """The changes that were asked for, newest first; `before` is the id of the last one already seen."""
    return [_change(row) for row in views.changes(tx, state, merchant, before, limit)]


def _span(on: str | None, from_at: datetime | None, to_at: datetime | None) -> Span | None:
    return {"on": on, "from": from_at, "to": to_at} if on or from_at else None


def _eta(quoted: Quoted | None) -> EtaView | None:
    if quoted is None:
        return None
    eta = quoted.estimate
    return {
        "on": eta.on.isoformat() if eta.on else None,
        "from": eta.from_at,
        "to": eta.to_at,
        "kind": eta.kind.value,
        "zone_source": eta.zone_source.value,
        "as_of": quoted.as_of,
    }


def _promise(row: Any) -> PromiseView | None:
    if row is None:
        return None
    return {"on": row.on, "from": row.from_at, "to": row.to_at, "number": row.number, "told_at": row.told_at}


def _event(row: Any) -> EventView:
    return EventView(
        source=row.source,
        id=row.key,
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        milestone=row.milestone,
        detail=row.detail,
        reason=row.reason,
        timeliness=row.timeliness,
        action_by=row.action_by,
        health=row.health,
        scope=row.scope,
        direction=row.direction,
        zone_source=row.zone_source,
        text=row.text,
        location=_place(row.place),
        eta=_span(row.eta_on, row.eta_from, row.eta_to),
        carrier=row.carrier,
        raw={"status": row.raw_status, "substatus": row.raw_substatus, "code": row.raw_code},
    )


def _place(place: list[str | None] | None) -> PlaceView | None:
    if place is None:
        return None
    city, region, postcode, country = place
    return {"city": city, "region": region, "postcode": postcode, "country": country}


def _notice(row: Any) -> NoticeView:
    is_open = row.state in OPEN_STATES or row.state == NoticeState.SENDING
    outcome = None if is_open else row.why or row.state
    return {"kind": row.kind, "key": row.key, "state": row.state, "send_after": row.send_after, "outcome": outcome}


def _change(row: Any) -> ChangeView:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "state": row.state,
        "merchant": row.merchant,
        "order_number": row.order_number,
        "tracking_number": row.tracking_number,
        "slot": row.slot,
        "from": row.from_at,
        "to": row.to_at,
        "details": row.details,
        "asked_at": row.asked_at,
        "answer_by": row.answer_by,
        "decided_at": row.decided_at,
        "why": row.why,
    }


def _case(row: Any) -> CaseView:
    return {"kind": row.kind, "why": row.why, "opened_at": row.opened_at, "closed_at": row.closed_at}
