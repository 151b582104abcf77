"""The facts a reply hands to its words: JSON values, by the names the templates know."""

from domain.axes import Milestone
from domain.reschedules import RESCHEDULE
from domain.rules.saying import window_facts
from domain.talk.situation import ParcelView, Situation


def named(parcel: ParcelView) -> dict[str, object]:
    """What a reply about a parcel always has: which one it is, and where to see more."""
    return {
        "tracking_number": parcel.tracking_number,
        "order_number": parcel.order_number,
        "link": parcel.link,
        "milestone": parcel.milestone.value,
        "allow": sorted(parcel.allow),
    }


def standing(parcel: ParcelView, situation: Situation) -> dict[str, object]:
    """Where a parcel is, how old that news is, and what is expected of it."""
    expected = None if parcel.is_final else parcel.window
    over = parcel.is_late(situation.now)
    return {
        **named(parcel),
        "detail": parcel.detail,
        "reason": parcel.reason,
        "at": parcel.milestone_at.isoformat() if parcel.milestone_at else None,
        "last_scan_at": parcel.last_scan_at.isoformat() if parcel.last_scan_at else None,
        "place": None if parcel.milestone is Milestone.DELIVERED else parcel.place,
        "window": None if over else window_facts(expected),
        "told": window_facts(expected) if over else None,
        "stops": None if parcel.is_final or over else parcel.stops,
        "promise_broken": over or (parcel.promise_broken and not parcel.is_final),
        "changes": [kind for kind in parcel.asked_kinds if kind != RESCHEDULE],
        "asked": window_facts(parcel.pending.window) if parcel.pending and not parcel.is_final else None,
    }


def people(situation: Situation) -> dict[str, object]:
    """When a person answers, and where else to reach one."""
    known: dict[str, object] = {"staff_hours": situation.staff_hours, "support": situation.support}
    return known | ({"back_at": situation.back_at.isoformat()} if situation.back_at else {})
