"""Learning from outcomes: what became of parcels is gathered, learned from, and published for the rules to read.

Off the hot path, in batches. Any number of processes may do it: outcomes are kept once, and each publishes the same.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from domain.eta.learned import as_facts
from domain.eta.learner import Learner
from domain.eta.outcomes import outcomes
from store import calibration, stories
from store.database import Database, Turn
from store.types import to_json

BATCH = 200
SETTLED = timedelta(minutes=1)
"""Events are looked at this long after they came: by then what was committed beside them is visible too."""
MEMORY = timedelta(days=120)
REMEMBERED = 50_000
"""How many outcomes a process that starts learns from."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def gather(tx: Connection, now: datetime) -> int:
    """⟨1⟩ Looks at the next events and keeps the outcomes of their shipments. Returns how many shipments."""
    found, position = calibration.news(tx, now - SETTLED, BATCH)
    if position is None:
        return 0
    rows = []
    for one in stories.load(tx, found, locked=False):
        source = calibration.source_of(one.merchant_id)
        found_now = outcomes(one.story, source, one.row.carrier)
        rows += [calibration.row_of(o, one.story.shipment_id, one.merchant_id, now) for o in found_now]
    calibration.keep(tx, rows)
    calibration.mark(tx, position)
    return max(1, len(found))


class Calibration:
    """What this process has learned. Starts from what is kept, then follows what changes."""

    def __init__(self) -> None:
        self._learner = Learner()
        self._after: tuple[datetime, int] | None = None
        self._published: dict[tuple[int, str], str] = {}

    async def learn(self, database: Database, clock: Callable[[], datetime]) -> int:
        """Gathers, learns, publishes; returns for how many carriers something new is known."""
        while await database.write(gather, clock(), turn=Turn.WORK):
            pass
        carriers: set[tuple[int, str]] = set()
        while fresh := await database.read(self.follow, clock()):
            carriers |= fresh
        return await database.write(self.publish, carriers, clock(), turn=Turn.WORK) if carriers else 0

    def follow(self, tx: Connection, now: datetime) -> set[tuple[int, str]]:
        """Learns from what has changed since; returns the (merchant, carrier) pairs it tells about."""
        if self._after is None:
            rows = calibration.since(tx, now - MEMORY, REMEMBERED)
            self._after = max(((row.changed_at, row.id) for row in rows), default=(_LONG_AGO, 0))
        else:
            rows = calibration.changed(tx, self._after, BATCH)
            if rows:
                self._after = rows[-1].changed_at, rows[-1].id
        for row in rows:
            self._learner.learn(calibration.outcome_of(row))
        return {(row.merchant_id, row.carrier) for row in rows}

    def publish(self, tx: Connection, carriers: set[tuple[int, str]], now: datetime) -> int:
        """Writes the records that say something else than before."""
        rows = []
        for merchant_id, carrier in sorted(carriers):
            record = self._learner.record(calibration.source_of(merchant_id), carrier, now)
            text = to_json(as_facts(record))
            if record.stages and self._published.get((merchant_id, carrier)) != text:
                self._published[merchant_id, carrier] = text
                rows.append({"merchant_id": merchant_id, "carrier": carrier, "facts": text, "learned_at": now})
        calibration.publish(tx, rows)
        return len(rows)
