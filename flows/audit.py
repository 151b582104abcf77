"""Audit: every action of staff leaves one row that says who, what, why, and what was before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from store import audit

WHY_LIMIT = 500


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, why, and when."""

    who: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done; `why` is a sentence for whoever tried."""

    why: str


def record(
    tx: Connection,
    by: By,
    action: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """`subject` is `shipment:7`, `conversation:7`, `case:7`, `delivery:7`; `before` and `after` are JSON values."""
    audit.add(tx, who=by.who, action=action, subject=subject, why=by.why or None, before=before, after=after, at=by.at)


def unreasoned(by: By) -> Refused | None:
    """What is decided for a customer needs a reason that colleagues can read."""
    if not by.why.strip():
        return Refused("Say why: your colleagues will read it.")
    if len(by.why) > WHY_LIMIT:
        return Refused(f"Say why in at most {WHY_LIMIT} characters.")
    return None
