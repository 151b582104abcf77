"""Notices: every kind of thing Doorstep may say by itself, and how each behaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from domain.localtime import Quiet


class NoticeKind(StrEnum):
    ANNOUNCED = "announced"
    ESTIMATE = "estimate"
    PROMISE_MOVED = "promise_moved"
    DELAY = "delay"
    DAY_BEFORE = "day_before"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ARRIVING_SOON = "arriving_soon"
    DELIVERED = "delivered"
    ATTEMPT_FAILED = "attempt_failed"
    PICKUP_READY = "pickup_ready"
    PICKUP_REMINDER = "pickup_reminder"
    ACTION_NEEDED = "action_needed"
    EXCEPTION = "exception"
    RETURNING = "returning"
    CANCELLED = "cancelled"
    RESCHEDULE_ASKED = "reschedule_asked"
    RESCHEDULE_CONFIRMED = "reschedule_confirmed"
    RESCHEDULE_DECLINED = "reschedule_declined"
    CHANGE_CONFIRMED = "change_confirmed"
    CHANGE_DECLINED = "change_declined"
    SILENCE = "silence"
    FEEDBACK = "feedback"
    ANNOUNCEMENT = "announcement"


class Priority(IntEnum):
    """Who goes first when a channel is busy: smaller goes first."""

    REPLY = 0
    URGENT = 1
    NEWS = 2
    ROUTINE = 3


@dataclass(frozen=True, slots=True)
class Manner:
    """How a kind behaves: its class, its quiet hours, how long it stays true, and whether parcels share one message."""

    priority: Priority
    quiet: Quiet
    valid: timedelta
    shared: bool = False
    critical: bool = False
    """Said even while a person owns the conversation."""
    twice_is_harmless: bool = False
    """May be repeated when nobody can tell whether it was sent."""


_H = timedelta(hours=1)

MANNERS: Mapping[NoticeKind, Manner] = {
    NoticeKind.ANNOUNCED: Manner(Priority.ROUTINE, Quiet.DELAY, 48 * _H, shared=True, twice_is_harmless=True),
    NoticeKind.ESTIMATE: Manner(Priority.NEWS, Quiet.DELAY, 48 * _H, shared=True, twice_is_harmless=True),
    NoticeKind.PROMISE_MOVED: Manner(Priority.NEWS, Quiet.DELAY, 24 * _H, shared=True),
    NoticeKind.DELAY: Manner(Priority.NEWS, Quiet.DELAY, 24 * _H, shared=True),
    NoticeKind.DAY_BEFORE: Manner(Priority.ROUTINE, Quiet.ADVANCE, 6 * _H, shared=True, twice_is_harmless=True),
    NoticeKind.OUT_FOR_DELIVERY: Manner(Priority.URGENT, Quiet.DELAY, 12 * _H, shared=True, twice_is_harmless=True),
    NoticeKind.ARRIVING_SOON: Manner(Priority.URGENT, Quiet.IGNORE, timedelta(minutes=30), shared=True, critical=True),
    NoticeKind.DELIVERED: Manner(Priority.NEWS, Quiet.DELAY, 24 * _H, shared=True, twice_is_harmless=True),
    NoticeKind.ATTEMPT_FAILED: Manner(Priority.URGENT, Quiet.DELAY, 24 * _H, shared=True),
    NoticeKind.PICKUP_READY: Manner(Priority.NEWS, Quiet.DELAY, 72 * _H, shared=True, twice_is_harmless=True),
    NoticeKind.PICKUP_REMINDER: Manner(Priority.ROUTINE, Quiet.DELAY, 24 * _H, shared=True),
    NoticeKind.ACTION_NEEDED: Manner(Priority.URGENT, Quiet.DELAY, 48 * _H),
    NoticeKind.EXCEPTION: Manner(Priority.NEWS, Quiet.DELAY, 24 * _H),
    NoticeKind.RETURNING: Manner(Priority.NEWS, Quiet.DELAY, 72 * _H),
    NoticeKind.CANCELLED: Manner(Priority.NEWS, Quiet.DELAY, 72 * _H, shared=True),
    NoticeKind.RESCHEDULE_ASKED: Manner(Priority.URGENT, Quiet.IGNORE, 24 * _H),
    NoticeKind.RESCHEDULE_CONFIRMED: Manner(Priority.URGENT, Quiet.DELAY, 72 * _H, critical=True),
    NoticeKind.RESCHEDULE_DECLINED: Manner(Priority.URGENT, Quiet.DELAY, 72 * _H, critical=True),
    NoticeKind.CHANGE_CONFIRMED: Manner(Priority.URGENT, Quiet.DELAY, 48 * _H, critical=True),
    NoticeKind.CHANGE_DECLINED: Manner(Priority.URGENT, Quiet.DELAY, 48 * _H, critical=True),
    NoticeKind.SILENCE: Manner(Priority.ROUTINE, Quiet.DELAY, 24 * _H, shared=True),
    NoticeKind.FEEDBACK: Manner(Priority.ROUTINE, Quiet.DELAY, 48 * _H),
    NoticeKind.ANNOUNCEMENT: Manner(Priority.ROUTINE, Quiet.DELAY, 48 * _H, shared=True),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to say. `key` names the occasion, never a text; `facts` are JSON values for the words."""

    kind: NoticeKind
    key: str
    send_after: datetime
    expires_at: datetime
    facts: Mapping[str, object]
    held: str | None = None
    """Who holds it without end, and why; None when it may go."""
    awaited_until: datetime | None = None
    """Until then it is the answer to what they asked a moment ago, and goes at once also in quiet hours."""
    by_hand: bool = False
    """Staff send it now, or set its time: it waits neither for writing hours nor in its channel's line."""


IN_LINE = "its channel is busy: it waits in line"
"""Why a planned notice stands at a later time than the plan gives it."""


class Silent(NamedTuple):
    """Nothing to say of this kind, and why."""

    kind: NoticeKind
    why: str


Decision = Wanted | Silent


class NoticeState(StrEnum):
    """Where a notice stands. From SENDING on the row is history."""

    PLANNED = "planned"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    REACHED = "reached"
    UNSURE = "unsure"
    FAILED = "failed"
    MERGED = "merged"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset({NoticeState.PLANNED, NoticeState.HELD})
TOLD_STATES = frozenset(
    {NoticeState.SENDING, NoticeState.SENT, NoticeState.REACHED, NoticeState.UNSURE, NoticeState.MERGED}
)
"""The customer has heard it, or may have."""
REPLANNABLE_STATES = OPEN_STATES | {NoticeState.WITHDRAWN}
"""Nothing was said: the plan may bring the occasion back."""
