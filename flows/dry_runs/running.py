"""Dry runs beside everything else: one at a time in a process, each with its progress and what it found kept."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from flows.dry_runs.past import past
from flows.dry_runs.report import as_kept
from flows.dry_runs.run import Draft, dry_run
from flows.messages.voice import Voice
from store import dry_runs_kept
from store.database import Database, Turn

FEW = 5
"""Customers in one look at the database: what others ask for comes in between."""
BEAT_SECONDS = 2.0
"""So often progress is written."""
LOST = timedelta(seconds=60)
"""One that has not moved for so long was in a process that has ended."""

log = structlog.get_logger()


class DryRuns:
    def __init__(self, database: Database, voice: Voice, clock: Callable[[], datetime]) -> None:
        self._database, self._voice, self._clock = database, voice, clock
        self._one_at_a_time = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(
        self, merchant_id: int, days: int, draft: Draft, who: str, given: Mapping[str, str], most: int
    ) -> int:
        """Returns under which id it is kept. Raises ValueError with a sentence where the draft cannot be tried."""
        await self._database.read(past, merchant_id, draft.policy, draft.templates)
        row_id = await self._database.write(dry_runs_kept.add, merchant_id, who, given, self._clock())
        task = asyncio.create_task(self._run(row_id, merchant_id, days, draft, most))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return row_id

    async def ended(self) -> None:
        """Waits until none is going on."""
        await asyncio.gather(*self._tasks)

    async def _run(self, row_id: int, merchant_id: int, days: int, draft: Draft, most: int) -> None:
        beating = asyncio.create_task(self._beat(row_id, far := [0, 0]))
        try:
            async with self._one_at_a_time:
                report = await dry_run(
                    self._database,
                    self._voice,
                    merchant_id,
                    days,
                    draft,
                    self._clock(),
                    most=most,
                    at_once=FEW,
                    progress=lambda done, total: far.__setitem__(slice(None), [done, total]),
                )
            found: dict[str, Any] = {"report": as_kept(report), "done": far[0], "total": far[1]}
        except Exception as problem:
            log.exception("dry_run.failed", id=row_id)
            found = {"why": f"It failed: {type(problem).__name__}. The log of the service says more."}
        finally:
            beating.cancel()
        await self._database.write(_moved, row_id, self._clock(), found, turn=Turn.WORK)

    async def _beat(self, row_id: int, far: list[int]) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._database.write(_moved, row_id, self._clock(), {"done": far[0], "total": far[1]}, turn=Turn.WORK)


def _moved(tx: Any, row_id: int, now: datetime, values: Mapping[str, Any]) -> None:
    dry_runs_kept.move(tx, row_id, now, **values)


def is_lost(row: Any, now: datetime) -> bool:
    """Whether nobody works on it any more, though it has not come to its end."""
    return row.report is None and row.why is None and row.moved_at < now - LOST
