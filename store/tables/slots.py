"""Slots on offer, and the changes customers ask the 3PL for."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json

_OPEN = text("state IN ('held', 'requested', 'sent')")
_DUE = text("next_at IS NOT NULL")


class Slot(Row, table=True):
    """A window a 3PL can deliver in, for a zone (a postcode's beginning or a town, as `domain.slots.area` writes it)
    or for one shipment. `taken` never exceeds `capacity`.
    """

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("merchant_id", "external_id"),
        CheckConstraint("taken BETWEEN 0 AND capacity", name="ck_slot_taken"),
        Index("ix_slot_number", "merchant_id", "tracking_number"),
        Index("ix_slot_zone", "merchant_id", "zone", "from_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    external_id: str
    tracking_number: str | None = None
    zone: str | None = None
    from_at: datetime = Field(sa_type=Instant)
    to_at: datetime = Field(sa_type=Instant)
    capacity: int
    taken: int = 0
    cutoff_at: datetime = Field(sa_type=Instant)


class PickupPoint(Row, table=True):
    """A place where parcels wait to be collected, as a 3PL publishes it."""

    __tablename__ = "pickup_point"
    __table_args__ = (
        UniqueConstraint("merchant_id", "external_id"),
        Index("ix_pickup_point_latitude", "merchant_id", "latitude"),
        Index("ix_pickup_point_postcode", "merchant_id", "postcode"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    external_id: str
    name: str
    street: str
    latitude: float
    longitude: float
    postcode: str | None = None
    city: str | None = None
    opens: str | None = None
    open: bool = True


class ChangeRequest(Row, table=True):
    """A change of delivery, a transaction of two parties. At most one is open for a shipment and kind.

    `state`: held, requested, sent, confirmed, declined, timed_out, expired, withdrawn, replaced (domain.reschedules).
    `next_at` is when something must be done about it by itself: sent (again), given up, expired; NULL when nothing is.
    """

    __tablename__ = "change_request"
    __table_args__ = (
        Index("uq_change_request_open", "shipment_id", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_change_request_due", "next_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_change_request_shipment", "shipment_id"),
        Index("ix_change_request_state", "state"),
        Index("ix_change_request_slot", "slot_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    public_id: str = Field(unique=True)
    shipment_id: int = Field(foreign_key="shipment.id", sa_type=BigId)
    kind: str
    state: str
    slot_id: int | None = Field(default=None, foreign_key="slot.id", sa_type=BigId)
    from_at: datetime | None = Field(default=None, sa_type=Instant)
    to_at: datetime | None = Field(default=None, sa_type=Instant)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    asked_at: datetime = Field(sa_type=Instant)
    asked_in_chat: bool = True
    answer_by: datetime = Field(sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    attempts: int = 0
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    why: str | None = None
