"""Announcing: what is out is released to its parcels in sets, follows what is decided about it, and comes to an end."""

from datetime import datetime

from sqlalchemy import Connection

from domain.notices import NoticeKind, Silent
from domain.plan import plan
from flows.messages.recall import recall
from flows.replan import replan
from store import announcements, overrides, stories

AT_ONCE = 500
"""Parcels in one step: some tenths of a second, between which others get their turn."""
MOST_WAITING = 1000
"""So many messages of one announcement may be on their way: pausing has little to take back."""


def advance(tx: Connection, now: datetime) -> datetime | None:
    """One step for each announcement that is out; returns when the first notice is due, if anything was planned."""
    due: list[datetime] = []
    for row in announcements.out(tx):
        stale = announcements.outdated(tx, row.id, row.state_at, AT_ONCE)
        if stale:
            due += _plan(tx, row.id, stale, now)
        elif row.state == "sending":
            due += _release(tx, row.id, now)
    return min(due, default=None)


def _release(tx: Connection, announcement_id: int, now: datetime) -> list[datetime]:
    room = MOST_WAITING - announcements.waiting(tx, announcement_id, now)
    fresh = announcements.release(tx, announcement_id, min(AT_ONCE, room), now) if room > 0 else []
    if fresh:
        return _plan(tx, announcement_id, fresh, now)
    if all(_is_over(one) for one in announcements.progress(tx, announcement_id)):
        announcements.change(tx, announcement_id, state="done", ended_at=now)
    return []


def _is_over(one: object) -> bool:
    """Whether nothing will come of these parcels any more."""
    return one.released and one.state not in ("planned", "held", "sending")  # type: ignore[attr-defined]  # a row


def _plan(tx: Connection, announcement_id: int, shipment_ids: list[int], now: datetime) -> list[datetime]:
    """Plans them anew; where nothing is planned, the reason is kept: every parcel has an outcome."""
    due = replan(tx, shipment_ids, now)
    announcements.planned(tx, announcement_id, shipment_ids, now)
    silent = announcements.unplanned(tx, announcement_id, shipment_ids)
    loaded = stories.with_company(tx, stories.load(tx, silent, locked=False))
    announcements.note_silence(
        tx,
        announcement_id,
        {
            one.story.shipment_id: decision.why
            for one in loaded
            for decision in plan(one.story, one.policy)
            if isinstance(decision, Silent) and decision.kind is NoticeKind.ANNOUNCEMENT
        },
    )
    return [due] if due is not None else []


def recall_queued(tx: Connection, announcement_id: int, now: datetime) -> int:
    """Takes back what is queued of one that was paused or stopped; returns how many messages.

    A step of its own, after the one that decided: whoever was about to say something has said it by then, or will see.
    """
    row = announcements.get(tx, announcement_id)
    if row is None or row.state not in ("paused", "stopped"):
        return 0
    waiting = announcements.queued(tx, announcement_id)
    overrides.lock_shipments(tx, overrides.shipments_in(tx, waiting))
    return len(recall(tx, waiting, f"the announcement was {row.state} by {row.state_by}", now))
