"""The facts a reply hands to its words: JSON values, by the names the templates know."""

from domain.axes import Milestone
from domain.reschedules import RESCHEDULE, RescheduleState
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


def named_among(parcel: ParcelView, situation: Situation) -> dict[str, object]:
    """The same, with `among` where others are on their way to them: then it has to be said which one is meant."""
    return {**named(parcel), **({"among": True} if len(situation.open_parcels) > 1 else {})}


def standing(parcel: ParcelView, situation: Situation) -> dict[str, object]:
    """Where a parcel is, how old that news is, and what is expected of it."""
    expected = None if parcel.is_final else parcel.window
    held = _is_held(parcel)
    over = parcel.is_late(situation.now) and not held
    return {
        **named(parcel),
        "detail": parcel.detail,
        "reason": parcel.reason,
        "at": parcel.milestone_at.isoformat() if parcel.milestone_at else None,
        "last_scan_at": parcel.last_scan_at.isoformat() if parcel.last_scan_at else None,
        "place": None if parcel.milestone is Milestone.DELIVERED else parcel.place,
        "window": None if over or held else window_facts(expected),
        "told": window_facts(expected) if over else None,
        "usual": _usual(parcel) if expected is None and not held and parcel.pending is None else None,
        "stops": None if parcel.is_final or over else parcel.stops,
        "promise_broken": over or (parcel.promise_broken and not parcel.is_final),
        "changes": [kind for kind in parcel.asked_kinds if kind != RESCHEDULE],
        "granted": [] if parcel.is_final else [kind for kind in parcel.agreed_kinds if kind != RESCHEDULE],
        "asked": window_facts(parcel.pending.window) if parcel.pending and not parcel.is_final else None,
    }


def _usual(parcel: ParcelView) -> dict[str, object] | None:
    usual = parcel.usual
    return {"least": usual.least, "most": usual.most, "since": usual.since.value} if usual is not None else None


def _is_held(parcel: ParcelView) -> bool:
    """Whether the carrier agreed to keep it, and nothing was heard of the parcel since: no window stands."""
    agreed = (c.decided_at for c in parcel.others if c.kind == HOLD and c.state is RescheduleState.CONFIRMED)
    return any(at is not None and (parcel.last_scan_at is None or at >= parcel.last_scan_at) for at in agreed)


HOLD = "hold"
"""The word of a hold in a parcel's `allow` (menus.CHANGES)."""


def people(situation: Situation) -> dict[str, object]:
    """When a person answers, and where else to reach one."""
    known: dict[str, object] = {"staff_hours": situation.staff_hours, "support": situation.support}
    return known | ({"back_at": situation.back_at.isoformat()} if situation.back_at else {})
