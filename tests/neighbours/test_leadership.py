"""Of several processes exactly one leads, and when its line is cut another does, after the first has stopped."""

import asyncio
from contextlib import suppress

from sqlalchemy import text

from doorstep.leadership import Leadership, lock_key
from store.database import Database


class Candidate:
    """Stands for a task; `working` while it leads."""

    def __init__(self, url: str) -> None:
        self.leadership = Leadership(url, "polling bot 42")
        self.working, self.stopped = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self.leadership.run(self._work))

    async def _work(self) -> None:
        self.working.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.working.clear()
            self.stopped.set()

    async def gone(self) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


async def test_one_leads_and_the_other_takes_over_when_its_line_is_cut(postgres_url: str) -> None:
    database = Database(postgres_url)
    first = Candidate(postgres_url)
    async with asyncio.timeout(30):
        await first.working.wait()
        second = Candidate(postgres_url)
        await _waits(database)
        assert not second.working.is_set()
        with database.transaction() as tx:
            tx.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"))
        await first.stopped.wait()
        await asyncio.wait(
            {asyncio.ensure_future(c.working.wait()) for c in (first, second)}, return_when="FIRST_COMPLETED"
        )
        assert [first.working.is_set(), second.working.is_set()].count(True) == 1
    for one in (first, second):
        await one.gone()
    database.close()


async def test_a_leader_that_ends_makes_room(postgres_url: str) -> None:
    first = Candidate(postgres_url)
    async with asyncio.timeout(30):
        await first.working.wait()
        await first.gone()
        assert not first.leadership.leads
        second = Candidate(postgres_url)
        await second.working.wait()
    await second.gone()


def test_another_bot_has_a_leader_of_its_own() -> None:
    assert lock_key("polling bot 42") != lock_key("polling bot 43")
    assert lock_key("polling bot 42") == lock_key("polling bot 42")


async def test_on_sqlite_the_one_process_leads(sqlite_url: str) -> None:
    only = Candidate(sqlite_url)
    async with asyncio.timeout(5):
        await only.working.wait()
    assert only.leadership.leads
    await only.gone()


async def _waits(database: Database) -> None:
    """Until the second has asked for the lock and was told no."""
    asked = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name LIKE 'doorstep leading%' AND query LIKE '%advisory%'"
    )
    async with asyncio.timeout(20):
        while not await database.read(lambda tx: tx.scalar(asked)):  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.02)
