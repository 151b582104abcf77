"""What stood until a moment, of the few things that are changed in place and that rules read."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class Bygone(Row, table=True):
    """Until `until_at`, `about` stood as `facts` (JSON text) say; NULL: it was not there. `store.bygones` names them.

    Written by whoever changes the thing, and read by dry runs alone. It names nobody.
    """

    __tablename__ = "bygone"
    __table_args__ = (Index("ix_bygone_about", "about", "until_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    about: str
    until_at: datetime = Field(sa_type=Instant)
    facts: str | None = None
