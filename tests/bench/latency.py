"""How long a sender waits: acknowledgements at half of the maximum, and five thousand webhooks at once."""

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

from tests.bench import homes, load, parcels
from tests.bench.databases import EngineName, databases, write
from tests.bench.figures import Figure, figure
from tests.bench.ingest import CONNECTIONS, PARCELS, requests
from tests.bench.machine import senders
from tests.bench.servers import app

ROUNDS = 3
SECONDS = 8.0
P99_MS = 100.0
BURST = 5_000
BURST_SECONDS = 3.0
BURST_CONNECTIONS = 500


def sqlite() -> list[Figure]:
    return _latency("sqlite")


def postgresql() -> list[Figure]:
    return _latency("postgresql")


def _latency(engine: EngineName) -> list[Figure]:
    """The service keeps, reads, folds and plans the while; what it sustains is measured, and half of it offered."""
    with databases(engine) as rooms, senders() as pool:
        url = rooms.create("latency")
        write(url, lambda tx: homes.furnish(tx, PARCELS, datetime.now(UTC)), homes.settle)
        with app("digesting", rooms.folder, url) as server:
            sender = _Sender(pool, server.port)
            sender.at_once(100, CONNECTIONS)  # warms up
            rates, halves, p50, p99, bursts, shares = [], [], [], [], [], []
            for _ in range(ROUNDS):
                rate = sender.at_once(600, CONNECTIONS).per_second
                waited = sender.spread(rate / 2)
                burst = sender.at_once(BURST // 8, BURST_CONNECTIONS)
                rates.append(rate)
                halves.append(waited.per_second)
                p50.append(waited.percentile_ms(0.5))
                p99.append(waited.percentile_ms(0.99))
                bursts.append((burst.ended - burst.began) * BURST / burst.count)
                shares.append(BURST / rate)
    name = f"ack_{engine}"
    return [
        figure(f"{name}.maximum", rates, "webhooks/s"),
        figure(f"{name}.offered", halves, "webhooks/s", rates),
        figure(f"{name}.p50", p50, "ms"),
        figure(f"{name}.p99", p99, "ms", at_most=P99_MS),
        figure(f"{name}.burst", bursts, "s for 5,000", shares, at_most=BURST_SECONDS),
    ]


class _Sender:
    """Posts about parcels that were not spoken of before; every one must be answered with 200."""

    def __init__(self, pool: ProcessPoolExecutor, port: int) -> None:
        self._pool, self._port = pool, port
        self._next, self._dice = 1, random.Random(11)

    def at_once(self, count: int, connections: int) -> load.Posted:
        """All about so many parcels, each connection as fast as it is answered."""
        wanted = self._requests(count)
        return self._check(self._pool.submit(load.closed, self._port, wanted, connections).result(), len(wanted))

    def spread(self, per_second: float) -> load.Posted:
        """At this rate, as strangers would: each webhook comes when it comes (Poisson)."""
        wanted = self._requests(int(per_second * SECONDS / 8) + 1)
        due, at = [], 0.0
        for _ in wanted:
            at += self._dice.expovariate(per_second)
            due.append(at)
        return self._check(self._pool.submit(load.open_loop, self._port, wanted, due, 256).result(), len(wanted))

    def _requests(self, count: int) -> list[bytes]:
        those = range(self._next, self._next + count)
        self._next += count
        return requests(parcels.webhooks(those, datetime.now(UTC).replace(microsecond=0), seed=those.start))

    def _check(self, posted: load.Posted, count: int) -> load.Posted:
        if posted.statuses != {200: count} or posted.lost:
            raise AssertionError(f"{posted.statuses}, {posted.lost} unanswered, of {count}")
        return posted


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"ack_sqlite": sqlite, "ack_postgresql": postgresql}
