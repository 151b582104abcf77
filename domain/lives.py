"""Lives of a tracking number: carriers use numbers again, and what befell the parcel before is none of ours."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.axes import FINAL, Direction
from domain.events import TrackingEvent

LEAD = timedelta(days=2)
"""An order may be announced this long after its parcel's first scan, wherever its number was used before."""
APART = timedelta(days=14)
"""No parcel that has ended moves again after so long, except as another parcel under its number."""
LONG_AGO = timedelta(days=30)
"""Nobody announces an order so long after its parcel has ended."""


def begins(events: Iterable[TrackingEvent], announced_at: datetime) -> datetime | None:
    """From when on events are about the parcel that was announced then; None where all of them are.

    A parcel that ended before its order was announced was another one, if long ago or if its number moved on later.
    """
    ended = [e.occurred_at for e in events if _has_ended(e) and e.occurred_at < announced_at - LEAD]
    if not ended:
        return None
    last = max(ended)
    moved_on = any(event.occurred_at >= last + APART for event in events)
    return last + APART if moved_on or last < announced_at - LONG_AGO else None


def _has_ended(event: TrackingEvent) -> bool:
    return event.milestone in FINAL and event.direction is Direction.DELIVERY
