"""What became of parcels and promises, and what was learned from it."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class OutcomeRow(Row, table=True):
    """How one parcel fared from one stage on: when the stage began, what was estimated then, when it arrived.

    `left` is set where it never will: cancelled, on its way back. `changed_at` is when this row last changed. It names
    nobody, and stays when a shipment is erased.
    """

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("shipment_id", "stage"), Index("ix_outcome_changed", "changed_at", "id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    shipment_id: int = Field(sa_type=BigId)
    stage: str
    merchant_id: int = Field(sa_type=BigId)
    carrier: str
    lane: str | None = None
    weekday: int
    zone: str
    started_at: datetime = Field(sa_type=Instant)
    quoted_on: str | None = None
    quoted_from: datetime | None = Field(default=None, sa_type=Instant)
    quoted_to: datetime | None = Field(default=None, sa_type=Instant)
    arrived_at: datetime | None = Field(default=None, sa_type=Instant)
    left: bool = False
    quiet_s: float | None = None
    """The longest time without a scan in this stage, as far as another scan ended it."""
    changed_at: datetime = Field(sa_type=Instant)


class LearnedRow(Row, table=True):
    """The record of one merchant's parcels with one carrier, as JSON text (`domain.eta.learned.as_facts`)."""

    __tablename__ = "learned"

    merchant_id: int = Field(primary_key=True, sa_type=BigId)
    carrier: str = Field(primary_key=True)
    facts: str
    learned_at: datetime = Field(sa_type=Instant)


class LearnedLane(Row, table=True):
    """The record of those of them that go one way (`domain.eta.lanes`), where it has enough parcels of its own."""

    __tablename__ = "learned_lane"

    merchant_id: int = Field(primary_key=True, sa_type=BigId)
    carrier: str = Field(primary_key=True)
    lane: str = Field(primary_key=True)
    facts: str
    learned_at: datetime = Field(sa_type=Instant)


class PromiseVerdict(Row, table=True):
    """What became of one promise. The ledger itself is never rewritten."""

    __tablename__ = "promise_verdict"
    __table_args__ = (Index("ix_promise_verdict_judged", "judged_at"),)

    promise_id: int = Field(primary_key=True, foreign_key="promise.id", ondelete="CASCADE", sa_type=BigId)
    verdict: str
    arrived_at: datetime | None = Field(default=None, sa_type=Instant)
    missed_s: float | None = None
    warned_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the customer first heard, before its window ended, that it would not hold."""
    judged_at: datetime = Field(sa_type=Instant)


class Bookmark(Row, table=True):
    """How far a reader of a growing table has come."""

    __tablename__ = "bookmark"

    reader: str = Field(primary_key=True)
    position: int = Field(sa_type=BigId)
