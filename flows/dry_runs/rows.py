"""What a dry run knows of a customer at a moment, in rows with the columns of `store.stories`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from domain.changes import state_of
from domain.events import TrackingEvent
from domain.notices import TOLD_STATES, NoticeState, Wanted
from store.stories import Loaded, story_of

ENDED = frozenset({*(state.value for state in TOLD_STATES), "failed", "suppressed", "expired"})


@dataclass(slots=True)
class Parcel:
    """One shipment as far as it is known at a moment; its rows have the columns of `store.stories`."""

    head: Any
    milestone: str = "unknown"
    events: list[TrackingEvent] = field(default_factory=list)
    notices: dict[str, "Row"] = field(default_factory=dict)
    promises: list[Any] = field(default_factory=list)
    overrides: list[Any] = field(default_factory=list)
    changes: dict[int, Any] = field(default_factory=dict)
    announced: dict[int, Any] = field(default_factory=dict)
    troubled: bool = False

    def remember(self, notices: Iterable[Any], promises: Iterable[Any], before: datetime) -> list["Row"]:
        """What was told, or given up, before that moment; returns the notices."""
        ended = [Row(*row[:10]) for row in notices if row.state in ENDED and decided_at(row) < before]
        self.notices |= {row.key: row for row in ended}
        self.promises = [row[:7] for row in promises if row.told_at < before]
        return ended


@dataclass(slots=True)
class Row:
    """A notice row."""

    shipment_id: int
    id: int
    kind: str
    key: str
    state: str
    send_after: datetime
    expires_at: datetime
    facts: Mapping[str, object]
    why: str | None = None
    decided_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("planned", "held")

    @property
    def columns(self) -> tuple[Any, ...]:
        return (
            *(self.shipment_id, self.id, self.kind, self.key, self.state),
            *(self.send_after, self.expires_at, self.facts, self.why, self.decided_at),
        )


class ChangeRow(NamedTuple):
    """A change request as it stood at some time."""

    shipment_id: int
    id: int
    state: str
    from_at: datetime | None
    to_at: datetime | None
    asked_at: datetime
    asked_in_chat: bool
    decided_at: datetime | None
    why: str | None
    kind: str


@dataclass(slots=True)
class Known:
    """All that is known of a customer at a moment."""

    parcels: dict[int, Parcel] = field(default_factory=dict)
    contacts: list[Any] = field(default_factory=list)
    owner: str | None = "bot"


Concerned = Collection[int]
"""The shipments that were planned anew then: no others, for what was learned of their carriers may have changed."""
Learn = Callable[[Known], Concerned]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that becomes known at `at`: `learn` notes it, and says whom it concerns."""

    at: datetime
    learn: Learn


def decided_at(row: Any) -> datetime:
    """When a notice of the log got its outcome."""
    at: datetime = row.said_at or row.decided_at or row.send_after
    return at


def story_from(parcel: Parcel) -> Loaded:
    return story_of(
        parcel.head,
        parcel.events,
        [row.columns for row in parcel.notices.values()],
        parcel.promises,
        [parcel.changes[key] for key in sorted(parcel.changes)],
        [row[:8] for row in parcel.overrides],
        [parcel.announced[key] for key in sorted(parcel.announced)],
        troubled=parcel.troubled,
    )


def row_of(shipment_id: int, notice_id: int, wanted: Wanted) -> Row:
    state = NoticeState(state_of(wanted)).value
    return Row(
        shipment_id,
        notice_id,
        wanted.kind.value,
        wanted.key,
        state,
        wanted.send_after,
        wanted.expires_at,
        dict(wanted.facts),
        wanted.held,
    )
