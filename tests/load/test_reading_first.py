"""What waits to be read is read before anything is said, for a second at most: it may change what is to be said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.messages import dispatch
from flows.messages.dispatch import Dispatch
from flows.messages.say import Said
from flows.webhooks import digest
from flows.webhooks.digest import Digestion
from flows.webhooks.receive import keep
from tests.flows.house import House, arrival


class Saying:
    """A dispatcher that notes each time it says what is due; the test says when nothing waits to be read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.abreast, self.said = asyncio.Event(), asyncio.Queue[None]()
        nothing: Any = None
        self.dispatch = Dispatch(nothing, nothing, nothing, lambda: datetime.now(UTC), self.abreast)
        monkeypatch.setattr(self.dispatch, "say_all", self._say)

    async def _say(self) -> None:
        self.said.put_nowait(None)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.dispatch.run())
        await self.said.get()
        yield
        running.cancel()


async def test_what_waits_is_read_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "READ_FIRST", timedelta(hours=1))
    saying = Saying(monkeypatch)
    async with saying.running():
        saying.dispatch.ring()
        await asyncio.sleep(0.3)
        assert saying.said.empty()
        saying.abreast.set()
        await asyncio.wait_for(saying.said.get(), 20)


async def test_but_only_for_some_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "READ_FIRST", timedelta(seconds=0.1))
    saying = Saying(monkeypatch)
    async with saying.running():
        saying.dispatch.ring()
        await asyncio.wait_for(saying.said.get(), 20)


async def test_between_two_steps_of_saying_there_is_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Much is due, and much waits to be read: the next step comes when that is read, or after its part of the time."""
    monkeypatch.setattr(dispatch, "READ_FIRST", timedelta(hours=1))
    monkeypatch.setattr(dispatch, "READS", 10**9)
    now = datetime.now(UTC)
    steps = asyncio.Queue[None](1)

    class Much:
        def portion(self, usual: int, few: int) -> int:
            return usual

        async def write(self, *_: Any, **__: Any) -> Said:
            await steps.put(None)
            return Said(decided=40, queued=0, next_at=now)

    much: Any = Much()
    abreast = asyncio.Event()
    saying = asyncio.create_task(Dispatch(much, much, much, lambda: now, abreast).say_all())
    await asyncio.wait_for(steps.get(), 20)
    await asyncio.sleep(0.3)
    assert steps.empty()
    monkeypatch.setattr(dispatch, "READS", 0)
    abreast.set()
    for _ in range(3):
        await asyncio.wait_for(steps.get(), 20)
    abreast.clear()
    for _ in range(3):  # nothing is left to reading: it goes on
        await asyncio.wait_for(steps.get(), 20)
    saying.cancel()


async def test_nothing_waits_where_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "READ_FIRST", timedelta(hours=1))
    saying = Saying(monkeypatch)
    saying.abreast.set()
    async with saying.running():
        saying.dispatch.ring()
        await asyncio.wait_for(saying.said.get(), 20)


async def test_as_much_as_is_read_at_once_may_not_be_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "BATCH", 2)
    monkeypatch.setattr(digest, "LANES", 1)
    digestion = Digestion(house.database, lambda: house.now, lambda _: None)
    house.order("DS100")
    for milestone in ("accepted", "in_transit", "out_for_delivery"):
        with house.in_transaction() as tx:
            keep(tx, [arrival(house.source, house.event(milestone))])
    seen = []
    monkeypatch.setattr(digestion, "_planned", lambda _: seen.append(digestion.abreast.is_set()))
    await digestion.drain()
    assert seen[0] is False
    assert digestion.abreast.is_set()
