"""Announcements, and the parcels each was chosen for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json

_UNRELEASED = text("released_at IS NULL")
_OUT = text("state IN ('sending', 'paused', 'stopped')")


class Announcement(Row, table=True):
    """One thing said to many parcels. `chosen` says to which (domain.announcements), `texts` holds a template for each
    language; `fallback` is the language of those who have none. `state_*` is the last decision about it.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        Index("ix_announcement_out", "id", sqlite_where=_OUT, postgresql_where=_OUT),
        Index("ix_announcement_merchant", "merchant_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    title: str
    chosen: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    fallback: str | None = None
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    state: str
    state_by: str
    state_why: str
    state_at: datetime = Field(sa_type=Instant)
    created_by: str
    created_at: datetime = Field(sa_type=Instant)
    changed_by: str
    submitted_by: str | None = None
    approved_by: str | None = None
    parcels: int = 0
    """How many were chosen when it was handed in."""
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class AnnouncementParcel(Row, table=True):
    """One chosen parcel. `released_at`: the plan knows of it; `planned_at`: planned last for its sake. `why`: nothing
    was planned, and why; what was planned has its outcome in its notice.
    """

    __tablename__ = "announcement_parcel"
    __table_args__ = (
        Index("ix_announcement_parcel_shipment", "shipment_id"),
        Index(
            "ix_announcement_parcel_unreleased",
            "announcement_id",
            "shipment_id",
            sqlite_where=_UNRELEASED,
            postgresql_where=_UNRELEASED,
        ),
    )

    announcement_id: int = Field(primary_key=True, foreign_key="announcement.id", ondelete="CASCADE", sa_type=BigId)
    shipment_id: int = Field(primary_key=True, foreign_key="shipment.id", ondelete="CASCADE", sa_type=BigId)
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    planned_at: datetime | None = Field(default=None, sa_type=Instant)
    why: str | None = None
