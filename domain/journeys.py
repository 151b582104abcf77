"""A parcel's journey in a few words: where it ended, on which day, how often it was tried, and why that failed."""

from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from domain.axes import Milestone
from domain.condition import Condition
from domain.localtime import local_day


class JourneyState(StrEnum):
    """OPEN: nothing decisive has happened yet."""

    OPEN = "open"
    DELIVERED = "delivered"
    ATTEMPTED = "attempted"
    PICKUP = "pickup"
    RETURNED = "returned"
    CANCELLED = "cancelled"


_STATES = {
    Milestone.DELIVERED: JourneyState.DELIVERED,
    Milestone.DELIVERY_ATTEMPTED: JourneyState.ATTEMPTED,
    Milestone.AVAILABLE_FOR_PICKUP: JourneyState.PICKUP,
    Milestone.RETURNING: JourneyState.RETURNED,
    Milestone.RETURNED: JourneyState.RETURNED,
    Milestone.CANCELLED: JourneyState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Journey:
    """`ended_on` is the address's own day; `attempts` are those that failed, `reason` why the last of them did."""

    state: JourneyState
    ended_on: date | None
    attempts: int
    reason: str | None


def journey_of(condition: Condition, tz: tzinfo) -> Journey:
    """How it fared so far. A parcel on its way again after an attempt is judged by that attempt until it ends."""
    attempted = condition.reached.get(Milestone.DELIVERY_ATTEMPTED)
    state, standing = _STATES.get(condition.milestone, JourneyState.OPEN), condition.now
    if state is JourneyState.OPEN and attempted is not None:
        state, standing = JourneyState.ATTEMPTED, attempted
    ended_on = local_day(standing.at, tz) if standing is not None and state is not JourneyState.OPEN else None
    return Journey(state, ended_on, condition.attempts, attempted.reason if attempted else None)
