"""Two doors and a worker on PostgreSQL, beside the plain handler: what they take with everything read and planned, how
long a sender waits at seven tenths of it, and what becomes of three times as much.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.bench import homes, load, parcels
from tests.bench.databases import Databases, Reader, databases, reading, write
from tests.bench.figures import Figure, figure
from tests.bench.ingest import PARCELS, requests
from tests.bench.machine import CORES, senders
from tests.bench.servers import Server, app, doorstep
from tests.bench.workers import working

DOORS, ROUNDS = 2, 3
OURS, PLAIN = 400, 40
"""Parcels in a round: eight webhooks each."""
CONNECTIONS, PLAIN_CONNECTIONS = 32, 8
OFFERED, OVERLOAD = 0.7, 3.0
OFFERED_SECONDS, OVERLOAD_SECONDS = 10.0, 5.0
BURST_CONNECTIONS = 256
"""A sender holds so many connections to a door: what is more waits with the sender."""
TIMES_PLAIN, P99_MS = 12.0, 200.0
PATIENCE_SECONDS = 300


@dataclass(slots=True)
class Side:
    """Servers that share the webhooks of a round, and the database they write to."""

    doors: Sequence[Server]
    memory: Reader
    connections: int
    all_kept: bool
    """The plain handler answers 500 where two webhooks of one parcel meet: those do not count for it."""
    next_parcel: int = 1
    posted: int = 0
    rates: list[float] = field(default_factory=list)

    def webhooks(self, count: int) -> list[list[bytes]]:
        """About so many parcels that were not spoken of before, dealt out to the doors."""
        those = range(self.next_parcel, self.next_parcel + count)
        self.next_parcel += count
        made = parcels.webhooks(those, datetime.now(UTC).replace(microsecond=0), seed=those.start)
        self.posted += len({one.key for one in made})
        wanted = requests(made)
        return [wanted[n :: len(self.doors)] for n in range(len(self.doors))]


def measure() -> list[Figure]:
    with databases("postgresql") as rooms, senders(DOORS) as pool, ExitStack() as stack:
        plain, ours = _plain(rooms, stack), _ours(rooms, stack)
        for side, count in ((plain, 10), (ours, 50)):  # warms up
            _round(side, count, pool)
        plain.rates.clear()
        ours.rates.clear()
        for _ in range(ROUNDS):
            _round(plain, PLAIN, pool)
            _round(ours, OURS, pool)
        most = sorted(ours.rates)[ROUNDS // 2]
        offered = _spread(ours, most * OFFERED, OFFERED_SECONDS, pool)
        over = _spread(ours, most * OVERLOAD, OVERLOAD_SECONDS, pool)
        _until_read(ours)
        statuses = sum((one.statuses for one in over), Counter[int]())
        kept = ours.memory.scalar("SELECT count(*) FROM delivery WHERE state = 'read'")
        refused = statuses[429] + statuses[503]
        lost = ours.posted - kept - refused
    seconds = sorted(second for one in offered for second in one.seconds)
    rate = "webhooks/s"
    return [
        figure("fleet.plain", plain.rates, rate),
        figure("fleet.digested", ours.rates, rate, plain.rates, ratio_at_least=TIMES_PLAIN),
        figure("fleet.ack_p50_at_70", [seconds[len(seconds) // 2] * 1000], "ms"),
        figure("fleet.ack_p99_at_70", [seconds[int(0.99 * len(seconds))] * 1000], "ms", at_most=P99_MS),
        figure("fleet.overload_refused", [float(refused)], f"of {sum(statuses.values()):,}"),
        figure("fleet.overload_lost", [float(lost)], "webhooks", at_most=0),
    ]


def _plain(rooms: Databases, stack: ExitStack) -> Side:
    url = _home(rooms, "plain")
    server = stack.enter_context(app("plain", rooms.folder, url))
    return Side([server], stack.enter_context(reading(url)), PLAIN_CONNECTIONS, all_kept=False)


def _ours(rooms: Databases, stack: ExitStack) -> Side:
    url = _home(rooms, "ours")
    doors = [stack.enter_context(doorstep(url, rooms.folder, work=False)) for _ in range(DOORS)]
    for door in doors:
        os.sched_setaffinity(door.pid, CORES)
    stack.enter_context(working(url, rooms.folder, {}, 1))
    return Side(doors, stack.enter_context(reading(url)), CONNECTIONS, all_kept=True)


def _home(rooms: Databases, name: str) -> str:
    url = rooms.create(name)
    write(url, lambda tx: homes.furnish(tx, PARCELS, datetime.now(UTC)), homes.settle)
    return url


def _round(side: Side, count: int, pool: ProcessPoolExecutor) -> None:
    """As fast as they are answered, until all is read and planned."""
    dealt = side.webhooks(count)
    with_doors = zip(side.doors, dealt, strict=True)
    posting = [pool.submit(load.closed, door.port, some, side.connections) for door, some in with_doors]
    posted = [one.result() for one in posting]
    statuses = sum((one.statuses for one in posted), Counter[int]())
    if side.all_kept and statuses.keys() != {200}:
        raise AssertionError(f"{statuses}, {sum(one.lost for one in posted)} unanswered")
    ended = _until_read(side)
    side.rates.append(statuses[200] / (ended - min(one.began for one in posted)))


def _until_read(side: Side) -> float:
    until = time.monotonic() + PATIENCE_SECONDS
    while side.memory.scalar("SELECT id FROM delivery WHERE state = 'kept' LIMIT 1") is not None:
        if time.monotonic() > until:
            raise AssertionError("what was kept is not read in time")
        time.sleep(0.01)
    return time.monotonic()


def _spread(side: Side, per_second: float, seconds: float, pool: ProcessPoolExecutor) -> list[load.Posted]:
    """At this rate over all doors, each webhook when it comes (Poisson)."""
    dealt = side.webhooks(int(per_second * seconds / 8) + 1)
    posting = []
    for n, (door, some) in enumerate(zip(side.doors, dealt, strict=True)):
        dice, due, at = random.Random(n), [], 0.0
        for _ in some:
            at += dice.expovariate(per_second / len(side.doors))
            due.append(at)
        posting.append(pool.submit(load.open_loop, door.port, some, due, BURST_CONNECTIONS))
    found = [one.result() for one in posting]
    assert not any(one.lost for one in found), f"{[one.lost for one in found]} were not answered"
    return found


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"fleet": measure}
