"""While customers wait for an answer, what can wait goes on in small steps and lets them go first; never not at all."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from flows.talk.hear import Hearing
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


async def test_between_the_steps_of_one_answer_no_long_step_slips_in(
    several: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "REST", 1_000_000)
    with several.answering():
        await several.write(_works, turn=Turn.REPLY)
        first, second = (asyncio.create_task(several.write(_works, turn=Turn.WORK)) for _ in range(2))
        await asyncio.sleep(0.3)
        answered = await several.write(_works, turn=Turn.REPLY)
        assert not second.done()
    await first
    assert await asyncio.wait_for(second, 20) > answered


async def test_few_are_taken_at_once_while_customers_are_answered(several: Database) -> None:
    assert several.portion(100, 12) == 100
    with several.answering():
        assert several.portion(100, 12) == 12
    await several.write(_works, turn=Turn.REPLY)
    assert several.portion(100, 12) == 100


async def test_few_are_taken_at_once_while_one_conversation_comes_after_the_other(several: Database) -> None:
    for _ in range(memory.HURRIED_STEPS):
        await several.write(lambda _: None, turn=Turn.REPLY)
    assert several.portion(100, 12) == 12
    several._replies.extend([time.monotonic() - memory.HURRIED_SECONDS] * memory.HURRIED_STEPS)
    assert several.portion(100, 12) == 100


async def test_an_answer_counts_as_one_from_its_keeping_to_its_end(
    several: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    depth, seen = [0], asyncio.Queue[int]()

    @contextmanager
    def answering() -> Iterator[None]:
        depth[0] += 1
        yield
        depth[0] -= 1

    async def read(*_: Any) -> list[Any]:
        seen.put_nowait(depth[0])
        return []

    async def write(_: Any, items: list[Any], **__: Any) -> list[bool]:
        seen.put_nowait(depth[0])
        return [True for _ in items]

    for name, fake in (("answering", answering), ("read", read), ("write", write)):
        monkeypatch.setattr(several, name, fake)
    nobody: Any = None
    hearing = Hearing(several, nobody, nobody, lambda: datetime.now(UTC), lambda _: None)
    assert await hearing.keep([nobody]) == 1
    assert seen.get_nowait() == 1
    run = asyncio.create_task(hearing.run())
    assert await asyncio.wait_for(seen.get(), 20) == 1
    run.cancel()
    assert await asyncio.gather(run, return_exceptions=True)
