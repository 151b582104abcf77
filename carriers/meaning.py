"""What one word of a sender means on our axes: a row of a status table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.axes import RANK, ActionBy, Direction, Milestone, Scope, Timeliness, TrackingHealth
from domain.events import TrackingEvent


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row. `source` says where the vendor's word is explained; UNKNOWN means that the word does not say."""

    milestone: Milestone = Milestone.UNKNOWN
    detail: str | None = None
    reason: str | None = None
    timeliness: Timeliness = Timeliness.UNKNOWN
    action_by: ActionBy = ActionBy.NONE
    health: TrackingHealth = TrackingHealth.LIVE
    direction: Direction = Direction.DELIVERY
    scope: Scope = Scope.PARCEL
    source: str = ""

    def refined(self, by: "Meaning | None") -> "Meaning":
        """This meaning with whatever a finer word adds; what the finer word does not say stays."""
        if by is None:
            return self
        return replace(
            self,
            milestone=self.milestone if by.milestone is Milestone.UNKNOWN else by.milestone,
            detail=by.detail or self.detail,
            reason=by.reason or self.reason,
            timeliness=self.timeliness if by.timeliness is Timeliness.UNKNOWN else by.timeliness,
            action_by=self.action_by if by.action_by is ActionBy.NONE else by.action_by,
            health=self.health if by.health is TrackingHealth.LIVE else by.health,
            source=by.source,
        )

    def at_pickup(self) -> "Meaning":
        """The same word about a pickup task: "completed" is a parcel collected, "failed" one that was not."""
        match self.milestone:
            case Milestone.DELIVERED:
                return replace(self, milestone=Milestone.ACCEPTED, detail=None)
            case Milestone.DELIVERY_ATTEMPTED:
                return replace(self, milestone=Milestone.EXCEPTION, detail="collection_failed")
            case _:
                return self


UNMAPPED = Meaning()
"""A word nobody has met before: never a cheerful guess. The raw word is kept and shown to staff."""


@dataclass(frozen=True, slots=True)
class StatusTable:
    """A sender's words of one kind, under the part of `Raw` that keeps them."""

    part: Literal["status", "substatus", "code"]
    rows: Mapping[str, Meaning]


def combined(
    statuses: Mapping[str, Meaning], details: Mapping[str, Meaning], settled: frozenset[str] = frozenset()
) -> dict[tuple[str, str], Meaning]:
    """Every pair of a status and a finer word, worked out once. In a `settled` status no detail moves the milestone."""
    pairs = {}
    for status, base in statuses.items():
        for detail, finer in details.items():
            calm = replace(finer, milestone=Milestone.UNKNOWN) if status in settled else finer
            pairs[status, detail] = base.refined(calm)
    return pairs


def adds(meaning: Meaning, event: TrackingEvent) -> bool:
    """Whether a word says anything that an event does not say already."""
    return (
        meaning.milestone not in (Milestone.UNKNOWN, event.milestone)
        or meaning.detail not in (None, event.detail)
        or meaning.reason not in (None, event.reason)
        or meaning.timeliness not in (Timeliness.UNKNOWN, event.timeliness)
        or meaning.action_by not in (ActionBy.NONE, event.action_by)
        or meaning.health not in (TrackingHealth.LIVE, event.health)
    )


def newest_of(events: Sequence[TrackingEvent]) -> TrackingEvent | None:
    """The latest event; of one instant the further milestone, so that the order of scans never matters."""
    return max(events, key=lambda event: (event.occurred_at, RANK[event.milestone], event.key), default=None)
