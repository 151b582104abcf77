"""While customers wait for an answer, what can wait goes on in small steps and lets them go first; never not at all."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from store import database as memory
from store.database import Database, Turn


@pytest.fixture
def several(postgres_url: str) -> Iterator[Database]:
    """A database with several writers: a reply does not keep the others out by itself."""
    database = Database(postgres_url)
    yield database
    database.close()


def _works(_: Connection) -> float:
    time.sleep(0.02)
    return time.monotonic()


async def _second_step_beside_a_reply(database: Database, release_after: float) -> tuple[float, float]:
    """When a reply that takes long ended, and when the second of two long steps did."""
    answered = threading.Event()
    ended: list[float] = []

    def answers(_: Connection) -> None:
        answered.wait(30)
        ended.append(time.monotonic())

    reply = asyncio.create_task(database.write(answers, turn=Turn.REPLY))
    await asyncio.sleep(0.01)
    asyncio.get_running_loop().call_later(release_after, answered.set)
    _, second = await asyncio.gather(*(database.write(_works, turn=Turn.WORK) for _ in range(2)))
    answered.set()
    await reply
    return ended[0], second


async def test_a_long_step_waits_for_a_reply(several: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REST", 1_000)
    replied, worked = await _second_step_beside_a_reply(several, 0.3)
    assert worked > replied


async def test_but_only_for_some_time(several: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REST", 1)
    replied, worked = await _second_step_beside_a_reply(several, 5.0)
    assert worked < replied


async def test_nobody_waits_where_nobody_is_answered(several: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REST", 1_000_000)
    await several.write(_works, turn=Turn.REPLY)
    for _ in range(3):
        await asyncio.wait_for(several.write(_works, turn=Turn.WORK), 20)


async def test_what_staff_press_waits_for_no_long_step(several: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REST", 1_000_000)
    answered, works = threading.Event(), threading.Event()
    reply = asyncio.create_task(several.write(lambda _: answered.wait(30), turn=Turn.REPLY))
    await asyncio.sleep(0.01)
    long_steps = [asyncio.create_task(several.write(lambda _: works.wait(30), turn=Turn.WORK)) for _ in range(3)]
    pressed = await asyncio.wait_for(several.write(_works), 20)
    assert pressed
    assert not any(step.done() for step in long_steps)
    answered.set()
    works.set()
    await asyncio.gather(reply, *long_steps)
