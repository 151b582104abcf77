"""Who ships: merchants, and the 3PL feeds (sources) that report about their parcels."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json


class Merchant(Row, table=True):
    """A brand. `settings` overrides single fields of the policy; `title` is how it signs."""

    __tablename__ = "merchant"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    name: str = Field(unique=True)
    title: str
    language: str = "en"
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    created_at: datetime = Field(sa_type=Instant)


class Source(Row, table=True):
    """One configured 3PL feed: adapter, address and secrets (the old one lives on until it is taken away).

    `api_key` opens the sender's API (at `api_url`, where it is not the vendor's own). `ask_by` is how changes are asked
    for: webhook, api or dispatcher; NULL is a webhook where there is an outbound URL, and by hand where there is none.
    `fetch_first`: a webhook is a hint, and only what the API answers is believed.
    """

    __tablename__ = "source"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    name: str = Field(unique=True)
    adapter: str
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    slug: str = Field(unique=True)
    secret: str | None = None
    old_secret: str | None = None
    zone: str | None = None
    outbound_url: str | None = None
    outbound_secret: str | None = None
    mapping: dict[str, Any] | None = Field(default=None, sa_type=Json)
    api_key: str | None = None
    api_url: str | None = None
    ask_by: str | None = None
    dispatcher_email: str | None = None
    requester: str | None = None
    """Whom a carrier may ring about a change: a name, a comma, a phone number."""
    fetch_first: bool | None = None
    created_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
