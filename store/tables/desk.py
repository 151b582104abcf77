"""What staff share while they talk with customers: marks in a thread, who looks at it, replies kept for use again."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant


class ConversationMark(Row, table=True):
    """Something in a thread that was not said to the customer: `note`, or what happened to the ownership.

    `kind`: takeover, hand_back, queue, nobody, close, lease_over, note.
    """

    __tablename__ = "conversation_mark"
    __table_args__ = (Index("ix_conversation_mark_conversation", "conversation_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    conversation_id: int = Field(foreign_key="conversation.id", ondelete="CASCADE", sa_type=BigId)
    at: datetime = Field(sa_type=Instant)
    who: str
    kind: str
    text: str = ""


class Presence(Row, table=True):
    """Who has a conversation open, and whether they write (`doing`: viewing, writing). Old rows mean nothing."""

    __tablename__ = "presence"

    conversation_id: int = Field(primary_key=True, foreign_key="conversation.id", ondelete="CASCADE", sa_type=BigId)
    who: str = Field(primary_key=True)
    doing: str
    at: datetime = Field(sa_type=Instant)


class SavedReply(Row, table=True):
    """Words kept for use again, with fields in braces. `merchant_id` and `language` NULL mean any."""

    __tablename__ = "saved_reply"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int | None = Field(default=None, foreign_key="merchant.id", sa_type=BigId)
    name: str
    language: str | None = None
    text: str
    changed_by: str
    changed_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
