"""How far the log in front of the database has been written down."""

from datetime import datetime

from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class LogPosition(Row, table=True):
    """One part of the log. `log` says which log the sequence is of; `holder` is the process that reads it now."""

    __tablename__ = "log_position"

    part: int = Field(primary_key=True)
    log: str
    sequence: int = Field(sa_type=BigId)
    holder: str | None = None
    held_until: datetime | None = Field(default=None, sa_type=Instant)
