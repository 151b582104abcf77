"""A parcel's condition: the fold over its events. Order of arrival never matters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.axes import FINAL, RANK, ActionBy, Direction, Milestone, Timeliness, TrackingHealth
from domain.events import Estimate, Place, TrackingEvent

REVERSED = "delivery_reversed"
"""The detail by which a sender takes a delivery back."""

SAME_OCCASION = timedelta(hours=14)
"""A milestone scanned again within this time is the same occasion (one delivery day); later it is a new one."""

_AFTER_DELIVERED = frozenset({Milestone.RETURNING, Milestone.RETURNED})


@dataclass(frozen=True, slots=True)
class Reached:
    """The latest time a milestone was reached, and with which words."""

    at: datetime
    key: str
    detail: str | None = None
    reason: str | None = None
    place: Place | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
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
    for event in sorted({e.key: e for e in sorted(events, key=_copy_order, reverse=True)}.values(), key=_event_order):
        folding.take(event)
    return folding.condition()


class _Folding:
    """The condition as it grows, one event after another in the order they happened."""

    __slots__ = ("action", "attempts", "health", "last", "late", "milestone", "place", "quoted", "reached")

    def __init__(self) -> None:
        self.milestone = Milestone.UNKNOWN
        self.reached: dict[Milestone, Reached] = {}
        self.late: TrackingEvent | None = None
        self.action = ActionBy.NONE
        self.health = TrackingHealth.LIVE
        self.quoted: Quoted | None = None
        self.attempts = 0
        self.last: TrackingEvent | None = None
        self.place: Place | None = None

    def take(self, event: TrackingEvent) -> None:
        self.health = event.health
        if event.direction is not Direction.DELIVERY:
            return
        self.last, self.place = event, event.place or self.place
        if event.eta is not None and self.milestone not in FINAL:
            self.quoted = Quoted(event.eta, event.effective_at, event.key)
        if event.timeliness is not Timeliness.UNKNOWN:
            self.late = event
        if event.milestone is not Milestone.UNKNOWN and self._may_follow(event):
            self._reach(event)

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

    def _reach(self, event: TrackingEvent) -> None:
        new, at, standing = event.milestone, event.effective_at, self.reached.get(event.milestone)
        if standing is not None and at - standing.at < SAME_OCCASION:
            self.reached[new] = _renewed(standing, event)
        else:
            self.attempts += new is Milestone.DELIVERY_ATTEMPTED
            self.reached[new] = Reached(at, event.key, event.detail, event.reason, event.place, event.text)
        self.milestone = new
        self.action = event.action_by

    def condition(self) -> Condition:
        last, late = self.last, self.late
        return Condition(
            milestone=self.milestone,
            reached=self.reached,
            timeliness=late.timeliness if late else Timeliness.UNKNOWN,
            timeliness_at=late.effective_at if late else None,
            action_by=self.action,
            health=self.health,
            quoted=self.quoted,
            attempts=self.attempts,
            last_scan_at=last.effective_at if last else None,
            last_scan_key=last.key if last else None,
            last_place=self.place,
        )


def _copy_order(event: TrackingEvent) -> tuple[datetime, datetime, str]:
    """Of several copies of one fact the first received speaks: it is put last, where the dictionary keeps it."""
    return event.received_at, event.occurred_at, event.text or ""


def _event_order(event: TrackingEvent) -> tuple[datetime, int, str]:
    return event.effective_at, RANK[event.milestone], event.key


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
