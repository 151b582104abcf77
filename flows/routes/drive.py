"""Drive: in the background, what was driven is learned from and routes that are due are reckoned."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from flows.bell import Bell
from flows.live import Live
from flows.routes.driving import Knowledge
from flows.routes.reckon import Looked, reckon_due
from store.database import Database, Turn

SWEEP = timedelta(seconds=2)
LEARN_EVERY = timedelta(minutes=1)

log = structlog.get_logger()


class Drive:
    """`planned` lets the clock know of notices that are due; open pages of customers with news look again."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        planned: Callable[[datetime | None], None],
        live: Live,
    ) -> None:
        self._database, self._clock, self._planned, self._live = database, clock, planned, live
        self._bell, self._knowledge = Bell(), Knowledge()
        self._learned_at: datetime | None = None

    def wake(self) -> None:
        self._bell.ring()

    async def run(self) -> None:
        while True:
            await self._bell.wait(SWEEP)
            try:
                await self.catch_up()
            except Exception as problem:
                log.error("routes.failed", problem=type(problem).__name__)
                await asyncio.sleep(SWEEP.total_seconds())

    async def catch_up(self) -> int:
        """Learns when it is time to, and reckons until nothing is due; returns how many routes."""
        now = self._clock()
        if self._learned_at is None or now - self._learned_at >= LEARN_EVERY:
            await self._knowledge.learn(self._database, self._clock)
            self._learned_at = now
        count = 0
        while True:
            looked: Looked = await self._database.write(reckon_due, self._knowledge, self._clock(), turn=Turn.WORK)
            if not looked.routes:
                return count
            count += looked.routes
            if looked.due_at is not None:
                self._planned(looked.due_at)
            for customer in looked.customers:
                self._live.announce(str(customer))
