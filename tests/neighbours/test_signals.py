"""What one process did is heard by the others, at once, and again after the line was cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import text

from doorstep.neighbours import Neighbours
from store.database import Database
from store.signals import News

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Ears:
    """A neighbour that writes down what it hears."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.heard: asyncio.Queue[News] = asyncio.Queue()
        self.neighbours = Neighbours(url, self.database, self.heard.put_nowait, lambda: NOON)

    async def next(self) -> News:
        async with asyncio.timeout(20):
            return await self.heard.get()


@asynccontextmanager
async def _two(url: str) -> AsyncIterator[tuple[Ears, Ears]]:
    both = Ears(url), Ears(url)
    tasks = [asyncio.create_task(one.neighbours.run()) for one in both]
    for one in both:
        assert (await one.next()).sender == ""  # connected: whatever was missed is looked for
    try:
        yield both
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in both:
            one.database.close()


async def test_the_other_process_hears_and_the_own_does_not(postgres_url: str) -> None:
    async with _two(postgres_url) as (here, there):
        here.neighbours.tell(kept=True)
        here.neighbours.tell(due_at=NOON, queued=True, live="12")
        told = await there.next()

        assert (told.kept, told.queued, told.heard, told.due_at, told.live) == (True, True, False, NOON, ("12",))
        there.neighbours.tell(heard=True)
        assert (await here.next()).heard
        assert here.heard.empty()


async def test_thousands_of_topics_fit_into_as_many_notifications_as_they_need(postgres_url: str) -> None:
    topics = {str(10**12 + n) for n in range(1500)}
    async with _two(postgres_url) as (here, there):
        for topic in sorted(topics):
            here.neighbours.tell(live=topic)
        heard: set[str] = set()
        while heard != topics:
            heard |= set((await there.next()).live)


async def test_a_line_that_was_cut_is_laid_anew_and_everything_is_looked_for(postgres_url: str) -> None:
    async with _two(postgres_url) as (here, there):
        with there.database.transaction() as tx:
            tx.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"),
                {"name": "doorstep listening"},
            )
        again = await there.next()
        assert (again.kept, again.heard, again.queued, again.due_at) == (True, True, True, NOON)
        here.neighbours.tell(kept=True)
        assert (await there.next()).kept


async def test_sqlite_has_no_neighbours(sqlite_url: str) -> None:
    alone = Ears(sqlite_url)
    alone.neighbours.tell(kept=True)
    await alone.neighbours.run()
    assert alone.heard.empty()
    alone.database.close()


async def test_of_what_is_told_together_the_earliest_time_counts(postgres_url: str) -> None:
    async with _two(postgres_url) as (here, there):
        here.neighbours.tell(due_at=NOON.replace(hour=13))
        here.neighbours.tell()
        here.neighbours.tell(due_at=NOON)
        assert (await there.next()).due_at == NOON
