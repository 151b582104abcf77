"""Where there is one writer, steps that wait share its way to the disk, and each is whole or not at all."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from store.database import BACKFILL_EVERY, Database, Own, Turn


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'shared.db'}")
    with database.transaction() as tx:
        tx.execute(text("CREATE TABLE told (name TEXT)"))
    yield database
    database.close()


@pytest.fixture
def commits(database: Database) -> list[None]:
    """One for each commit."""
    seen: list[None] = []
    event.listen(database.engine, "commit", lambda _: seen.append(None))
    return seen


def tell(tx: Connection, name: str) -> str:
    tx.execute(text("INSERT INTO told VALUES (:name)"), {"name": name})
    if name.startswith("bad"):
        raise ValueError(name)
    return name


def told(database: Database) -> set[str]:
    with database.transaction() as tx:
        return set(tx.scalars(text("SELECT name FROM told")))


def together(database: Database, *steps: tuple[str, Turn]) -> list[Any]:
    """All of these wait when the writer is free; what came of each."""
    gate = threading.Event()

    async def run() -> list[Any]:
        busy = asyncio.ensure_future(database.write(lambda _: gate.wait(10), turn=Turn.WORK))
        await asyncio.sleep(0.05)
        waiting = [asyncio.ensure_future(database.write(tell, name, turn=turn)) for name, turn in steps]
        await asyncio.sleep(0.05)
        database_waits = database.waiting
        gate.set()
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.gather(busy, return_exceptions=True)
        assert database_waits == len(steps)
        return outcomes

    return asyncio.run(run())


def test_quick_steps_share_a_commit(database: Database, commits: list[None]) -> None:
    names = [f"n{n}" for n in range(20)]
    assert together(database, *((name, Turn.REPLY) for name in names)) == names
    assert told(database) == set(names)
    assert len(commits) < 10  # what was busy, what waited, and our look


def test_what_staff_press_goes_before_what_can_wait(database: Database) -> None:
    gate, order = threading.Event(), []

    async def run() -> None:
        busy = asyncio.ensure_future(database.write(lambda _: gate.wait(10)))
        await asyncio.sleep(0.05)
        waiting = [
            asyncio.ensure_future(database.write(lambda _, turn=turn: order.append(turn), turn=turn))
            for turn in (Turn.WORK, Turn.SEND)
        ]
        waiting.append(asyncio.ensure_future(database.write(lambda _: order.append(Turn.ASKED))))
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(busy, *waiting)

    asyncio.run(run())
    assert order == [Turn.ASKED, Turn.SEND, Turn.WORK]


def test_long_steps_have_their_own(database: Database, commits: list[None]) -> None:
    assert together(database, ("a", Turn.WORK), ("b", Turn.WORK), ("c", Turn.SEND)) == ["a", "b", "c"]
    assert len(commits) == 4


@pytest.mark.parametrize("steps", [("bad", "a", "b"), ("a", "bad", "b"), ("a", "b", "bad"), ("bad1", "bad2", "a")])
def test_one_that_fails_takes_nothing_along(database: Database, steps: tuple[str, ...]) -> None:
    outcomes = together(database, *((name, Turn.KEEP) for name in steps))
    good = {name for name in steps if not name.startswith("bad")}
    assert told(database) == good
    assert [str(outcome) for outcome in outcomes] == list(steps)
    assert [isinstance(outcome, ValueError) for outcome in outcomes] == [name not in good for name in steps]


def test_nobody_hears_of_success_when_the_commit_fails(database: Database) -> None:
    def refuse(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(database.engine, "commit", refuse)
    outcomes = together(database, ("a", Turn.REPLY), ("b", Turn.REPLY))
    event.remove(database.engine, "commit", refuse)
    assert all(isinstance(outcome, Exception) for outcome in outcomes), outcomes
    assert told(database) == set()


def test_the_log_is_emptied_while_nobody_waits(database: Database, tmp_path: Path) -> None:
    async def run() -> None:
        for n in range(2 * BACKFILL_EVERY):
            await database.write(tell, f"n{n}")

    asyncio.run(run())
    until = time.monotonic() + 10
    while in_the_file(tmp_path / "shared.db") < BACKFILL_EVERY:
        assert time.monotonic() < until
        time.sleep(0.02)


def in_the_file(path: Path) -> int:
    """The rows that are there without the log."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as file:
        try:
            return int(file.execute("SELECT count(*) FROM told").fetchone()[0])
        except sqlite3.OperationalError:  # not even the table
            return 0


def test_a_log_that_cannot_be_emptied_stops_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[None] = []

    def refuse(self: Own, text: str) -> None:
        tried.append(None)
        raise OperationalError("connect", {}, Exception("unable to open database file"))

    monkeypatch.setattr(Own, "run_outside", refuse)

    async def run() -> None:
        while not tried:
            await database.write(tell, "before")
        await database.write(tell, "after")

    asyncio.run(asyncio.wait_for(run(), 30))
    assert "after" in told(database)
