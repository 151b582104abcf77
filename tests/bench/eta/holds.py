"""Goal 8: many customers hold places of a few slots at once; and what was held too long is free.

In eight processes, and through the door of one service, which is how SQLite is used. Each is a process by itself that
has settled in as one that serves does: what the measuring holds in memory is not collected in its time. Both are
measured twice: how many they do for eight customers that never pause, and how long one waits where customers come at
1,000 a second, each when he will. Who never pauses waits for the seven others however quick they are (at 1,300 a
second, 6 ms on average), so that wait is shown and not judged.
"""

import asyncio
import os
import random
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from statistics import median, quantiles
from struct import Struct
from typing import Any

import uvloop
from sqlalchemy import Connection

from domain.policy import Policy
from domain.slots import SlotGiven
from doorstep.serving import settle_in
from flows.changes import reschedule
from flows.changes.reschedule import Asked
from flows.changes.slots import publish
from store import slots
from store.database import Database, Turn
from tests.bench import homes
from tests.bench.databases import EngineName, databases, reading, write
from tests.bench.eta.rows import Row
from tests.bench.machine import SENDER_CORE, pin, unpin

PROCESSES, EACH = 8, 400
SLOTS, PLACES = 40, 25
COMING = 1_000
"""A second, where each comes when he will: as many as the goal asks for."""
ROUNDS = 5
"""Of those who come when they will, 2.7 s each: of their 99th percentiles the middle one counts, for a single stop of
the machine of 30 ms is one percent of a round.
"""
WARMING = 20
"""Steps of each process before the first that counts: a statement is planned for good at its sixth time."""
BEGINS = Struct("d")
"""How the process from which customers come says when the first one sets out, by `monotonic`."""
POLICY = Policy()
ENGINES: tuple[EngineName, ...] = ("sqlite", "postgresql")


def rows() -> Iterator[Row]:
    unpin()  # eight services have every core, as they would
    for engine in ENGINES:
        yield from _held(engine)
        yield from _together(engine)
    pin(SENDER_CORE)


def _held(engine: EngineName) -> Iterator[Row]:
    now = datetime.now(UTC).replace(microsecond=0)
    name = f"eta.holds.{engine}"
    with databases(engine) as rooms:
        url = rooms.create("holds")
        write(
            url, lambda tx: homes.furnish(tx, PROCESSES * EACH, now, all_announced=True), lambda tx: _publish(tx, now)
        )
        with _ready(url) as pool:
            answers, elapsed = _all_at_once(pool, _hold, now)
            with reading(url) as memory:
                oversold = memory.scalar("SELECT count(*) FROM slot WHERE taken > capacity")
                taken = memory.scalar("SELECT sum(taken) FROM slot")
                _let_go(url, now + POLICY.reschedule_hold + timedelta(seconds=1))
                still = memory.scalar("SELECT sum(taken) FROM slot")
                takes, taking = _all_at_once(pool, _take, now)
                waits = [_milliseconds(_all_at_once(pool, _take_when_coming, now)[0]) for _ in range(ROUNDS)]
                oversold += memory.scalar("SELECT count(*) FROM slot WHERE taken > capacity")
    held = sum(h for h, _ in answers)
    yield Row(f"{name}.oversold", oversold + abs(taken - held), "places", None, None, 0.0)
    yield Row(f"{name}.not_reclaimed", still, "places", None, None, 0.0)
    yield Row(f"{name}.held", held, "places")
    yield Row(f"{name}.journeys", len(answers) / elapsed, "/s")
    yield Row(f"{name}.journey_never_pausing_p99", _p99(_milliseconds(answers)), "ms")
    yield Row(f"{name}.takes", len(takes) / taking, "/s", None, 1000.0)
    yield Row(f"{name}.take_never_pausing_p99", _p99(_milliseconds(takes)), "ms")
    yield Row(f"{name}.take_p99", median(map(_p99, waits)), "ms", None, None, 5.0)


def _together(engine: EngineName) -> Iterator[Row]:
    now = datetime.now(UTC).replace(microsecond=0)
    name = f"eta.holds.{engine}.one_service"
    with databases(engine) as rooms:
        url = rooms.create("holds")
        write(
            url, lambda tx: homes.furnish(tx, PROCESSES * EACH, now, all_announced=True), lambda tx: _publish(tx, now)
        )
        with ProcessPoolExecutor(1, get_context("spawn"), settle_in) as service:
            for step, work in (("journey", _hold_through), ("take", _take_through)):
                used = rooms.cpu_seconds()
                took, elapsed, own = service.submit(_served_alone, url, work, now).result()
                used = rooms.cpu_seconds() - used + own
                judged = step == "take"
                yield Row(f"{name}.{step}s", len(took) / elapsed, "/s", None, 1000.0 if judged else None)
                yield Row(f"{name}.{step}_never_pausing_p99", _p99(took), "ms")
                yield Row(f"{name}.{step}_cpu", 1000 * used / len(took), "ms")
            waits = [service.submit(_come, url, _take_through, now).result() for _ in range(ROUNDS)]
            yield Row(f"{name}.take_p99", median(map(_p99, waits)), "ms", None, None, 5.0)


def _p99(milliseconds: list[float]) -> float:
    return quantiles(milliseconds, n=100)[-1]


def _milliseconds(answers: "_Answers") -> list[float]:
    return [1000 * seconds for _, seconds in answers]


_Through = Callable[[Database, int, random.Random, datetime], Awaitable[Any]]


def _served_alone(url: str, work: _Through, now: datetime) -> tuple[list[float], float, float]:
    """What `_served` says, and the seconds that it took, of the clock and of this process."""
    used, began = time.process_time(), time.monotonic()
    took = uvloop.run(_served(url, work, now))
    return took, time.monotonic() - began, time.process_time() - used


def _come(url: str, work: _Through, now: datetime) -> list[float]:
    return uvloop.run(_coming(url, work, now))


async def _served(url: str, work: _Through, now: datetime) -> list[float]:
    """The milliseconds of each step of eight customers at a time, who are answered by one service."""
    service = Database(url)

    async def customer(number: int) -> list[float]:
        chance, found = random.Random(number), []
        for shipment_id in range(number * EACH + 1, (number + 1) * EACH + 1):
            began = time.perf_counter()
            await work(service, shipment_id, chance, now)
            found.append(1000 * (time.perf_counter() - began))
        return found[WARMING:]

    found = await asyncio.gather(*(customer(n) for n in range(PROCESSES)))
    service.close()
    return [took for one in found for took in one]


async def _coming(url: str, work: _Through, now: datetime) -> list[float]:
    """The milliseconds that each waits, from when he comes (Poisson) to his answer.

    They knock from another process, as at any door: the loop's own clock wakes it at whole milliseconds only.
    """
    service, chance = Database(url), random.Random(1)

    async def customer(comes_at: float) -> float:
        await work(service, 0, chance, now)
        return 1000 * (time.monotonic() - comes_at)

    comings = list(_comings(chance, PROCESSES * EACH, COMING))
    door, street = socket.socketpair()
    door.setblocking(False)
    knocking = get_context("spawn").Process(target=_knock, args=(street, comings))
    knocking.start()
    loop, came = asyncio.get_running_loop(), list[asyncio.Task[float]]()
    (begins,) = BEGINS.unpack(await loop.sock_recv(door, BEGINS.size))
    while len(came) < len(comings):
        knocks = len(await loop.sock_recv(door, 4096))
        came += [loop.create_task(customer(begins + at)) for at in comings[len(came) : len(came) + knocks]]
    waited = await asyncio.gather(*came)
    knocking.join()
    door.close()
    street.close()
    service.close()
    return waited[PROCESSES * WARMING :]


def _knock(street: socket.socket, comings: list[float]) -> None:
    """Says when it begins, and knocks at each of these seconds after."""
    begins = time.monotonic() + 0.1
    street.send(BEGINS.pack(begins))
    for at in comings:
        time.sleep(max(0.0, begins + at - time.monotonic()))
        street.send(b".")


def _comings(chance: random.Random, number: int, a_second: float) -> Iterator[float]:
    """When each of them comes, in seconds from the beginning."""
    return accumulate(chance.expovariate(a_second) for _ in range(number))


async def _hold_through(service: Database, shipment_id: int, chance: random.Random, now: datetime) -> None:
    slot = f"slot-{chance.randrange(SLOTS)}"
    await service.write(reschedule.hold, shipment_id, slot, True, now, POLICY, turn=Turn.REPLY)


async def _take_through(service: Database, _shipment_id: int, chance: random.Random, now: datetime) -> None:
    await service.write(slots.take, chance.randrange(SLOTS) + 1, now, turn=Turn.REPLY)


@contextmanager
def _ready(url: str) -> Iterator[ProcessPoolExecutor]:
    """Processes like services that run: connected, their statements known."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, spawn, _get_ready, (url, spawn.Barrier(PROCESSES))) as pool:
        for ready in [pool.submit(os.getpid) for _ in range(PROCESSES)]:
            ready.result()
        yield pool


_service: Database
"""Of one of the processes."""


def _get_ready(url: str, all_are: Barrier) -> None:
    global _service
    _service = Database(url)
    for _ in range(WARMING):
        with _service.transaction() as tx:
            reschedule.hold(tx, 0, "none", True, datetime.now(UTC), POLICY)
            slots.take(tx, 0, datetime.now(UTC))
    settle_in()
    all_are.wait()


_Answers = list[tuple[bool, float]]
"""Whether each customer got what he asked for, and how many seconds it took."""
_Work = Callable[[int, int, datetime], _Answers]


def _all_at_once(pool: ProcessPoolExecutor, work: _Work, now: datetime) -> tuple[_Answers, float]:
    began = time.monotonic()
    asked = [pool.submit(work, n * EACH + 1, EACH, now) for n in range(PROCESSES)]
    answers = [answer for one in asked for answer in one.result()]
    return answers, time.monotonic() - began


def _publish(tx: Connection, now: datetime) -> None:
    begin = now + timedelta(days=1)
    hours = timedelta(hours=2)
    given = [
        SlotGiven(f"slot-{n}", begin, begin + hours, PLACES, now + timedelta(hours=20), zone="New York")
        for n in range(SLOTS)
    ]
    publish(tx, 1, given, now)


def _hold(first: int, each: int, now: datetime) -> _Answers:
    chance, found = random.Random(first), []
    for shipment_id in range(first, first + each):
        slot = f"slot-{chance.randrange(SLOTS)}"
        began = time.perf_counter()
        with _service.transaction() as tx:
            answer = reschedule.hold(tx, shipment_id, slot, True, now, POLICY)
        found.append((isinstance(answer, Asked), time.perf_counter() - began))
    return found


def _take(first: int, each: int, now: datetime) -> _Answers:
    """The one step that must not oversell, in a transaction of its own."""
    chance, found = random.Random(first), []
    for _ in range(each):
        slot_id = chance.randrange(SLOTS) + 1
        began = time.perf_counter()
        with _service.transaction() as tx:
            got = slots.take(tx, slot_id, now)
        found.append((got, time.perf_counter() - began))
    return found


def _take_when_coming(first: int, each: int, now: datetime) -> _Answers:
    """The same where this process's customers come when they will; one that comes too soon waits for the one before."""
    chance, found = random.Random(first), []
    begins = time.perf_counter() + 0.1
    for at in _comings(chance, each, COMING / PROCESSES):
        time.sleep(max(0.0, begins + at - time.perf_counter()))
        slot_id = chance.randrange(SLOTS) + 1
        with _service.transaction() as tx:
            got = slots.take(tx, slot_id, now)
        found.append((got, time.perf_counter() - begins - at))
    return found


def _let_go(url: str, now: datetime) -> None:
    database = Database(url)
    with database.transaction() as tx:
        while reschedule.expire_holds(tx, now):
            pass
    database.close()
