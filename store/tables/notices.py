"""What we intend to say, what was promised, and what staff decided about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json

_PLANNED = text("state = 'planned'")
_URGENT = text("state = 'planned' AND priority <= 1")
_HELD = text("state = 'held'")
_SAID = text("message_id IS NOT NULL")


class Notice(Row, table=True):
    """One occasion for one shipment. `why` is its outcome in words; `decided_at` when it got that outcome."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("shipment_id", "key"),
        Index("ix_notice_due", "send_after", "id", sqlite_where=_PLANNED, postgresql_where=_PLANNED),
        Index("ix_notice_urgent", "send_after", "id", sqlite_where=_URGENT, postgresql_where=_URGENT),
        Index("ix_notice_held", "send_after", "id", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_notice_customer", "customer_id"),
        Index("ix_notice_message", "message_id", sqlite_where=_SAID, postgresql_where=_SAID),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    shipment_id: int = Field(foreign_key="shipment.id", sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    kind: str
    key: str
    state: str
    priority: int
    send_after: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    why: str | None = None
    message_id: int | None = Field(default=None, foreign_key="message.id", sa_type=BigId)
    merged_into: int | None = Field(default=None, sa_type=BigId)
    planned_at: datetime = Field(sa_type=Instant)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    heard: int | None = None
    """When it was due when its turn came, said or put off; and of what was said, how many of its parcel's events were
    known.
    """


_REMAINING = text("remaining > 0")


class PromiseRow(Row, table=True):
    """The ledger of windows told to customers. Never rewritten."""

    __tablename__ = "promise"
    __table_args__ = (UniqueConstraint("shipment_id", "number"), Index("ix_promise_on", "on", "id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    shipment_id: int = Field(foreign_key="shipment.id", sa_type=BigId)
    number: int
    on: str
    from_at: datetime | None = Field(default=None, sa_type=Instant)
    to_at: datetime | None = Field(default=None, sa_type=Instant)
    told_at: datetime = Field(sa_type=Instant)
    kind: str
    notice_id: int | None = Field(default=None, sa_type=BigId)
    source: str | None = None
    """Who stands behind it: `estimate` (the 3PL's) or `agreed`."""
    based_on: str | None = None
    """The estimate it was made of."""
    chance: float | None = None
    """With which chance it holds by what was measured; None while only the prior speaks."""
    stage: str | None = None
    """From which stage of the parcel's way it was told."""
    parcels: int | None = None
    """Of how many parcels the measure was made; None while only the prior speaks."""
    message_id: int | None = Field(default=None, sa_type=BigId)
    """The message that told it."""


class OverrideRow(Row, table=True):
    """What a person decided about one occasion (`key`) or all of a shipment's. Released, it stays as history.

    `origin` says which standing rule made it (`grace`, `check:7`); NULL is a person.
    """

    __tablename__ = "override"
    __table_args__ = (Index("ix_override_shipment", "shipment_id"), Index("ix_override_at", "at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    shipment_id: int = Field(foreign_key="shipment.id", sa_type=BigId)
    key: str | None = None
    kind: str
    who: str
    why: str
    at: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)
    text: str | None = None
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    released_by: str | None = None
    origin: str | None = None


class FirstCheck(Row, table=True):
    """The first messages of a kind that are held for a person to look at; `remaining` counts down to 0.

    `language` NULL means any.
    """

    __tablename__ = "first_check"
    __table_args__ = (
        Index("ix_first_check_open", "merchant_id", sqlite_where=_REMAINING, postgresql_where=_REMAINING),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    kind: str
    language: str | None = None
    asked: int
    remaining: int
    who: str
    why: str
    at: datetime = Field(sa_type=Instant)
