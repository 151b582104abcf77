"""Reading what was kept: batches of new events become conditions, plans, and notices."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from flows.bell import Bell
from flows.cases import open_case
from flows.changes import reschedule
from flows.replan import replan
from store import change_requests, deliveries, unread
from store.database import Database, Turn
from store.prepared import plan_once
from store.trouble import Away

BATCH = 50
"""Deliveries in one step: holds the writer for about twenty milliseconds, so that acknowledgements get between."""
FEW = 12
"""Of them while customers are being answered: some milliseconds."""

LANES = 2
"""Batches at once on PostgreSQL; on a shipment of both the later waits."""
SWEEP = timedelta(seconds=1)
"""What another process kept is found at the latest after this."""

log = structlog.get_logger()


def digest(tx: Connection, delivery_ids: Collection[int], now: datetime) -> datetime | None:
    """⟨2⟩ Their events' shipments are folded and replanned; events without a shipment wait for their order.

    Returns when the first planned notice is due, if any.
    """
    found = deliveries.shipments_of(tx, delivery_ids)
    if asked := change_requests.asked_for(tx, found):
        reschedule.evidence(tx, asked, deliveries.events_of(tx, delivery_ids), now)
    due = replan(tx, found, now)
    deliveries.mark_read(tx, delivery_ids, now)
    return due


def digest_some(tx: Connection, now: datetime, most: int = BATCH) -> tuple[int, datetime | None]:
    """Digests what has waited longest, and what else waits of the same parcels, which are planned once for all of it.

    Returns how many deliveries, and when the first notice is due.
    """
    plan_once(tx)
    waiting = unread.claim(tx, most)
    if len(waiting) == most:
        waiting += unread.of_same_parcels(tx, waiting)
    return len(waiting), digest(tx, waiting, now) if waiting else None


def digest_one(tx: Connection, delivery_id: int, now: datetime) -> datetime | None:
    return digest(tx, [delivery_id], now)


class Digestion:
    """Runs `digest_some` until nothing waits, then sleeps until `wake`. What fails its batch is set aside."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], planned: Callable[[datetime | None], None]
    ) -> None:
        self._database, self._clock, self._planned = database, clock, planned
        self._bell = Bell()
        self.set_aside = 0
        self.abreast = asyncio.Event()
        """Set, unless as much as is read at once, or more, waited when we looked last."""
        self.abreast.set()

    def wake(self) -> None:
        self._bell.ring()

    async def run(self) -> None:
        while True:
            await self._bell.wait(SWEEP)
            try:
                await self.drain()
            except Exception as problem:
                self.abreast.set()
                log.error("digest.failed", problem=type(problem).__name__)
                await asyncio.sleep(SWEEP.total_seconds())

    async def drain(self) -> None:
        """Digests until nothing waits. Where there are several writers, one batch is planned while another is read."""
        lanes = 1 if self._database.is_sqlite else LANES
        ended = await asyncio.gather(*(self._drain() for _ in range(lanes)), return_exceptions=True)
        for problem in ended:
            if problem is not None:
                raise problem

    async def _drain(self) -> None:
        while True:
            try:
                count, due, is_all = await self._database.write(self._digest_some, turn=Turn.WORK)
                self.abreast.set() if is_all else self.abreast.clear()
            except Away:
                raise
            except Exception as problem:
                log.warning("digest.batch_failed", problem=type(problem).__name__)
                count = await self._one_by_one()
                due = self._clock()
            if due is not None:
                self._planned(due)
            if count == 0:
                return

    def _digest_some(self, tx: Connection) -> tuple[int, datetime | None, bool]:
        """By the clock, and for as long, as is right at its turn: it may have waited for that. Whether it was all."""
        most = self._database.portion(BATCH, FEW)
        count, due = digest_some(tx, self._clock(), most)
        return count, due, count < most

    async def _one_by_one(self) -> int:
        """After a failed batch: each delivery alone, so that only the poisonous one is set aside."""
        waiting = await self._database.read(unread.peek, BATCH)
        for delivery_id in waiting:
            try:
                await self._database.write(digest_one, delivery_id, self._clock(), turn=Turn.WORK)
            except Away:  # it is not the delivery's fault
                raise
            except Exception as problem:
                self.set_aside += 1
                why = type(problem).__name__
                log.error("digest.set_aside", delivery=delivery_id, problem=why)
                await self._database.write(_set_aside, delivery_id, why, self._clock(), turn=Turn.WORK)
        return len(waiting)


def _set_aside(tx: Connection, delivery_id: int, problem: str, now: datetime) -> None:
    why = f"its events could not be planned: {problem}"
    deliveries.set_aside(tx, delivery_id, why)
    open_case(tx, kind="unreadable", key=str(delivery_id), why=why, now=now, delivery_id=delivery_id)
