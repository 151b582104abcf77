"""What came in: raw deliveries, kept once, and the tracking events read from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json


class Delivery(Row, table=True):
    """One authentic webhook as it came. `state`: kept (events stored, not yet planned), read, ignored, unreadable;
    `read_at`: when its events were planned by first.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("source_id", "key"),
        Index(
            "ix_delivery_kept_source",
            "source_id",
            "id",
            sqlite_where=text("state = 'kept'"),
            postgresql_where=text("state = 'kept'"),
        ),
        Index(
            "ix_delivery_unreadable",
            "id",
            sqlite_where=text("state = 'unreadable'"),
            postgresql_where=text("state = 'unreadable'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    source_id: int = Field(foreign_key="source.id", sa_type=BigId)
    key: str
    received_at: datetime = Field(sa_type=Instant, index=True)
    body: bytes
    headers: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    state: str
    why: str | None = None
    read_at: datetime | None = Field(default=None, sa_type=Instant)


class EventRow(Row, table=True):
    """One tracking event. It belongs to a shipment by merchant and tracking number, so it may come before its order.

    Its identity begins with them: what is known of a parcel lies side by side, and is found and added in one place.
    """

    __tablename__ = "tracking_event"
    __table_args__ = (Index("uq_tracking_event", "merchant_id", "tracking_number", "source_id", "key", unique=True),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    source_id: int = Field(foreign_key="source.id", sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    delivery_id: int = Field(foreign_key="delivery.id", sa_type=BigId, index=True)
    key: str
    tracking_number: str
    occurred_at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    milestone: str
    detail: str | None = None
    reason: str | None = None
    timeliness: str
    action_by: str
    health: str
    scope: str
    direction: str
    zone_source: str
    eta_kind: str | None = None
    eta_on: str | None = None
    eta_from: datetime | None = Field(default=None, sa_type=Instant)
    eta_to: datetime | None = Field(default=None, sa_type=Instant)
    eta_zone_source: str | None = None
    place: list[str | None] | None = Field(default=None, sa_type=Json)
    text: str | None = None
    carrier: str | None = None
    raw_status: str | None = None
    raw_substatus: str | None = None
    raw_code: str | None = None
