"""Polling: which parcels a sender's API is asked about, and when next."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant

_DUE = text("next_at IS NOT NULL")


class PollRow(Row, table=True):
    """One parcel at one sender. `next_at` is NULL when nothing more is to be asked; `why` says what last went wrong.

    `hinted_at` is when a webhook last spoke of the parcel that is not believed before it was asked about.
    """

    __tablename__ = "poll"
    __table_args__ = (
        UniqueConstraint("shipment_id", "source_id"),
        Index("ix_poll_due", "next_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    source_id: int = Field(foreign_key="source.id", sa_type=BigId)
    shipment_id: int = Field(foreign_key="shipment.id", sa_type=BigId)
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    failures: int = 0
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    why: str | None = None
    subscribed_until: datetime | None = Field(default=None, sa_type=Instant)
    hinted_at: datetime | None = Field(default=None, sa_type=Instant)
