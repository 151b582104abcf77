"""The dispatcher's rounds: when what was due was really said. A service that was down, or busy, said it later."""

from bisect import bisect_left
from datetime import datetime, timedelta
from typing import Any

from domain.dry_runs import Occasion
from domain.notices import NoticeKind
from flows.dry_runs.rows import ENDED, decided_at
from store.dry_runs import CustomerLog

TOGETHER = timedelta(seconds=10)
"""The dispatcher is usually at most so late."""

Delays = dict[Occasion, tuple[datetime | None, datetime]]
"""By occasion: before when it was not said, though it was due at a time (None: at any)."""


class Rounds:
    """The moments at which something was really decided about a customer, and what was late."""

    def __init__(self, log: CustomerLog) -> None:
        rows = [row for rows in log.notices.values() for row in rows if row.state in ENDED]
        said = {decided_at(row) for row in rows}
        # What was late had waited for the service, however often its time was changed meanwhile.
        self._moments = sorted(said | {m.created_at for m in log.messages if m.name in NoticeKind._value2member_map_})
        self.delays: Delays = {
            (row.shipment_id, row.key): (due_at if at <= due_at + TOGETHER else None, at)
            for rows in log.notices.values()
            for row in rows
            if (at := _unsaid_until(row)) is not None and at > (due_at := row.due_at or row.send_after)
        }

    def at(self, due: datetime) -> datetime:
        """The moment at which what is due then is said: when the dispatcher was there, if it was, else at once."""
        place = bisect_left(self._moments, due)
        return self._moments[place] if place < len(self._moments) and self._moments[place] <= due + TOGETHER else due


def _unsaid_until(row: Any) -> datetime | None:
    """When it was said or given up. What was withdrawn was not said before that; the step that withdrew it had read its
    clock before it had its turn, and may know of what came a moment later.
    """
    if row.state in ENDED:
        return decided_at(row)
    return row.decided_at + TOGETHER if row.state == "withdrawn" and row.decided_at is not None else None
