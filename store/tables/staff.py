"""Staff, what they must look at (cases), what they did (audit), and the service's own pulse."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json

_OPEN = text("closed_at IS NULL")


class Staff(Row, table=True):
    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    name: str = Field(unique=True)
    password_hash: str
    role: str = "agent"
    merchant_id: int | None = Field(default=None, sa_type=BigId)
    """The one merchant they work for; None: for all."""
    email: str | None = Field(default=None, unique=True)
    """Lower case: by which an OpenID provider's word about them is known to be theirs."""
    totp_secret: str | None = None
    """Sealed. None: their password is all it takes."""
    totp_step: int | None = Field(default=None, sa_type=BigId)
    """The last half-minute whose code was used: no code counts twice."""
    created_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class StaffSession(Row, table=True):
    """A signed-in browser; only the hash of its cookie is kept."""

    __tablename__ = "staff_session"

    token_hash: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigId)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    browser: str | None = None
    """What it called itself when it signed in."""


class FailedTry(Row, table=True):
    """A password or code that was wrong, or is being looked at. `what` is a hash: of whom, and from which address."""

    __tablename__ = "failed_try"
    __table_args__ = (Index("ix_failed_try_what", "what", "at"), Index("ix_failed_try_at", "at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    what: str
    at: datetime = Field(sa_type=Instant)


class Case(Row, table=True):
    """Something a human must look at. `key` makes one case of one occasion while it is open."""

    __tablename__ = "staff_case"
    __table_args__ = (
        Index("ix_staff_case_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("uq_staff_case_open", "key", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_staff_case_shipment", "shipment_id"),
        Index("ix_staff_case_delivery", "delivery_id"),
        Index("ix_staff_case_conversation", "conversation_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    key: str
    kind: str
    why: str
    merchant_id: int | None = Field(default=None, sa_type=BigId)
    shipment_id: int | None = Field(default=None, sa_type=BigId)
    conversation_id: int | None = Field(default=None, sa_type=BigId)
    delivery_id: int | None = Field(default=None, sa_type=BigId)
    opened_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: str | None = None
    note: str | None = None
    assignee: str | None = None
    snoozed_until: datetime | None = Field(default=None, sa_type=Instant)


class CaseNote(Row, table=True):
    """What a colleague wrote to a case, or did with it."""

    __tablename__ = "case_note"
    __table_args__ = (Index("ix_case_note_case", "case_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    case_id: int = Field(foreign_key="staff_case.id", ondelete="CASCADE", sa_type=BigId)
    at: datetime = Field(sa_type=Instant)
    who: str
    text: str


class Audit(Row, table=True):
    """Who did what, when and why. Rows are only added."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject"), Index("ix_audit_who", "who"), Index("ix_audit_at", "at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    at: datetime = Field(sa_type=Instant)
    who: str
    action: str
    subject: str
    why: str | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=Json)
    after: dict[str, Any] | None = Field(default=None, sa_type=Json)


class Heartbeat(Row, table=True):
    """When a job of the clock last ran, or a channel last spoke."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    note: str | None = None
