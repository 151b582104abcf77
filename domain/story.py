"""A story: one shipment's facts in order, all that the plan may know. It has no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from domain.announcements import Announced
from domain.condition import Condition
from domain.eta.learned import NOTHING_LEARNED, Learned
from domain.eta.rests import NO_RESTS, Rests
from domain.live import Live
from domain.notices import NoticeKind
from domain.reschedules import OtherChange, Reschedule
from domain.windows import Window


@dataclass(frozen=True, slots=True)
class Told:
    """An occasion the customer has heard about (or may have)."""

    key: str
    kind: NoticeKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """The window the customer was last told. `number` counts the promises of this shipment from 1."""

    number: int
    window: Window
    told_at: datetime
    based_on: str | None = None
    """The estimate it was made of (`domain.windows.basis_of`); None where another agreement stood behind it."""


class OverrideKind(StrEnum):
    HOLD = "hold"
    CANCEL = "cancel"
    CORRECTION = "correction"
    SEND_NOW = "send_now"
    RETIME = "retime"
    """It goes at `until`, earlier or later than the plan would have it."""


@dataclass(frozen=True, slots=True)
class Override:
    """What staff decided about one occasion (`key`), or about all of the shipment's (`key` is None)."""

    kind: OverrideKind
    key: str | None
    who: str
    why: str
    at: datetime
    until: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One shipment as the plan sees it; `zone` is the delivery address's."""

    shipment_id: int
    tracking_number: str
    announced_at: datetime
    zone: tzinfo
    condition: Condition = field(default_factory=Condition)
    allow: frozenset[str] = frozenset()
    siblings: int = 0
    """How many other parcels of the same customer are on their way."""
    parcels_in_order: int = 1
    delivered_in_order: int = 0
    speaks_for_order: bool = True
    """One parcel of each order asks what is asked once."""
    stopped: str | None = None
    """Why the customer may not be written to at all; None when they may."""
    owned_by: str | None = None
    """The person who talks with the customer now: only critical notices go meanwhile."""
    told: Mapping[str, Told] = field(default_factory=dict)
    promise: Promise | None = None
    reschedule: Reschedule | None = None
    """The newest wish, whatever became of it."""
    agreed: Reschedule | None = None
    """The newest one that was confirmed: it stands though a later wish was declined or taken back."""
    others: tuple[OtherChange, ...] = ()
    """The newest of each other kind of change, in the order they were asked for."""
    overrides: tuple[Override, ...] = ()
    troubled: bool = False
    """A case is or was open about this shipment."""
    held_out: bool = False
    """The customer hears the baseline only (`domain.holdout`)."""
    announced: tuple[Announced, ...] = ()
    """What the shop announced to this parcel, in the order it was written."""
    rests: Rests = NO_RESTS
    """The public holidays where it goes."""
    learned: Learned = NOTHING_LEARNED
    """How this carrier's estimates held so far."""
    live: Live | None = None
    """What the route says that it is on; its window is the condition's newest estimate."""

    def last_told(self, kind: NoticeKind) -> Told | None:
        of_kind = [t for t in self.told.values() if t.kind is kind]
        return max(of_kind, key=lambda t: t.at) if of_kind else None
