"""Leadership: of all processes exactly one does a task, and another takes over within seconds when it is gone.

PostgreSQL's advisory lock decides, held by a connection of its own: it ends with the process, the machine or the line,
whichever goes first. On SQLite there is one process, and it leads.
"""

import asyncio
from collections.abc import Callable, Coroutine
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import structlog

from store.lines import open_line

if TYPE_CHECKING:
    from psycopg import AsyncConnection

TRY_AGAIN_SECONDS = 1.0
SIGN_OF_LIFE_SECONDS = 1.0
PATIENCE_SECONDS = 3.0
"""A server that does not answer for so long may have given the lock away."""

log = structlog.get_logger()

Work = Callable[[], Coroutine[Any, Any, None]]


class Leadership:
    """`run` does the work whenever this process leads, until cancelled; `leads` says whether it does now."""

    def __init__(self, url: str, task: str) -> None:
        self._url, self._task, self._key = url, task, lock_key(task)
        self.leads = False

    async def run(self, work: Work) -> None:
        if self._url.startswith("sqlite"):
            self.leads = True
            await work()
            return
        import psycopg

        while True:
            try:
                await self._stand(work)
            except (psycopg.Error, OSError, TimeoutError) as problem:
                log.warning("leadership.lost", task=self._task, led=self.leads, problem=type(problem).__name__)
            finally:
                self.leads = False
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    async def _stand(self, work: Work) -> None:
        """Waits for the lock, then works for as long as it is surely ours."""
        async with asyncio.timeout(PATIENCE_SECONDS * 2):
            line = await open_line(self._url, f"doorstep leading {self._task}")
        try:
            while not await self._take(line):  # noqa: ASYNC110 - the server tells nobody when a lock is free
                await asyncio.sleep(TRY_AGAIN_SECONDS)
            self.leads = True
            log.info("leadership.taken", task=self._task)
            await _while_alive(line, work)
        finally:
            await line.close()

    async def _take(self, line: "AsyncConnection[Any]") -> bool:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = await line.execute("SELECT pg_try_advisory_lock(%s)", [self._key])
            row = await found.fetchone()
        return bool(row and row[0])


async def _while_alive(line: "AsyncConnection[Any]", work: Work) -> None:
    working = asyncio.create_task(work())
    try:
        while not working.done():
            async with asyncio.timeout(PATIENCE_SECONDS):
                await line.execute("SELECT 1")
            await asyncio.wait({working}, timeout=SIGN_OF_LIFE_SECONDS)
        await working
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


def lock_key(task: str) -> int:
    """A 64-bit key, the same in every process."""
    return int.from_bytes(blake2b(f"doorstep {task}".encode(), digest_size=8).digest(), signed=True)
