"""The ways out of the channels, as every process sees them."""

from datetime import datetime

from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class LaneRow(Row, table=True):
    """One channel's way out: what its pace allows just now, and until when it rests because of what."""

    __tablename__ = "lane"

    name: str = Field(primary_key=True)
    tokens: float
    updated_at: datetime = Field(sa_type=Instant)
    paused_until: datetime | None = Field(default=None, sa_type=Instant)
    why: str | None = None


class LineRow(Row, table=True):
    """Who waits for a channel: until when its pace is spoken for by one merchant's notices of one priority."""

    __tablename__ = "lane_line"

    lane: str = Field(primary_key=True)
    merchant_id: int = Field(primary_key=True, foreign_key="merchant.id", sa_type=BigId)
    priority: int = Field(primary_key=True)
    until_at: datetime = Field(sa_type=Instant)
