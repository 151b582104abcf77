"""Replan: fold shipments anew from their events, ask the plan, and make the notice rows say what it says."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.changes import Stored, changes, state_of, why_of
from domain.notices import NoticeState, Wanted
from domain.plan import plan
from domain.rules.expectation import expected_still
from domain.windows import Window
from flows.finding_cases import address_problems
from flows.messages.standing_holds import GRACE, as_row, graces
from store import notices, overrides, shipments, stories
from store.stories import Loaded


def replan(tx: Connection, shipment_ids: Collection[int], now: datetime) -> datetime | None:
    """Brings rows and plan together for these shipments; returns when the first of their notices is due, if any is."""
    loaded = stories.load(tx, shipment_ids)
    arrived = store_conditions(tx, loaded, now)
    others = shipments.others_in_orders(tx, arrived, {one.story.shipment_id for one in loaded})
    if others:
        loaded += stories.load(tx, others)
    return apply_plans(tx, stories.with_company(tx, loaded), now)


def store_conditions(tx: Connection, loaded: Iterable[Loaded], now: datetime) -> set[int]:
    """Writes what the fold says into the shipment rows that said something else.

    Returns the orders of which a parcel is delivered, or no longer, since: their other parcels may have to be planned.
    """
    stored = [(one, row) for one in loaded if (row := _condition_row(one)) is not None]
    shipments.update_conditions(tx, [row for _, row in stored])
    address_problems(tx, stored, now)
    return {one.order_id for one, row in stored if "delivered" in (row["milestone"], one.row.milestone)}


def apply_plans(tx: Connection, loaded: Iterable[Loaded], now: datetime) -> datetime | None:
    """Adds, moves and withdraws planned notices in three statements, however many shipments there are."""
    added, moved, withdrawn, late = [], [], [], []
    for one in loaded:
        change = changes(plan(one.story, one.policy), one.stored)
        if one.policy.grace.waits and (waits := graces(change.add, one, now)):
            overrides.add_all(tx, [as_row(one.story.shipment_id, wait, GRACE) for wait in waits])
            story = replace(one.story, overrides=(*one.story.overrides, *waits))
            change = changes(plan(story, one.policy), one.stored)
        added += [notices.new_row(one.story.shipment_id, one.customer_id, w, state_of(w), now) for w in change.add]
        moved += [notices.moved_row(row.id, w, state_of(w), why_of(row, w)) for row, w in change.move]
        late += [(row.id, row.send_after) for row, _ in change.move if _was_due(row, now)]
        withdrawn += [{"b_id": row.id, "why": why, "decided_at": now} for row, why in change.withdraw]
    notices.add(tx, added)
    notices.move(tx, moved)
    notices.note_due(tx, late)
    notices.withdraw(tx, withdrawn)
    due: list[datetime] = [row["send_after"] for row in (*added, *moved) if row["state"] == "planned"]
    return min(due, default=None)


def _was_due(row: Stored, now: datetime) -> bool:
    """Whether it should have been said before, and was not: the service was down, or busy."""
    return row.state is NoticeState.PLANNED and row.send_after < now


def wanted_of(one: Loaded) -> dict[str, Wanted]:
    """What the plan wants for a story, by key."""
    return {d.key: d for d in plan(one.story, one.policy) if isinstance(d, Wanted)}


def _condition_row(one: Loaded) -> dict[str, Any] | None:
    condition, row = one.story.condition, one.row
    standing = condition.now
    window = expected_still(one.story, one.policy)
    new = {
        "milestone": condition.milestone.value,
        "milestone_at": standing.at if standing else None,
        "detail": standing.detail if standing else None,
        "reason": standing.reason if standing else None,
        "timeliness": condition.timeliness.value,
        "action_by": condition.action_by.value,
        "health": condition.health.value,
        "last_scan_at": condition.last_scan_at,
        **_window_row(window),
    }
    if all(getattr(row, name) == value for name, value in new.items()):
        return None
    return {"b_id": row.id, **new}


def _window_row(window: Window | None) -> dict[str, Any]:
    return {
        "expected_on": window.on.isoformat() if window else None,
        "expected_from": window.from_at if window else None,
        "expected_to": window.to_at if window else None,
    }
