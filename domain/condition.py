"""A parcel's condition: the fold over its events. Order of arrival never matters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.axes import FINAL, RANK, ActionBy, Direction, Milestone, Timeliness, TrackingHealth
from domain.events import Estimate, Place, TrackingEvent

REVERSED = "delivery_reversed"
"""The detail by which a sender takes a delivery back."""

SAME_OCCASION = timedelta(hours=14)
"""A milestone scanned again within this time is the same occasion (one delivery day); later it is a new one."""

_AFTER_DELIVERED = frozenset({Milestone.RETURNING, Milestone.RETURNED})


class Reached(NamedTuple):
    """The latest time a milestone was reached, and with which words."""

    at: datetime
    key: str
    detail: str | None = None
    reason: str | None = None
    place: Place | None = None
    text: str | None = None


class Quoted(NamedTuple):
    """The newest estimate and when the 3PL gave it."""

    estimate: Estimate
    as_of: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a parcel stands on every axis. `reached` holds each milestone's latest occurrence that counted."""

    milestone: Milestone = Milestone.UNKNOWN
    reached: dict[Milestone, Reached] = field(default_factory=dict)
    timeliness: Timeliness = Timeliness.UNKNOWN
    timeliness_at: datetime | None = None
    action_by: ActionBy = ActionBy.NONE
    health: TrackingHealth = TrackingHealth.LIVE
    quoted: Quoted | None = None
    attempts: int = 0
    last_scan_at: datetime | None = None
    last_scan_key: str | None = None
    last_place: Place | None = None

    @property
    def now(self) -> Reached | None:
        """The occurrence of the milestone the parcel stands at."""
        return self.reached.get(self.milestone)

    @property
    def is_final(self) -> bool:
        return self.milestone in FINAL


def fold(events: Iterable[TrackingEvent]) -> Condition:
    """The condition after these events, whatever order they come in and however often.

    `unknown` overwrites nothing. After delivered only a reversal, a return or more words about the delivery count;
    returned and cancelled are final. Pickup and return tasks say nothing about the way to the customer.
    """
    folding = _Folding()
    for at, _, _, event in sorted((e.effective_at, RANK[e.milestone], e.key, e) for e in _first_copies(events)):
        folding.take(event, at)
    return folding.condition()


def _first_copies(events: Iterable[TrackingEvent]) -> Iterable[TrackingEvent]:
    """Each fact once: of several copies the first received speaks."""
    facts: dict[str, TrackingEvent] = {}
    for event in events:
        known = facts.get(event.key)
        if known is None or _copy_order(event) < _copy_order(known):
            facts[event.key] = event
    return facts.values()


def _copy_order(event: TrackingEvent) -> tuple[datetime, datetime, str]:
    return event.received_at, event.occurred_at, event.text or ""


class _Folding:
    """The condition as it grows, one event after another in the order they happened."""

    __slots__ = (
        "action",
        "attempts",
        "health",
        "last_at",
        "last_key",
        "milestone",
        "place",
        "quoted",
        "reached",
        "timeliness",
        "timeliness_at",
    )

    def __init__(self) -> None:
        self.milestone = Milestone.UNKNOWN
        self.reached: dict[Milestone, Reached] = {}
        self.timeliness = Timeliness.UNKNOWN
        self.timeliness_at: datetime | None = None
        self.action = ActionBy.NONE
        self.health = TrackingHealth.LIVE
        self.quoted: Quoted | None = None
        self.attempts = 0
        self.last_at: datetime | None = None
        self.last_key: str | None = None
        self.place: Place | None = None

    def take(self, event: TrackingEvent, at: datetime) -> None:
        """`at` is when it counts as having happened."""
        self.health = event.health
        if event.direction is not Direction.DELIVERY:
            return
        self.last_at, self.last_key, self.place = at, event.key, event.place or self.place
        if event.eta is not None and self.milestone not in FINAL:
            self.quoted = Quoted(event.eta, at, event.key)
        if event.timeliness is not Timeliness.UNKNOWN:
            self.timeliness, self.timeliness_at = event.timeliness, at
        if event.milestone is not Milestone.UNKNOWN and self._may_follow(event):
            self._reach(event, at)

    def _may_follow(self, event: TrackingEvent) -> bool:
        """Whether the milestone may move; what is final moves only as the rules of `fold` allow."""
        if self.milestone not in FINAL:
            return True
        if self.milestone is not Milestone.DELIVERED:
            return False
        if event.detail == REVERSED:
            self.reached.pop(Milestone.DELIVERED)
            return True
        if event.milestone is Milestone.DELIVERED:
            self.reached[Milestone.DELIVERED] = _enriched(self.reached[Milestone.DELIVERED], event)
            return False
        return event.milestone in _AFTER_DELIVERED

    def _reach(self, event: TrackingEvent, at: datetime) -> None:
        new, standing = event.milestone, self.reached.get(event.milestone)
        if standing is not None and at - standing.at < SAME_OCCASION:
            self.reached[new] = _renewed(standing, event)
        else:
            self.attempts += new is Milestone.DELIVERY_ATTEMPTED
            self.reached[new] = Reached(at, event.key, event.detail, event.reason, event.place, event.text)
        self.milestone = new
        self.action = event.action_by

    def condition(self) -> Condition:
        return Condition(
            milestone=self.milestone,
            reached=self.reached,
            timeliness=self.timeliness,
            timeliness_at=self.timeliness_at,
            action_by=self.action,
            health=self.health,
            quoted=self.quoted,
            attempts=self.attempts,
            last_scan_at=self.last_at,
            last_scan_key=self.last_key,
            last_place=self.place,
        )


def _enriched(standing: Reached, event: TrackingEvent) -> Reached:
    """A delivery told again may add how and where, never when."""
    return Reached(
        standing.at,
        standing.key,
        standing.detail or event.detail,
        standing.reason or event.reason,
        standing.place or event.place,
        standing.text or event.text,
    )


def _renewed(standing: Reached, event: TrackingEvent) -> Reached:
    """The same occasion scanned again keeps its first time and takes the newer words."""
    return Reached(
        standing.at,
        standing.key,
        event.detail or standing.detail,
        event.reason or standing.reason,
        event.place or standing.place,
        event.text or standing.text,
    )
