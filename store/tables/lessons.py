"""What staff taught a source: words of a 3PL that no table knows, and what they mean."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class LessonRow(Row, table=True):
    """`part` says where the word stands: status, substatus or code (`domain.events.Raw`). The last lesson counts."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("source_id", "part", "word"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    source_id: int = Field(foreign_key="source.id", sa_type=BigId)
    part: str
    word: str
    milestone: str
    detail: str | None = None
    reason: str | None = None
    taught_by: str
    taught_at: datetime = Field(sa_type=Instant)
