"""Retention by itself: what nothing needs any more goes when its time has passed, a few rows in each step.

Never what is on its way, under an open case, or promised for later. Any number of processes may try; one does it.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from domain.retention import Retention
from store.database import Database, Turn
from store.pruning import deliveries, parcels, people, records, routes, words
from store.pruning.walking import is_alone

CHUNK = 200
"""Rows looked at in one step: holds the writer for some tens of milliseconds."""
PAUSE_SECONDS = 0.05
"""Between two steps: acknowledgements and messages go first."""
MOST_STEPS = 500
"""Of one rule in one run; the next run goes on from there."""

log = structlog.get_logger()

Prune = Callable[[Connection, datetime, datetime, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes, and the kind of data whose days count. `prune` says how many rows it looked at and took out."""

    name: str
    kind: str
    prune: Prune


RULES = (
    Rule("bodies", "bodies", deliveries.prune_bodies),
    Rule("stray_events", "bodies", deliveries.prune_strays),
    Rule("routes", "bodies", routes.prune_routes),
    Rule("bygones", "bodies", records.prune_bygones),
    Rule("turns", "turns", words.prune_turns),
    Rule("codes", "turns", words.prune_codes),
    Rule("lookups", "turns", words.prune_lookups),
    Rule("sessions", "turns", records.prune_sessions),
    Rule("dry_runs", "turns", records.prune_dry_runs),
    Rule("messages", "messages", words.prune_messages),
    Rule("strangers", "messages", words.prune_strangers),
    Rule("parcels", "parcels", parcels.prune_parcels),
    Rule("cases", "parcels", records.prune_cases),
    Rule("slots", "parcels", records.prune_slots),
    Rule("other_numbers", "parcels", records.prune_numbers),
    Rule("outcomes", "outcomes", records.prune_outcomes),
    Rule("journeys", "outcomes", records.prune_journeys),
    Rule("inquiries", "outcomes", records.prune_inquiries),
    Rule("people", "people", people.prune_people),
    Rule("audit", "audit", records.prune_audit),
)


def step(tx: Connection, rule: Rule, before: datetime, now: datetime) -> tuple[int, int]:
    """The next rows of one rule; (0, 0) at the end, and where another process is pruning."""
    return rule.prune(tx, before, now, CHUNK) if is_alone(tx) else (0, 0)


class Pruning:
    """`run` takes out all that may go now, within bounds; `gone` counts what went since the process started."""

    def __init__(self, database: Database, retention: Retention, clock: Callable[[], datetime]) -> None:
        self._database, self._retention, self._clock = database, retention, clock
        self.gone: Counter[str] = Counter()

    async def run(self) -> None:
        for rule in RULES:
            now = self._clock()
            before = self._retention.before(rule.kind, now)
            if before is not None and (gone := await self._apply(rule, before, now)):
                self.gone[rule.name] += gone
                log.info("retention.pruned", what=rule.name, rows=gone, before=before.isoformat())

    async def _apply(self, rule: Rule, before: datetime, now: datetime) -> int:
        total = 0
        for _ in range(MOST_STEPS):
            looked, gone = await self._database.write(step, rule, before, now, turn=Turn.WORK)
            total += gone
            if not looked:
                break
            await asyncio.sleep(PAUSE_SECONDS)
        return total
