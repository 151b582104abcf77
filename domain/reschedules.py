"""Reschedule: a transaction of two parties. Asked is not done; only the 3PL's word, or its deeds, confirm."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from domain.axes import FINAL, Milestone
from domain.windows import Window

RESCHEDULE = "reschedule"
"""The kind of change that needs a slot. Others (safe_place, neighbour, pickup_point) carry only their details."""

BACK = "back"
"""Undoes a change without a slot that was agreed; `of` in its details names that change's kind."""


CANCEL = "cancel"
"""The kind of change that the shop asks for: not to be brought at all. What comes of it is told as what it is: called
off, or on its way back."""


class RescheduleState(StrEnum):
    HELD = "held"
    """The customer chose a slot; its place is kept for a few minutes."""
    REQUESTED = "requested"
    """The customer wants it: the request is on its way to the 3PL."""
    SENT = "sent"
    """The 3PL has taken the request. Not a yes."""
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """It was confirmed, and later another window was confirmed in its place."""


OPEN = frozenset({RescheduleState.HELD, RescheduleState.REQUESTED, RescheduleState.SENT})
WAITING = frozenset({RescheduleState.REQUESTED, RescheduleState.SENT})
OCCUPYING = OPEN | {RescheduleState.CONFIRMED}
"""Its place in the slot is taken; in every other state it is free again."""

_NEXT = {
    RescheduleState.HELD: {RescheduleState.REQUESTED, RescheduleState.EXPIRED, RescheduleState.WITHDRAWN},
    RescheduleState.REQUESTED: {
        RescheduleState.SENT,
        RescheduleState.CONFIRMED,
        RescheduleState.DECLINED,
        RescheduleState.TIMED_OUT,
        RescheduleState.WITHDRAWN,
    },
    RescheduleState.SENT: {
        RescheduleState.CONFIRMED,
        RescheduleState.DECLINED,
        RescheduleState.TIMED_OUT,
        RescheduleState.WITHDRAWN,
    },
    RescheduleState.TIMED_OUT: {RescheduleState.CONFIRMED, RescheduleState.DECLINED, RescheduleState.WITHDRAWN},
    RescheduleState.CONFIRMED: {RescheduleState.REPLACED, RescheduleState.WITHDRAWN},
}


def may_become(state: RescheduleState, new: RescheduleState) -> bool:
    """Whether a reschedule may pass from one state to another; a late answer still counts after a time-out."""
    return new in _NEXT.get(state, set())


@dataclass(frozen=True, slots=True)
class Reschedule:
    """The shipment's latest reschedule. `asked_in_chat`: the customer already read the answer where they asked."""

    id: int
    state: RescheduleState
    window: Window
    asked_at: datetime
    asked_in_chat: bool
    decided_at: datetime | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class OtherChange:
    """The latest wish of one kind that needs no slot: a neighbour, a safe place, the code of a door …"""

    id: int
    kind: str
    state: RescheduleState
    asked_at: datetime
    decided_at: datetime | None = None
    asked_in_chat: bool = False


AWAITED = timedelta(minutes=30)
"""So long after they asked, whoever asked still looks out for the answer, also at night."""


def awaited_until(change: Reschedule | OtherChange) -> datetime | None:
    """Until when the answer is looked out for where it was asked; None when the shop or staff asked."""
    return change.asked_at + AWAITED if change.asked_in_chat else None


class Refusal(StrEnum):
    """Why a change was not asked for, not taken back, or not decided."""

    UNKNOWN_PARCEL = "unknown_parcel"
    NOT_ALLOWED = "not_allowed"
    TOO_LATE = "too_late"
    """The parcel, or the slot's cut-off, has passed the point where it could be changed."""
    SLOT_GONE = "slot_gone"
    """No such slot, or not one for this parcel."""
    SLOT_TAKEN = "slot_taken"
    ALREADY_OPEN = "already_open"
    SAME_WINDOW = "same_window"
    """It is agreed already."""
    HOLD_OVER = "hold_over"
    NOTHING_OPEN = "nothing_open"
    UNKNOWN_REQUEST = "unknown_request"
    NOT_ASKED = "not_asked"
    """An answer to what the 3PL was never asked, or is no longer."""
    CONTRADICTS = "contradicts"
    """An answer against what was answered before: a case is open."""


@dataclass(frozen=True, slots=True)
class Refused:
    why: Refusal


BEYOND_CHANGE = FINAL | {Milestone.RETURNING}
CALLED_OFF = frozenset({Milestone.CANCELLED, Milestone.RETURNING, Milestone.RETURNED})
"""Where a parcel is that is not brought any more: what `cancel` asks for."""


def is_overtaken(kind: str, milestone: Milestone) -> bool:
    """Whether a change has lost its object: the parcel is beyond it. One called off is where `cancel` wants it."""
    return milestone in BEYOND_CHANGE and not (kind == CANCEL and milestone in CALLED_OFF)


def hindrance(kind: str, allow: Collection[str] | None, milestone: Milestone) -> Refusal | None:
    """What stands against asking for this kind of change, if anything does. `allow` is None for the shop itself."""
    if allow is not None and kind not in allow:
        return Refusal.NOT_ALLOWED
    return Refusal.TOO_LATE if milestone in BEYOND_CHANGE else None


class Answered(StrEnum):
    """What a 3PL's yes or no means for a request in a given state."""

    TAKES_EFFECT = "takes_effect"
    SAID_BEFORE = "said_before"
    CONTRADICTS = "contradicts"
    MEANS_NOTHING = "means_nothing"


def answered(state: RescheduleState, confirmed: bool) -> Answered:
    """A second answer that agrees is a repetition; another one, or a yes to what was taken back, is a conflict."""
    match state:
        case RescheduleState.REQUESTED | RescheduleState.SENT | RescheduleState.TIMED_OUT:
            return Answered.TAKES_EFFECT
        case RescheduleState.CONFIRMED:
            return Answered.SAID_BEFORE if confirmed else Answered.CONTRADICTS
        case RescheduleState.DECLINED:
            return Answered.CONTRADICTS if confirmed else Answered.SAID_BEFORE
        case RescheduleState.REPLACED:
            return Answered.SAID_BEFORE if confirmed else Answered.MEANS_NOTHING
        case RescheduleState.WITHDRAWN:
            return Answered.CONTRADICTS if confirmed else Answered.MEANS_NOTHING
        case RescheduleState.HELD | RescheduleState.EXPIRED:
            return Answered.MEANS_NOTHING
    assert_never(state)
