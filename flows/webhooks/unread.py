"""Webhooks that nobody understood become a case, one for each source, so that somebody teaches us what they say."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flows.cases import open_case
from store import cases, console_webhooks

KIND = "unreadable"
LOOKED_AT = 1000
"""So many of the newest are looked at."""


def open_cases(tx: Connection, now: datetime) -> int:
    """Opens a case about each source whose webhooks are not understood, if none is open about any of them; returns how
    many. What somebody has closed stays closed until another one comes.
    """
    waiting: defaultdict[int, list[Any]] = defaultdict(list)
    for row in console_webhooks.unreadable(tx, None, LOOKED_AT):
        waiting[row.source_id].append(row)
    closed = cases.about_deliveries(tx, KIND, [row.id for rows in waiting.values() for row in rows])
    return sum(_open(tx, rows, closed, now) for rows in waiting.values())


def _open(tx: Connection, rows: list[Any], closed: dict[int, datetime | None], now: datetime) -> bool:
    """`rows` are of one source, the newest first."""
    known = [closed[row.id] for row in rows if row.id in closed]
    if None in known:
        return False
    since = max((at for at in known if at is not None), default=None)
    fresh = [row for row in rows if since is None or row.received_at > since]
    if not fresh:
        return False
    first = fresh[-1]
    many = "A webhook" if len(fresh) == 1 else f"{len(fresh)} webhooks"
    why = f"{many} of {first.source} could not be read; the first: {first.why or 'nobody knows why'}"
    return open_case(tx, kind=KIND, key=f"source:{first.source_id}", why=why, now=now, delivery_id=first.id)
