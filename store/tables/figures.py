"""What an operator's figures are made of: how parcels fared, who asked where theirs is, and the daily sums."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class JourneyRow(Row, table=True):
    """How one parcel fared so far, in one row (`domain.journeys`). It names nobody and stays when they are erased.

    `ended_on` is the local day of what stands: delivered, tried at the door, at a pickup point, on its way back. `arm`
    is the hold-out and the arm it was in when it was first seen, such as `spring:baseline`.
    """

    __tablename__ = "journey"
    __table_args__ = (Index("ix_journey_ended", "ended_on", "shipment_id"),)

    shipment_id: int = Field(primary_key=True, sa_type=BigId)
    merchant_id: int = Field(sa_type=BigId)
    customer_id: int = Field(sa_type=BigId)
    carrier: str
    lane: str = ""
    arm: str | None = None
    state: str
    ended_on: str | None = None
    attempts: int = 0
    reason: str | None = None
    changed_at: datetime = Field(sa_type=Instant)


class InquiryRow(Row, table=True):
    """A customer asked where their parcel is: one row for what was asked within half an hour.

    `outcome`: answered (by the bot, and not asked again within a day), repeated, person.
    """

    __tablename__ = "inquiry"
    __table_args__ = (Index("ix_inquiry_on", "on", "message_id"), Index("ix_inquiry_shipment", "shipment_id"))

    message_id: int = Field(primary_key=True, sa_type=BigId)
    on: str
    """The day in UTC."""
    asked_at: datetime = Field(sa_type=Instant)
    channel: str
    customer_id: int = Field(sa_type=BigId)
    shipment_id: int | None = Field(default=None, sa_type=BigId)
    outcome: str


class FigureRow(Row, table=True):
    """One sum of one day (or, where `lane` is set, of the week that begins on it): of what was measured, split how.

    `count` is how many, `amount` the sum of what was measured of them.
    """

    __tablename__ = "figure"

    grain: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    merchant_id: int = Field(primary_key=True, sa_type=BigId)
    carrier: str = Field(primary_key=True)
    lane: str = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    split: str = Field(primary_key=True)
    count: int = Field(sa_type=BigId)
    amount: float = 0.0
