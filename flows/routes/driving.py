"""Learning from driving: stops that are done teach how long legs take and how far forecasts go astray."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.localtime import zone
from domain.routes.driven import Done, Driven, by_merchant
from store import riding
from store.database import Database

BATCH = 500
MEMORY = timedelta(days=60)
"""Errors of one tour share its driver and its weather: they are kept for at least so many days."""
REMEMBERED = 40
"""Batches a process that starts learns from."""


class Knowledge:
    """What this process has learned of its merchants' roads: from what is kept, then from what is noted."""

    def __init__(self) -> None:
        self._driven = by_merchant()
        self._after: tuple[datetime, int] | None = None

    def of(self, merchant_id: int) -> Driven:
        return self._driven[merchant_id]

    async def learn(self, database: Database, clock: Callable[[], datetime]) -> int:
        """Learns from what was noted since; returns from how many stops."""
        count = 0
        for _ in range(REMEMBERED):
            fresh = await database.read(self.follow, clock())
            count += fresh
            if fresh < BATCH:
                break
        return count

    def follow(self, tx: Connection, now: datetime) -> int:
        rows = riding.done_since(tx, self._after or (now - MEMORY, 0), BATCH)
        for row in rows:
            self._driven[row.merchant_id].learn(_done(row), zone(row.zone))
        if rows:
            self._after = rows[-1].noted_at, rows[-1].id
        return len(rows)


def _done(row: Any) -> Done:
    forecasts = {int(n): datetime.fromisoformat(at) for n, at in row.forecasts.items()}
    return Done(row.done_at, row.service_s, forecasts, _leg(row))


def _leg(row: Any) -> Any:
    """Only between two stops whose places are known: from the depot nobody knows when it really left."""
    if row.before_done_at is None or row.before_latitude is None or row.latitude is None:
        return None
    return (row.before_latitude, row.before_longitude), (row.latitude, row.longitude), row.before_done_at
