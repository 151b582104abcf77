"""A due notice leaves in time while a million others wait, and looking for what is due costs no more for them."""

import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Connection, update

from carriers.contract import Reception
from carriers.registry import adapter
from domain.links import Links
from flows.audit import By
from flows.messages.say import say_due
from flows.messages.voice import Voice
from flows.staff.overrides import hold
from flows.webhooks.digest import digest_some
from flows.webhooks.receive import Arrival, keep, read
from flows.webhooks.sources import OpenSource
from store.database import Database
from store.tables import Merchant
from store.writing import table_of
from tests.bench import homes, parcels, providers
from tests.bench.databases import Databases, EngineName, databases, write
from tests.bench.figures import Figure, figure
from tests.bench.machine import senders
from tests.bench.servers import SECRET_KEY, doorstep
from tests.rigs.ports import free_port

FEW, MANY = 250, 250_000
"""Customers; each has four notices pending: a thousand, and a million."""
PAST = int(os.environ.get("DUE_PAST") or 1_000_000)
"""Notices said long ago that lie beside the million; DUE_PAST=10000000 for a service that is some years old."""
DUE, PER_SECOND = 400, 20
LEAD = timedelta(seconds=25)
"""For the service to start in."""
P99_MS = 200.0
TICKS = 300
OUT_FOR_DELIVERY = 8
"""The scan with which a parcel of `tests.bench.parcels` is on the van."""


def sqlite() -> list[Figure]:
    return _due("sqlite")


def postgresql() -> list[Figure]:
    return _due("postgresql")


def _due(engine: EngineName) -> list[Figure]:
    with databases(engine) as rooms, senders() as pool:
        few, many = (lateness(rooms, pool, customers) for customers in (FEW, MANY))
        small, large = _tick_us(rooms)
    name = f"due_{engine}"
    return [
        figure(f"{name}.p99_1k", [_p99(few)], "ms"),
        figure(f"{name}.p50_1m", [statistics.median(many)], "ms"),
        figure(f"{name}.p99_1m", [_p99(many)], "ms", [_p99(few)], at_most=P99_MS),
        figure(f"{name}.tick", large, "us", small, ratio_at_most=1.3),
    ]


def _p99(late: list[float]) -> float:
    return sorted(late)[int(0.99 * len(late))]


def lateness(rooms: Databases, pool: ProcessPoolExecutor, customers: int) -> list[float]:
    """Milliseconds from when a notice was due to when Telegram had it, for each of `DUE` notices."""
    url, began = rooms.create(f"due-{customers}"), datetime.now(UTC)
    known = max(customers, DUE)

    def furnish(tx: Connection) -> None:
        homes.furnish(tx, known, began, all_announced=True)
        homes.add_chats(tx, DUE, began)
        homes.add_pending(tx, customers, began, beyond=DUE)
        homes.add_past(tx, customers, began, _past(customers))
        hours = {"hours": {"opens": "00:00", "closes": "00:00"}}
        tx.execute(update(table_of(Merchant)).values(settings=hours))

    write(url, furnish, homes.settle)
    first = datetime.now(UTC).replace(microsecond=0) + LEAD
    at = {n: first + timedelta(seconds=n / PER_SECOND) for n in range(1, DUE + 1)}
    write(url, lambda tx: _plan(tx, at))
    port = free_port()
    seconds = (max(at.values()) - datetime.now(UTC)).total_seconds() + 8
    listening = pool.submit(providers.listen, port, seconds)
    with doorstep(url, rooms.folder, providers.settings(port)):
        came = dict(reversed(listening.result()))
    told = {n: came.get(str(homes.FIRST_CHAT + n)) for n in at}
    assert None not in told.values(), f"{sum(t is None for t in told.values())} of {DUE} were never said"
    return [max(0.0, (told[n] or 0) - due.timestamp()) * 1000 for n, due in at.items()]


def _plan(tx: Connection, at: dict[int, datetime]) -> None:
    """Each of these parcels is out for delivery, and its news is held until its time."""
    now = datetime.now(UTC)
    source = OpenSource(1, "bench", 1, adapter("easypost"), (parcels.SECRET,), None)
    arrivals = []
    for n, until in at.items():
        hold(tx, n, None, until, By("bench", "measured", now))
        body = parcels.webhook(n, OUT_FOR_DELIVERY, now).body
        reading = read(source, msgspec.json.decode(body), body, Reception(now, {}, None))
        arrivals.append(Arrival(source, reading, body, {}, now))
    keep(tx, arrivals)
    while digest_some(tx, now)[0]:
        pass


def _tick_us(rooms: Databases) -> tuple[list[float], list[float]]:
    """Microseconds of one look at what is due, when nothing is: with few pending and with many, in turns, so that what
    the machine does beside it (PostgreSQL cleans up after millions of new rows) is beside both."""
    now = datetime.now(UTC)
    voice = Voice({}, Links("https://bench.example", SECRET_KEY.encode()), lambda: "")  # nobody is spoken to
    few, many = (_pending(rooms, customers, now) for customers in (FEW, MANY))
    try:
        rounds = [(_ticks(few, voice, now), _ticks(many, voice, now)) for _ in range(5)]
    finally:
        few.close()
        many.close()
    return [small for small, _ in rounds], [large for _, large in rounds]


def _pending(rooms: Databases, customers: int, now: datetime) -> Database:
    url = rooms.create(f"tick-{customers}")
    write(url, lambda tx: homes.furnish(tx, customers, now, all_announced=True))
    write(
        url,
        lambda tx: homes.add_pending(tx, customers, now),
        lambda tx: homes.add_past(tx, customers, now, _past(customers)),
        homes.settle,
    )
    return Database(url)


def _past(customers: int) -> int:
    return PAST // MANY if customers == MANY else 0


def _ticks(database: Database, voice: Voice, now: datetime) -> float:
    with database.transaction() as tx:
        began = time.perf_counter()
        for _ in range(TICKS):
            assert say_due(tx, voice, now).decided == 0
        return (time.perf_counter() - began) / TICKS * 1e6


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"due_sqlite": sqlite, "due_postgresql": postgresql}
