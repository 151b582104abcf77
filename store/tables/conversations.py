"""People's addresses and consent, and everything said either way."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json


class Contact(Row, table=True):
    """An address of a customer on a channel. `state`: active, dead (blocked, wrong), stopped (asked for silence)."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("customer_id", "channel", "address"),
        Index("ix_contact_address", "channel", "address"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    channel: str
    address: str
    state: str = "active"
    how: str
    """How it is known: order, deep_link, own_contact, wrote_first."""
    why: str | None = None
    greeted: bool = False
    created_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)


class ContactState(Row, table=True):
    """From when an address was good, dead or silent: the past is told again as it was. Rows are only added."""

    __tablename__ = "contact_state"
    __table_args__ = (Index("ix_contact_state_contact", "contact_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    contact_id: int = Field(foreign_key="contact.id", ondelete="CASCADE", sa_type=BigId)
    state: str
    at: datetime = Field(sa_type=Instant)


class Consent(Row, table=True):
    """Who agreed to what, when and how; and how it was taken back. Rows are only added."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_customer", "customer_id"), Index("ix_consent_at", "at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    channel: str
    given: bool
    source: str
    words: str | None = None
    at: datetime = Field(sa_type=Instant)


class StopEntry(Row, table=True):
    """An address that asked for silence: honoured for every merchant, on every path, until it asks back in."""

    __tablename__ = "stop_entry"

    channel: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    words: str
    at: datetime = Field(sa_type=Instant)


class DeepLink(Row, table=True):
    """A one-use link that binds a Telegram chat to an order's customer; only its hash is kept."""

    __tablename__ = "deep_link"
    __table_args__ = (Index("ix_deep_link_customer", "customer_id"), Index("ix_deep_link_order", "order_id"))

    token_hash: str = Field(primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", sa_type=BigId)
    order_id: int = Field(foreign_key="shop_order.id", sa_type=BigId)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


_WAITING = text("waiting_since IS NOT NULL")
_OWNED = text("owner <> 'bot'")
_LEASED = text("lease_until IS NOT NULL")


class Conversation(Row, table=True):
    """All that is said with one customer, or with a stranger (`channel:address`) whom no order knows yet.

    `owner`: bot, queue, nobody, or a member of staff by name. `lease_until`: when a person's ownership runs out.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_waiting", "waiting_since", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_conversation_owner", "owner", "last_at", "id", sqlite_where=_OWNED, postgresql_where=_OWNED),
        Index("ix_conversation_lease", "lease_until", sqlite_where=_LEASED, postgresql_where=_LEASED),
        Index("ix_conversation_last", "last_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    customer_id: int | None = Field(default=None, foreign_key="customer.id", unique=True, sa_type=BigId)
    merchant_id: int | None = Field(default=None, foreign_key="merchant.id", sa_type=BigId)
    stranger: str | None = Field(default=None, unique=True)
    owner: str = "bot"
    owner_since: datetime = Field(sa_type=Instant)
    asked: dict[str, Any] | None = Field(default=None, sa_type=Json)
    misses: int = 0
    unread: int = 0
    waiting_since: datetime | None = Field(default=None, sa_type=Instant)
    last_channel: str | None = None
    last_at: datetime = Field(sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)


_QUEUED = text("state = 'queued'")
_SENDING = text("state = 'sending'")
_UNSURE = text("state = 'unsure' AND checked_at IS NULL")
_UNCONFIRMED = text("state = 'sent' AND channel = 'sms'")


class Message(Row, table=True):
    """One thing said, either way, in its exact words.

    Outgoing states: queued, sending, sent, reached, failed, unsure, dropped. Incoming: received.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_conversation", "conversation_id", "id"),
        Index("ix_message_queued", "channel", "priority", "due_at", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("ix_message_sending", "claimed_at", sqlite_where=_SENDING, postgresql_where=_SENDING),
        Index("ix_message_unsure", "claimed_at", sqlite_where=_UNSURE, postgresql_where=_UNSURE),
        Index("ix_message_unconfirmed", "sent_at", sqlite_where=_UNCONFIRMED, postgresql_where=_UNCONFIRMED),
        Index("ix_message_provider", "provider_id"),
        Index("ix_message_created", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    conversation_id: int = Field(foreign_key="conversation.id", sa_type=BigId)
    shipment_id: int | None = Field(default=None, sa_type=BigId)
    direction: str
    channel: str
    address: str
    author: str
    name: str
    text: str
    language: str | None = None
    """Of what we wrote: in which language; NULL where it is older than this column."""
    gloss: str | None = None
    """The same words in the language of staff, where the customer's is another; of a person, what they wrote."""
    composed: dict[str, Any] | None = Field(default=None, sa_type=Json)
    state: str
    priority: int = 0
    units: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """What the channel's pace counts: SMS segments, else 1."""
    due_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    token: str | None = Field(default=None, unique=True)
    provider_id: str | None = None
    rank: int = 0
    attempts: int = 0
    doubts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often nobody could tell whether it had gone: it may have been said so many times more than once."""
    why: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)
    understood: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """Of what a customer wrote: what it was taken for, by which layer, how surely and why."""


class Offer(Row, table=True):
    """A choice that was offered. A tap brings the token back, a number on SMS the position."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_message", "message_id", "position"),
        Index("ix_offer_conversation", "conversation_id"),
    )

    token: str = Field(primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id", sa_type=BigId)
    message_id: int = Field(foreign_key="message.id", sa_type=BigId)
    position: int
    label: str
    action: dict[str, Any] = Field(sa_type=Json)
    expires_at: datetime = Field(sa_type=Instant)


class OldButtons(Row, table=True):
    """A message whose buttons shall come off, because one of them was used or can no longer be. Gone once they are."""

    __tablename__ = "old_buttons"

    message_id: int = Field(primary_key=True, sa_type=BigId, sa_column_kwargs={"autoincrement": False})
    due_at: datetime = Field(sa_type=Instant, index=True)
    attempts: int = 0


class Inbound(Row, table=True):
    """An update from a channel, kept before it is acknowledged. `state`: kept, handled, ignored, failed."""

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index("ix_inbound_address", "channel", "address", "received_at"),
        Index("ix_inbound_kept", "id", sqlite_where=text("state = 'kept'"), postgresql_where=text("state = 'kept'")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    channel: str
    key: str
    address: str
    received_at: datetime = Field(sa_type=Instant)
    turn: dict[str, Any] = Field(sa_type=Json)
    state: str
    why: str | None = None
    attempts: int = 0
