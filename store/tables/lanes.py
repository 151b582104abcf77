"""The ways out of the channels, as every process sees them."""

from datetime import datetime

from sqlmodel import Field

from store.tables.row import Row
from store.types import Instant


class LaneRow(Row, table=True):
    """One channel's way out: what its pace allows just now, and until when it rests because of what."""

    __tablename__ = "lane"

    name: str = Field(primary_key=True)
    tokens: float
    updated_at: datetime = Field(sa_type=Instant)
    paused_until: datetime | None = Field(default=None, sa_type=Instant)
    why: str | None = None
