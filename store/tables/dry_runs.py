"""Dry runs that were asked for on the page: how far each is, and what it found."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json


class DryRun(Row, table=True):
    """One dry run. `given` is the form as it was sent. It goes on while neither `report` nor `why` (it failed) is set;
    `moved_at` is when it last got further, so one whose process has ended is known.
    """

    __tablename__ = "dry_run"
    __table_args__ = (Index("ix_dry_run_merchant", "merchant_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    who: str
    given: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    asked_at: datetime = Field(sa_type=Instant)
    moved_at: datetime = Field(sa_type=Instant)
    done: int = 0
    total: int = 0
    report: dict[str, Any] | None = Field(default=None, sa_type=Json)
    why: str | None = None
