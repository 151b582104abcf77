"""Merchants' own words, their versions and which of them speak; and how their policies changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json

_LIVE = text("speaks = 0")
_SPEAKS = text("speaks IS NOT NULL")


class WordingVersion(Row, table=True):
    """One version of one merchant's words for a kind, a language and a channel (`any`: all of them). Never changed."""

    __tablename__ = "wording_version"
    __table_args__ = (UniqueConstraint("merchant_id", "name", "language", "channel", "number"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    name: str
    language: str
    channel: str
    number: int
    source: str
    written_by: str
    written_at: datetime = Field(sa_type=Instant)


class WordingPublication(Row, table=True):
    """From when which version speaks; without a version, the shipped words. Rows are only added.

    `speaks` says in which order the last ones are tried: 0 the newest, then those before it; NULL is history.
    """

    __tablename__ = "wording_publication"
    __table_args__ = (
        Index(
            "uq_wording_publication_live",
            "merchant_id",
            "name",
            "language",
            "channel",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_wording_publication_speaks", "merchant_id", "name", sqlite_where=_SPEAKS, postgresql_where=_SPEAKS),
        Index("ix_wording_publication_at", "merchant_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    name: str
    language: str
    channel: str
    version_id: int | None = Field(default=None, foreign_key="wording_version.id", sa_type=BigId)
    speaks: int | None = None
    who: str
    why: str
    at: datetime = Field(sa_type=Instant)


class PolicyChange(Row, table=True):
    """What a merchant's policy was from `at` on, so that the past can be played again as it was."""

    __tablename__ = "policy_change"
    __table_args__ = (Index("ix_policy_change_merchant", "merchant_id", "at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    at: datetime = Field(sa_type=Instant)
