"""The database's workers: who takes what waits, and on which connection."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event, text

from store import scope
from store.database import POSTGRESQL_WRITERS, Database, Turn
from store.steps import Step, Steps


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def _step(number: int, turn: int = 0) -> Step:
    return Step(turn, number, turn, lambda _: None, lambda *_: None)


def test_the_first_in_line_is_taken_first() -> None:
    steps = Steps()
    for step in (_step(1, 2), _step(2, 1), _step(3, 1)):
        steps.put(step)
    assert [steps.take().number for _ in range(3)] == [2, 3, 1]


def test_only_what_is_no_later_than_asked_is_taken_along() -> None:
    steps = Steps()
    steps.put(_step(1, turn=3))
    assert steps.take_until(2) is None
    assert steps.take_until(3) is not None
    assert steps.take_until(3) is None


def test_the_worker_that_was_busy_last_takes_the_next_step() -> None:
    steps, took = Steps(), list[str]()
    done = threading.Semaphore(0)

    def work() -> None:
        while steps.take().number >= 0:
            took.append(threading.current_thread().name)
            done.release()

    workers = [threading.Thread(target=work, daemon=True) for _ in range(4)]
    for worker in workers:
        worker.start()
    for number in range(50):
        while steps.resting < len(workers):
            threading.Event().wait(0.001)
        steps.put(_step(number))
        assert done.acquire(timeout=10)
    for _ in workers:
        steps.put(_step(-1))
    for worker in workers:
        worker.join(10)
    assert len(took) == 50
    assert len(set(took)) == 1


def _fail(tx: Connection) -> None:
    raise ValueError("as it must")


async def test_a_worker_keeps_its_connection(database: Database) -> None:
    taken: list[None] = []
    event.listen(database.engine, "checkout", lambda *_: taken.append(None))
    for _ in range(5 * POSTGRESQL_WRITERS):
        await database.write(lambda tx: tx.scalar(text("SELECT 1")))
    assert 0 < len(taken) <= POSTGRESQL_WRITERS


async def test_a_step_that_fails_leaves_a_worker_that_works(database: Database) -> None:
    for _ in range(5):
        with pytest.raises(ValueError, match="as it must"):
            await database.write(_fail)
        assert await database.write(lambda tx: tx.scalar(text("SELECT 1"))) == 1


async def test_who_looks_for_one_merchant_leaves_nothing_of_that_to_the_next_step(database: Database) -> None:
    def narrow(tx: Connection) -> bool:
        return scope.within(tx, 7, scope.is_narrow)

    async def turns(turn: Turn) -> list[bool]:
        return [await database.write(narrow, turn=turn), await database.write(scope.is_narrow, turn=turn)]

    assert await asyncio.gather(*(turns(turn) for turn in Turn)) == [[True, False]] * len(Turn)
    assert [await database.read(step) for step in (narrow, scope.is_narrow) * 4] == [True, False] * 4


async def test_it_is_left_too_where_the_look_fails(database: Database) -> None:
    def fails(tx: Connection) -> None:
        with pytest.raises(ValueError, match="as it must"):
            scope.within(tx, 7, _fail)
        assert not scope.is_narrow(tx)

    await database.write(fails)
