"""A situation: all that an answer may depend on, besides what was said."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import IntEnum, StrEnum

from domain.axes import FINAL, Milestone
from domain.eta.usual import Usual
from domain.points import Point
from domain.postcodes import PostcodeRule
from domain.proof import NO_PROOF, Proof
from domain.reschedules import BACK, OPEN, RESCHEDULE, OtherChange, Reschedule, RescheduleState
from domain.talk.answer import Action, Choice
from domain.talk.turn import ChannelName
from domain.windows import Window

BOT, QUEUE, NOBODY = "bot", "queue", "nobody"
"""Owners of a conversation that are no person. In the queue it waits for one; clear questions are still answered. Left
to nobody, it is not answered at all: a wrong number, or spam.
"""


class IdentityLevel(IntEnum):
    """What is known about who is asking."""

    STRANGER = 0
    """At best a tracking number: its milestone may be said, and nothing else."""
    KNOWN = 1
    """A known phone, or a link that was sent to it: when and where, and what could be changed."""
    PROVEN = 2
    """Their number itself, a chat bound to it, or a one-time code that went to it: changes."""


@dataclass(frozen=True, slots=True)
class Record:
    """When and where our last message to them went, how our links begin, and whether their words hold another one."""

    told_at: datetime | None
    told_on: str | None
    site: str
    foreign: bool


class CodeGiven(StrEnum):
    """What became of the code that this turn gives."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"
    """Too many tries, too late, or none was sent."""


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot that can still be asked for: it has room and its cut-off has not passed."""

    slot_id: str
    window: Window


@dataclass(frozen=True, slots=True)
class ParcelView:
    """One parcel as the conversation sees it. `zone` is the delivery address's, `place` the town of the last scan.

    `window` is when it is expected; `promise_broken` that an earlier window did not hold. `allow` holds the changes the
    merchant permits (menus.CHANGES).
    """

    shipment_id: int
    tracking_number: str
    order_number: str
    zone: tzinfo
    milestone: Milestone = Milestone.UNKNOWN
    detail: str | None = None
    reason: str | None = None
    milestone_at: datetime | None = None
    last_scan_at: datetime | None = None
    place: str | None = None
    window: Window | None = None
    promise_broken: bool = False
    allow: frozenset[str] = frozenset()
    slots: tuple[SlotView, ...] = ()
    reschedule: Reschedule | None = None
    others: tuple[OtherChange, ...] = ()
    link: str | None = None
    points: tuple[Point, ...] = ()
    """The nearest pickup points; only looked up where one is asked for."""
    proof: Proof = NO_PROOF
    """Of the delivery; only looked up where it is asked for."""
    stands: Reschedule | None = None
    """The newest one that was agreed, where another was asked for after it."""
    postcodes: PostcodeRule | None = None
    """Of the country it goes to; only looked up where the address is corrected."""
    usual: Usual | None = None
    """What is usual where no window is known."""
    away: str | None = None
    """The days they said they are away on when they asked for their latest slot, as wishes that refuse them."""
    stops: int | None = None
    """How many stops away the van is, 1: theirs is the next; None while that is not to be said."""

    @property
    def is_final(self) -> bool:
        return self.milestone in FINAL

    @property
    def pending(self) -> Reschedule | None:
        """The reschedule that is asked for and not answered."""
        return self.reschedule if self.reschedule and self.reschedule.state in OPEN else None

    @property
    def asked_kinds(self) -> tuple[str, ...]:
        """Every kind of change that is asked for and not answered, the newest wish last."""
        asked = [(self.pending.asked_at, RESCHEDULE)] if self.pending else []
        asked += [(other.asked_at, other.kind) for other in self.others if other.state in OPEN]
        return tuple(kind for _, kind in sorted(asked))

    @property
    def agreed_kinds(self) -> tuple[str, ...]:
        """Every kind of change that the carrier has agreed to and that stands, the newest last."""
        found = [(self.agreed.decided_at or self.agreed.asked_at, RESCHEDULE)] if self.agreed else []
        agreed = (other for other in self.others if other.state is RescheduleState.CONFIRMED and other.kind != BACK)
        found += [(other.decided_at or other.asked_at, other.kind) for other in agreed]
        return tuple(kind for _, kind in sorted(found))

    @property
    def agreed(self) -> Reschedule | None:
        """The reschedule that the carrier has agreed to and that stands."""
        newest = self.reschedule if self.reschedule and self.reschedule.state is RescheduleState.CONFIRMED else None
        return newest or self.stands

    def is_late(self, now: datetime) -> bool:
        """Whether the expected window is over, and the parcel is not at its end."""
        return not self.is_final and self.window is not None and self.window.span(self.zone)[1] < now

    def slots_after(self, now: datetime) -> tuple[SlotView, ...]:
        """The slots that have not begun, without the one that is agreed or that the carrier just declined, the earliest
        first."""
        declined = self.reschedule and self.reschedule.state is RescheduleState.DECLINED
        unfit = {one.window for one in (self.agreed, self.reschedule if declined else None) if one}
        ahead = (slot for slot in self.slots if slot.window.span(self.zone)[0] > now and slot.window not in unfit)
        return tuple(sorted(ahead, key=lambda slot: (slot.window.span(self.zone), slot.slot_id)))


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the customer stands at the moment of the turn.

    `parcels` are theirs, the most urgent first; for a stranger only those whose tracking number the turn names. `asked`
    is the question an open text answers, `misses` how often in a row we did not understand. `taken` is the offer a tap
    (or a number) resolved to, `stale` a tap whose offer is expired, foreign or unknown. `offers` are the choices of the
    last message that had any, by position. `staff_hours` say when people answer, `support` where to reach them, both in
    the merchant's own words. `stopped`: this address asked for silence before this turn. `code` is what became of a
    one-time code in this turn.
    """

    now: datetime
    channel: ChannelName
    identity: IdentityLevel
    owner: str = BOT
    parcels: tuple[ParcelView, ...] = ()
    asked: Action | None = None
    misses: int = 0
    taken: Choice | None = None
    stale: bool = False
    offers: tuple[Choice, ...] = ()
    merchant_title: str = ""
    staff_hours: str | None = None
    support: str | None = None
    language: str = "en"
    stopped: bool = False
    code: CodeGiven | None = None
    back_at: datetime | None = None
    """When somebody will be there to answer; None when somebody is, or nobody knows."""
    left: bool = False
    """Whether the person who had the conversation has gone for the day: from this turn on it is in the queue."""
    numbers_left: bool = True
    """Whether a stranger may name another tracking number."""
    writing_hours: tuple[datetime, datetime] | None = None
    """When today we begin to write by ourselves, and until when; None: at any hour."""
    record: Record | None = None
    """What is known of what we said; only looked up where it is asked for."""

    @property
    def is_known(self) -> bool:
        return self.identity >= IdentityLevel.KNOWN

    @property
    def bot_is_silent(self) -> bool:
        """A person has it, or it was left to nobody: the bot answers nothing but what the law demands."""
        return self.has_person or self.owner == NOBODY

    @property
    def has_person(self) -> bool:
        """A person has taken the conversation over: the bot says nothing in it."""
        return self.owner not in (BOT, QUEUE, NOBODY)

    def parcel(self, shipment_id: int | None) -> ParcelView | None:
        """The customer's own parcel of that id; none for a stranger, whatever they name."""
        if not self.is_known:
            return None
        return next((parcel for parcel in self.parcels if parcel.shipment_id == shipment_id), None)

    def numbered(self, tracking_number: str) -> ParcelView | None:
        """The parcel of that tracking number, as far as this situation may speak of it."""
        return next((p for p in self.parcels if p.tracking_number.upper() == tracking_number.upper()), None)

    @property
    def open_parcels(self) -> tuple[ParcelView, ...]:
        """Those still on their way to a known customer."""
        return tuple(parcel for parcel in self.parcels if not parcel.is_final) if self.is_known else ()
