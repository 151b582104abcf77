"""Learning from outcomes: what became of parcels is gathered, learned from, and published for the rules to read.

Off the hot path, in batches. Any number of processes may do it: outcomes are kept once, and each publishes the same.
"""

from collections.abc import Callable, Iterator, Set
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.eta.learned import as_facts
from domain.eta.learner import Learner
from domain.eta.outcomes import outcomes
from flows.figures.journeys import journey_row
from store import calibration, stories
from store.analytics import journeys as kept_journeys
from store.database import Database, Turn
from store.types import to_json

BATCH = 200
SETTLED = timedelta(minutes=1)
"""Events are looked at this long after they came: by then what was committed beside them is visible too."""
MEMORY = timedelta(days=120)
STANDS = timedelta(hours=1)
"""A record that is published stands at least so long: each is kept for the days that are played again by it."""
REMEMBERED = 50_000
"""How many outcomes a process that starts learns from."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_Way = tuple[int, str, str | None]
"""A merchant's parcels with one carrier, all of them or those of one lane."""


def gather(tx: Connection, now: datetime) -> int:
    """⟨1⟩ Looks at the next events and keeps the outcomes of their shipments. Returns how many shipments."""
    found, position = calibration.news(tx, now - SETTLED, BATCH)
    if position is None:
        return 0
    rows, journeys, scans = [], [], calibration.scans(tx, found)
    for one in stories.load(tx, found, locked=False):
        source, scanned_at = calibration.source_of(one.merchant_id), scans[one.story.shipment_id]
        found_now = outcomes(one.story, source, one.row.carrier, one.row.lane, scanned_at)
        rows += [calibration.row_of(o, one.story.shipment_id, one.merchant_id, now) for o in found_now]
        journeys.append(journey_row(one, now))
    calibration.keep(tx, rows)
    kept_journeys.keep(tx, journeys)
    calibration.mark(tx, position)
    return max(1, len(found))


class Calibration:
    """What this process has learned. Starts from what is kept, then follows what changes."""

    def __init__(self) -> None:
        self._learner = Learner()
        self._after: tuple[datetime, int] | None = None
        self._published: dict[_Way, tuple[datetime, str]] = {}
        self._waiting: set[_Way] = set()
        """What has changed since it was published, not long ago."""

    async def learn(self, database: Database, clock: Callable[[], datetime]) -> int:
        """Gathers, learns, publishes; returns for how many carriers something new is known."""
        while await database.write(gather, clock(), turn=Turn.WORK):
            pass
        ways: set[_Way] = set()
        while fresh := await database.read(self.follow, clock()):
            ways |= fresh
        return await database.write(self.publish, ways, clock(), turn=Turn.WORK) if ways or self._waiting else 0

    def follow(self, tx: Connection, now: datetime) -> set[_Way]:
        """Learns from what has changed since; returns the ways it tells about."""
        if self._after is None:
            rows = calibration.since(tx, now - MEMORY, REMEMBERED)
            self._after = max(((row.changed_at, row.id) for row in rows), default=(_LONG_AGO, 0))
        else:
            rows = calibration.changed(tx, self._after, BATCH)
            if rows:
                self._after = rows[-1].changed_at, rows[-1].id
        for row in rows:
            self._learner.learn(calibration.outcome_of(row))
        return {(row.merchant_id, row.carrier, lane) for row in rows for lane in (None, row.lane)}

    def publish(self, tx: Connection, ways: Set[_Way], now: datetime) -> int:
        """Writes the records that say something else than before and have stood long; returns how many."""
        self._waiting |= ways
        due = {way for way in self._waiting if way not in self._published or self._published[way][0] <= now - STANDS}
        self._waiting -= due
        rows = [row for way in due for row in self._news(way, now)]
        calibration.publish(tx, sorted(rows, key=_order), now)
        return len(rows)

    def _news(self, way: _Way, now: datetime) -> Iterator[dict[str, Any]]:
        """The row of a way whose record has changed."""
        merchant_id, carrier, lane = way
        record = self._learner.record(calibration.source_of(merchant_id), carrier, now, lane)
        text = to_json(as_facts(record))
        if record.stages and (way not in self._published or self._published[way][1] != text):
            self._published[way] = now, text
            yield {"merchant_id": merchant_id, "carrier": carrier, "lane": lane, "facts": text}


def _order(row: dict[str, Any]) -> tuple[int, str, str]:
    """Two processes that publish at once take the rows in the same order."""
    return row["merchant_id"], row["carrier"], row["lane"] or ""
