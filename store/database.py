"""Transactions: every step of a journey runs as one, on a worker thread; SQLite has exactly one writer."""

import asyncio
import contextlib
import itertools
import sqlite3
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from enum import IntEnum
from time import monotonic
from typing import Any, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from store.engines import open_engine
from store.steps import Step, Steps
from store.trouble import Away, trouble

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger()

READERS = 4
POSTGRESQL_WRITERS = 4
QUEUE_LIMIT = 20_000
HURRIED_SECONDS, HURRIED_STEPS = 0.5, 10
"""So many steps of replies in so long a time, some ten conversations a second: then the next one is expected."""
REST = 8
"""After a long step the next one lets replies go first, for at most so many times as long as it took."""
BACKFILL_EVERY = 50
"""Transactions, after which SQLite's log is emptied when nobody waits."""
SHARED_SECONDS = 0.005
"""So long steps that wait are taken into a transaction that has begun, where there is one writer."""


class Turn(IntEnum):
    """Whose step goes first when several wait for the writer."""

    FIRST = 0
    """What is quick and limits itself: taking a message to send it, the pulse."""
    REPLY = 1
    KEEP = 2
    ASKED = 3
    """Somebody waits for it at a page, or a program for its answer: what staff press, what shops post. It stands in one
    line with what is kept, in the order in which they came: neither keeps the other out, however much of it there is.
    """
    SEND = 4
    WORK = 5


class Overloaded(Exception):
    """Too many steps wait for the database: refuse new work and say when to come back."""


_LINES = {turn: turn for turn in Turn} | {Turn.ASKED: Turn.KEEP}


class Database:
    """The one door to memory: `write` and `read` run a step `fn(connection, …)` in one transaction.

    They return what the step returns.

    A step that raises is rolled back and raises at the caller. Steps are plain functions: they never commit, and
    everything they need beyond the connection is a parameter. On PostgreSQL a step that lost a deadlock, or its
    connection, is run again (at most three times), so a step must have no effects outside the database. Where the
    database itself takes nothing (it is away, its disk is full), `Away` is raised with what an operator must do, and
    stands in `trouble` until a step succeeds again.
    """

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reading: Engine = open_engine(url, read_only=True) if self.is_sqlite else self.engine
        self._writes = (
            _Workers(self.engine, 1, "write", _share)
            if self.is_sqlite
            else _Workers(self.engine, POSTGRESQL_WRITERS, "write")
        )
        self._reads = _Workers(self._reading, READERS, "read")
        self.trouble: str | None = None
        self._replies: deque[float] = deque([float("-inf")] * HURRIED_STEPS, HURRIED_STEPS)
        self._one_long_step = asyncio.Semaphore(1)
        self._replying, self._nobody_waits = 0, asyncio.Event()
        self._nobody_waits.set()

    async def write(self, fn: Callable[..., T], *args: Any, turn: Turn = Turn.ASKED) -> T:
        if turn is Turn.REPLY:
            self._replies.append(monotonic())
            return await self._reply(self._writes.submit(fn, args, turn))
        if turn >= Turn.SEND and self._is_hurried:
            async with self._one_long_step:
                began = monotonic()
                try:
                    return await self._noting(self._writes.submit(fn, args, turn))
                finally:
                    await self._rest(monotonic() - began)
        return await self._noting(self._writes.submit(fn, args, turn))

    async def _reply(self, step: Awaitable[T]) -> T:
        with self.answering():
            return await self._noting(step)

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Around the steps of one answer: between two of them no long step slips in, for as long as those rest."""
        self._replying += 1
        self._nobody_waits.clear()
        try:
            yield
        finally:
            self._replying -= 1
            if not self._replying:
                self._nobody_waits.set()

    async def _rest(self, worked_seconds: float) -> None:
        """Until nobody waits for a reply: but what can wait has its part, however many do."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST * worked_seconds):
                await self._nobody_waits.wait()

    @property
    def _is_hurried(self) -> bool:
        """A customer is being answered, or many are: what can wait takes small steps, and one at a time."""
        return self._replying > 0 or monotonic() - self._replies[0] < HURRIED_SECONDS

    def portion(self, usual: int, few: int) -> int:
        """How many items are taken at once, in a long step or to be sent. While customers are being answered they are
        `few`: an answer goes between two steps, and waits for the end of one.
        """
        return few if self._is_hurried else usual

    async def read(self, fn: Callable[..., T], *args: Any) -> T:
        try:
            return await self._reads.submit(fn, args, Turn.REPLY)
        except DBAPIError as problem:
            if (why := trouble(problem)) is None:
                raise
            raise Away(why) from problem

    async def _noting(self, step: Awaitable[T]) -> T:
        try:
            result = await step
        except Exception as problem:
            if (why := trouble(problem)) is None:
                raise
            if why != self.trouble:
                log.error("database.trouble", why=why)
            self.trouble = why
            raise Away(why) from problem
        if self.trouble is not None:
            log.info("database.recovered")
            self.trouble = None
        return result

    @property
    def waiting(self) -> int:
        """How many steps wait for a writer."""
        return self._writes.waiting

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction on the caller's own thread: for the command line and tests."""
        with self.engine.begin() as connection:
            yield connection

    def step(self, fn: Callable[..., T], *args: Any) -> T:
        """One step on the caller's own thread, run again like any other that lost a deadlock: for races in tests."""
        return _transact(self.engine.begin, lambda connection: fn(connection, *args))

    def close(self, within_seconds: float = 30.0) -> None:
        """Lets the steps under way and those that wait finish; what has not by then is rolled back with its process."""
        until = monotonic() + within_seconds
        self._writes.close(until)
        self._reads.close(until)
        self._reading.dispose()
        self.engine.dispose()


class _Workers:
    """Threads with a connection each, taking steps from one queue in the order of their turn.

    `run` runs a step in a transaction; it may take more of those that wait into the same one.
    """

    def __init__(self, engine: Engine, count: int, name: str, run: "_Run | None" = None) -> None:
        self._engine, self._run, self._ran = engine, run or _alone, 0
        self._steps = Steps()
        self._numbers = itertools.count()
        self._threads = [threading.Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        return len(self._steps)

    async def submit(self, fn: Callable[..., T], args: tuple[Any, ...], turn: Turn) -> T:
        if len(self._steps) >= QUEUE_LIMIT:
            raise Overloaded(f"{QUEUE_LIMIT} steps wait for the database")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(result: Any, problem: BaseException | None) -> None:
            if future.done():
                return
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

        def done(result: Any, problem: BaseException | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop was closed while the step ran: nobody waits any more
                loop.call_soon_threadsafe(settle, result, problem)

        self._steps.put(Step(_LINES[turn], next(self._numbers), turn, lambda connection: fn(connection, *args), done))
        return await future

    def _work(self) -> None:
        own = Own(self._engine)
        while True:
            step = self._steps.take()
            if step.turn == _CLOSING:
                own.give_back()
                return
            self._run(own, step, self._steps.take_until)
            if self._run is _share:
                self._tidy(own)

    def _tidy(self, own: "Own") -> None:
        """Takes what SQLite's log holds over into the file, while nobody waits. Left to itself it does so within a
        commit, once the log is long, and whoever comes then waits for all of it.
        """
        self._ran += 1
        if self._ran < BACKFILL_EVERY or len(self._steps):
            return
        self._ran = 0
        with contextlib.suppress(sqlite3.Error, SQLAlchemyError):
            own.run_outside("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self, until: float) -> None:
        """Lets the waiting steps finish, then ends the threads; waits until then at the latest, by `monotonic`."""
        for _ in self._threads:
            self._steps.put(Step(_CLOSING, next(self._numbers), _CLOSING, lambda _: None, lambda *_: None))
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))


class Own:
    """A worker's own connection: taken with its first step, and given back when a step fails, whatever is wrong."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        if self._connection is None:
            self._connection = self._engine.connect()
        try:
            with self._connection.begin():
                yield self._connection
        except BaseException:
            self.give_back()
            raise

    def run_outside(self, text: str) -> None:
        """Outside of any transaction, if there is a connection."""
        if self._connection is not None:
            self._connection.connection.cursor().execute(text)

    def give_back(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


_CLOSING = 99
_Begin = Callable[[], contextlib.AbstractContextManager[Connection]]
_Run = Callable[[Own, Step, Callable[[int], Step | None]], None]


def _alone(own: Own, step: Step, _: Callable[[int], Step | None]) -> None:
    try:
        result = _transact(own.begin, step.run)
    except BaseException as problem:
        step.done(None, problem)
    else:
        step.done(result, None)


def _share(own: Own, first: Step, following: Callable[[int], Step | None]) -> None:
    """Steps that wait and are quick share a transaction, and its way to the disk, with the one before them.

    Each of them is whole or not at all: one that fails takes nothing along. Nobody hears of success before the commit.
    """
    outcomes: list[tuple[Step, Any, BaseException | None]] = []
    step: Step | None = first
    until = monotonic() + SHARED_SECONDS
    try:
        with own.begin() as connection:
            outcomes.append((first, first.run(connection), None))
            while (step := following(Turn.KEEP) if monotonic() < until else None) is not None:
                outcomes.append((step, *_nested(connection, step)))
    except BaseException as lost:
        outcomes = [(one, None, lost) for one, _, _ in outcomes]
        if step is not None:
            outcomes.append((step, None, lost))
    for one, result, problem in outcomes:
        one.done(result, problem)


def _nested(connection: Connection, step: Step) -> tuple[Any, BaseException | None]:
    """What the step returns, or why its part was rolled back. Raises where the whole transaction is lost."""
    failed: Exception | None = None
    result = None
    with connection.begin_nested() as part:
        try:
            result = step.run(connection)
        except Exception as problem:
            part.rollback()
            failed = problem
    return result, failed


def _transact(begin: _Begin, run: Callable[[Connection], T]) -> T:
    for attempt in _RETRYING:
        with attempt, begin() as connection:
            return run(connection)
    raise AssertionError("unreachable: the last attempt returns or raises")


_PASSING = frozenset({"40001", "40P01"})
"""serialization_failure and deadlock_detected (PostgreSQL, appendix A: error codes)."""


def _may_pass(problem: BaseException) -> bool:
    if not isinstance(problem, DBAPIError):
        return False
    return problem.connection_invalidated or getattr(problem.orig, "sqlstate", None) in _PASSING


_RETRYING = Retrying(
    retry=retry_if_exception(_may_pass),
    stop=stop_after_attempt(3),
    wait=wait_random_exponential(multiplier=0.02, max=0.5),
    reraise=True,
)
