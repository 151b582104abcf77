"""Group commit: whatever arrived while the last commit ran shares the next one. No timer."""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from sqlalchemy import Connection

from flows.webhooks.fairness import Turns
from store.database import Database, Overloaded, Turn
from store.trouble import Away

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 256
"""Items in one commit: bounds how long the writer is held."""
WAITING_LIMIT = 20_000
"""Items that may wait in memory; beyond it new ones are refused with Overloaded."""

SHARE = 0.5
"""What one source may take of that."""


class GroupCommit(Generic[Item, Result]):
    """`add` returns when the item's commit is on disk. A batch that fails is tried item by item, so one fails alone;
    while the database is away all fail."""

    def __init__(
        self, database: Database, keep: Callable[[Connection, Sequence[Item]], Sequence[Result]], turn: Turn = Turn.KEEP
    ) -> None:
        self._database, self._keep, self._turn = database, keep, turn
        self._waiting: Turns[tuple[Item, asyncio.Future[Result]]] = Turns()
        self._running: asyncio.Task[None] | None = None

    async def add(self, item: Item, whose: Hashable = None, /) -> Result:
        """Those who wait (`whose`) are taken in turns, and nobody fills the memory for the others."""
        return await self.offer(item, whose)

    def offer(self, item: Item, whose: Hashable = None) -> "asyncio.Future[Result]":
        if len(self._waiting) >= WAITING_LIMIT:
            raise Overloaded(f"{WAITING_LIMIT} items wait to be kept")
        if whose is not None and self._waiting.waiting(whose) >= WAITING_LIMIT * SHARE:
            raise Overloaded(f"too many items of {whose} wait to be kept")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.put(whose, (item, future))
        if self._running is None:
            self._running = asyncio.create_task(self._commit_all())
        return future

    async def _commit_all(self) -> None:
        try:
            while self._waiting:
                await self._commit(self._waiting.take(MOST))
        finally:
            self._running = None

    async def _commit(self, batch: list[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._database.write(self._keep, [item for item, _ in batch], turn=self._turn)
        except Exception as problem:
            if len(batch) == 1 or isinstance(problem, Away):  # then none of them is to blame
                for _, future in batch:
                    _settle(future, problem)
                return
            for one in batch:
                await self._commit([one])
            return
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)


def _settle(future: "asyncio.Future[Result]", problem: Exception) -> None:
    if not future.done():
        future.set_exception(problem)
