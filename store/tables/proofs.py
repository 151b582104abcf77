"""One-time codes, and what staff taught us that a message meant."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class OneTimeCode(Row, table=True):
    """A code that was asked for from an address; only its hash is kept. `about` is the hash of whom it concerns.

    Where nobody has the number that was named, there is a row as well, with no customer: it counts, and opens nothing.
    """

    __tablename__ = "one_time_code"
    __table_args__ = (
        Index("ix_one_time_code_address", "channel", "address", "sent_at"),
        Index("ix_one_time_code_about", "about", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    channel: str
    address: str
    about: str
    customer_id: int | None = Field(default=None, sa_type=BigId)
    code_hash: str
    sent_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class NumberLookup(Row, table=True):
    """A tracking number that a stranger named. `number` is its hash under our key; `found`: somebody has it."""

    __tablename__ = "number_lookup"
    __table_args__ = (
        Index("ix_number_lookup_address", "channel", "address", "at"),
        Index("ix_number_lookup_number", "number", "at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    channel: str
    address: str
    number: str
    found: bool
    at: datetime = Field(sa_type=Instant)


class TaughtExample(Row, table=True):
    """What a message really asked for, in the word of a member of staff: an example for the next training."""

    __tablename__ = "taught_example"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    message_id: int = Field(unique=True, sa_type=BigId)
    text: str
    language: str
    label: str
    taught_by: str
    taught_at: datetime = Field(sa_type=Instant)
