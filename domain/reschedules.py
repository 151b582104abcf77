"""Reschedule: a transaction of two parties. Asked is not done; only the 3PL's word, or its deeds, confirm."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.windows import Window


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


OPEN = frozenset({RescheduleState.HELD, RescheduleState.REQUESTED, RescheduleState.SENT})
WAITING = frozenset({RescheduleState.REQUESTED, RescheduleState.SENT})

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
    RescheduleState.TIMED_OUT: {RescheduleState.CONFIRMED, RescheduleState.DECLINED},
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
