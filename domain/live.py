"""Live: what a route says about one parcel on it. Its window is the newest estimate, and it does not flutter."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.axes import EtaKind, Milestone
from domain.condition import Condition, Quoted
from domain.events import Estimate
from domain.routes.reckoning import Reckoned

MOVES = timedelta(minutes=15)
"""A window moves when its middle does by this much; below, what was said stands."""
SHARPER = 0.6
"""Or when it has become this much narrower."""
NEAR_STOPS, NEAR = 3, timedelta(minutes=30)
"""Nearly there: so few stops away, and so soon. The next stop is near a while longer before."""
NEXT = timedelta(minutes=45)
SHOWN_STOPS = 4
"""From so many stops away the van is heading to this customer's part of the route: then it may be shown."""
SAID_STOPS = 10
"""From so many stops away it is said how many they are: farther off the number only worries."""
FRESH = timedelta(minutes=10)
"""An older position is not shown: the van is somewhere else by now."""
COMING = frozenset(
    {Milestone.UNKNOWN, Milestone.CREATED, Milestone.ACCEPTED, Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY}
)
"""Milestones at which a place in a route says something about the parcel."""


@dataclass(frozen=True, slots=True)
class Live:
    """`as_of` is when the window last changed, `near_at` since when the van is nearly there, `stops` away then."""

    from_at: datetime
    to_at: datetime
    as_of: datetime
    near_at: datetime | None = None
    stops: int | None = None


def followed(before: Live | None, reckoned: Reckoned, stops_ahead: int, now: datetime, *, driving: bool) -> Live:
    """What stands after a new reckoning: the same value where nothing changes for the customer."""
    live = before if before is not None and _still_holds(before, reckoned) else None
    if live is None:
        near = (before.near_at, before.stops) if before else (None, None)
        live = Live(reckoned.from_at, reckoned.to_at, now, *near)
    if driving and live.near_at is None and _is_near(reckoned.eta_at - now, stops_ahead):
        live = replace(live, near_at=now, stops=stops_ahead)
    return live


def _still_holds(live: Live, new: Reckoned) -> bool:
    if not live.from_at <= new.eta_at <= live.to_at:
        return False
    moved = abs((new.from_at - live.from_at) + (new.to_at - live.to_at)) / 2
    return moved < MOVES and new.to_at - new.from_at > SHARPER * (live.to_at - live.from_at)


def _is_near(left: timedelta, stops_ahead: int) -> bool:
    return (stops_ahead == 1 and left <= NEXT) or (stops_ahead <= NEAR_STOPS and left <= NEAR)


def quoted(condition: Condition, live: Live | None) -> Condition:
    """The condition with the route's window as its newest estimate, as long as the parcel is still to come."""
    if live is None or condition.milestone not in COMING:
        return condition
    estimate = Estimate(EtaKind.MEASURED, None, live.from_at, live.to_at)
    return replace(condition, quoted=Quoted(estimate, live.as_of, f"route:{live.as_of.isoformat()}"))


def on_the_road(milestone: Milestone) -> Milestone:
    """How far a parcel is whose van is on its way: a scan that nobody made does not keep it in the depot."""
    return Milestone.OUT_FOR_DELIVERY if milestone in COMING else milestone


def is_shown(milestone: Milestone, stops_ahead: int, seen_at: datetime, now: datetime) -> bool:
    """Whether this customer may see the van: it heads to them, it was seen just now, and the parcel is still in it."""
    return milestone in COMING and 1 <= stops_ahead <= SHOWN_STOPS and now - seen_at <= FRESH


def stops_said(milestone: Milestone, stops_ahead: int) -> int | None:
    """How many stops away may be said; None while it is not to be."""
    return stops_ahead if milestone in COMING and 1 <= stops_ahead <= SAID_STOPS else None


def as_facts(live: Live) -> dict[str, object]:
    """As JSON."""
    return {
        "from": live.from_at.isoformat(),
        "to": live.to_at.isoformat(),
        "as_of": live.as_of.isoformat(),
        "near_at": live.near_at.isoformat() if live.near_at else None,
        "stops": live.stops,
    }


def from_facts(facts: dict[str, object]) -> Live:
    """Back from `as_facts`."""
    near, stops = facts.get("near_at"), facts.get("stops")
    return Live(
        _at(facts["from"]),
        _at(facts["to"]),
        _at(facts["as_of"]),
        _at(near) if near else None,
        stops if isinstance(stops, int) else None,
    )


def _at(text: object) -> datetime:
    return datetime.fromisoformat(str(text))
