"""Numbers of parcels, as their senders say which belong together."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class OtherNumber(Row, table=True):
    """One parcel has both numbers, as a sender said last at `said_at`. Each pair stands here both ways round."""

    __tablename__ = "other_number"
    __table_args__ = (UniqueConstraint("merchant_id", "number", "other"), Index("ix_other_number_number", "number"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    number: str
    other: str
    said_at: datetime = Field(sa_type=Instant)
