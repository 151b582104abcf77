"""Orders, the people who wait for them, and the shipments in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json


class Customer(Row, table=True):
    """The person who waits, as one merchant knows them. `stopped_why` set: not to be written to on any channel."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("merchant_id", "phone"), Index("ix_customer_phone", "phone"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    phone: str | None = None
    name: str
    language: str
    created_at: datetime = Field(sa_type=Instant)
    stopped_why: str | None = None


class Order(Row, table=True):
    """An order. `zone` is the delivery address's; `channels` are those the customer agreed to."""

    __tablename__ = "shop_order"
    __table_args__ = (
        UniqueConstraint("merchant_id", "number"),
        Index("ix_shop_order_customer", "customer_id"),
        Index("ix_shop_order_number", "number"),
        Index("ix_shop_order_town", "merchant_id", "town"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    number: str
    address: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    town: str | None = None
    """Its town as it is compared (`store.areas.town_of`)."""
    zone: str
    channels: list[str] = Field(default_factory=list, sa_type=Json)
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)


IN_TROUBLE = text(
    "milestone NOT IN ('cancelled', 'delivered', 'returned') AND (milestone IN ('delivery_attempted', 'exception')"
    " OR timeliness IN ('at_risk', 'delayed') OR action_by IN ('recipient', 'shipper'))"
)
"""Of shipments on their way: what a person should look at. Word for word as its index has it."""


class Shipment(Row, table=True):
    """One parcel. The columns from `milestone` on are the fold over its events, kept for lists and search."""

    __tablename__ = "shipment"
    __table_args__ = (
        Index("ix_shipment_number", "merchant_id", "tracking_number"),
        Index("ix_shipment_any_number", "tracking_number"),
        UniqueConstraint("order_id", "tracking_number"),
        Index("ix_shipment_customer", "customer_id"),
        Index("ix_shipment_in_trouble", "id", sqlite_where=IN_TROUBLE, postgresql_where=IN_TROUBLE),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    order_id: int = Field(foreign_key="shop_order.id", sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    tracking_number: str
    carrier: str
    lane: str | None = None
    """Which way it goes (`domain.eta.lanes`): the area of its destination."""
    allow: list[str] = Field(default_factory=list, sa_type=Json)
    announced_at: datetime = Field(sa_type=Instant)
    token_hash: str = Field(unique=True)
    muted_why: str | None = None
    """Set: nothing is said about this parcel unless it is asked about."""
    milestone: str = "unknown"
    milestone_at: datetime | None = Field(default=None, sa_type=Instant)
    detail: str | None = None
    reason: str | None = None
    timeliness: str = "unknown"
    action_by: str = "none"
    health: str = "live"
    last_scan_at: datetime | None = Field(default=None, sa_type=Instant)
    expected_on: str | None = None
    expected_from: datetime | None = Field(default=None, sa_type=Instant)
    expected_to: datetime | None = Field(default=None, sa_type=Instant)
    live: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """What the route says that it is on (`domain.live.as_facts`); None while no route speaks of it."""


class Rating(Row, table=True):
    """How a delivery was, in the customer's word: 1 to 5. The last one counts."""

    __tablename__ = "rating"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    shipment_id: int = Field(foreign_key="shipment.id", unique=True, sa_type=BigId)
    score: int
    at: datetime = Field(sa_type=Instant)
