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
    ordered = sorted({e.key: e for e in sorted(events, key=_copy_order, reverse=True)}.values(), key=_event_order)
    milestone = Milestone.UNKNOWN
    reached: dict[Milestone, Reached] = {}
    timeliness, timeliness_at = Timeliness.UNKNOWN, None
    action, health = ActionBy.NONE, TrackingHealth.LIVE
    quoted: Quoted | None = None
    attempts = 0
    last: TrackingEvent | None = None
    place: Place | None = None
    for event in ordered:
        at = event.effective_at
        health = event.health
        if event.direction is not Direction.DELIVERY:
            continue
        if event.eta is not None and milestone not in FINAL:
            quoted = Quoted(event.eta, at, event.key)
        if event.timeliness is not Timeliness.UNKNOWN:
            timeliness, timeliness_at = event.timeliness, at
        new = event.milestone
        last = event
        place = event.place or place
        if new is Milestone.UNKNOWN:
            continue
        if milestone in FINAL:
            if milestone is Milestone.DELIVERED:
                if event.detail == REVERSED:
                    reached.pop(Milestone.DELIVERED, None)
                elif new is Milestone.DELIVERED:
                    reached[new] = _enriched(reached[new], event)
                    continue
                elif new not in _AFTER_DELIVERED:
                    continue
            else:
                continue
        if new is Milestone.DELIVERY_ATTEMPTED and not _same_occasion(reached.get(new), at):
            attempts += 1
        standing = reached.get(new)
        if standing is not None and _same_occasion(standing, at):
            reached[new] = _renewed(standing, event)
        else:
            reached[new] = Reached(at, event.key, event.detail, event.reason, event.place, event.text)
        milestone = new
        action = event.action_by
    return Condition(
        milestone,
        reached,
        timeliness,
        timeliness_at,
        action,
        health,
        quoted,
        attempts,
        last.effective_at if last else None,
        last.key if last else None,
        place,
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


def _same_occasion(standing: Reached | None, at: datetime) -> bool:
    return standing is not None and at - standing.at < SAME_OCCASION


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
