"""A strike: a hundred thousand parcels are late at once. How long until all are planned anew, while webhooks and
conversations go on.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, String, cast, func, literal, select

from store.tables import Delivery, EventRow, PromiseRow
from tests.bench import chat, homes, load, parcels, providers
from tests.bench.databases import EngineName, Reader, databases, reading, write
from tests.bench.figures import Figure, figure
from tests.bench.ingest import requests
from tests.bench.machine import senders
from tests.bench.servers import Server, app
from tests.rigs.ports import free_port

SHIPMENTS = 100_000
WITHIN_SECONDS = 60.0
LATE_MS = 100.0
"""What is usual: the goal of acknowledgements and of answers, of which a hundred are asked for."""
PATIENCE_SECONDS = 600
WEBHOOKS_PER_SECOND = 40.0
SLICE_SECONDS, USUAL, STORM = 4.0, 2, 5
"""Webhooks come in slices: a connection that idles for longer is closed."""
QUESTIONS_PER_SECOND = 5
OTHERS = 5_000
"""Customers whose parcels are not late: webhooks come for some of them, and some ask."""
_STAGES = ("in_transit", "delayed")


def sqlite() -> list[Figure]:
    return _delayed("sqlite", SHIPMENTS // 10, None)


def postgresql() -> list[Figure]:
    return _delayed("postgresql", SHIPMENTS, WITHIN_SECONDS)


def _delayed(engine: EngineName, count: int, goal: float | None) -> list[Figure]:
    """The parcels are under way and promised; the reports of their delay are kept, and the service reads them."""
    with databases(engine) as rooms, senders(3) as pool:
        url, now = rooms.create("delayed"), datetime.now(UTC).replace(microsecond=0)
        write(url, lambda tx: homes.furnish(tx, count + OTHERS, now, all_announced=True))
        write(url, lambda tx: homes.add_phones(tx, count + OTHERS, now, lambda customer: customer > count))
        write(url, lambda tx: under_way(tx, count, now), lambda tx: homes.add_pending(tx, count, now), homes.settle)
        port = free_port()
        no_telegram = {"telegram_token": "", "telegram_mode": ""}
        settings = {**providers.settings(port), "public_url": chat.PUBLIC_URL, **no_telegram}
        listening = pool.submit(providers.listen, port, (USUAL + STORM) * SLICE_SECONDS + 30)
        with app("digesting", rooms.folder, url, settings) as server, reading(url) as memory:
            chat.ask(pool, server.port, count + 4_900, 2, QUESTIONS_PER_SECOND).result()  # warms up
            usual, asked_before = _meanwhile(pool, server, count + 1, USUAL)
            used = server.cpu_seconds()
            write(url, lambda tx: late(tx, count, now))
            began = time.monotonic()
            meanwhile, asked = _meanwhile(pool, server, count + 2_000, STORM)
            seconds = _planned(memory, count) - began
            used = server.cpu_seconds() - used
            _check(memory, count)
            came = dict(reversed(listening.result()))
    before, answered = chat.waits(asked_before, came), chat.waits(asked, came)
    name = f"delayed_{engine}"
    whole = f"s for {SHIPMENTS:,}"
    scale = SHIPMENTS / count
    return [
        figure(f"{name}.replanned", [seconds * scale], whole, at_most=goal),
        figure(f"{name}.service_cpu", [used * scale], whole),
        figure(f"{name}.ack_p50", [_percentile(meanwhile, 0.5)], "ms", [_percentile(usual, 0.5)]),
        figure(f"{name}.ack_p99", [_percentile(meanwhile, 0.99)], "ms", [_percentile(usual, 0.99)], at_most=LATE_MS),
        figure(f"{name}.answer_p50", [_percentile(answered, 0.5)], "ms", [_percentile(before, 0.5)]),
        figure(f"{name}.answer_p95", [_percentile(answered, 0.95)], "ms", [_percentile(before, 0.95)], at_most=LATE_MS),
        figure(f"{name}.answer_worst", [answered[-1]], "ms", [before[-1]]),
    ]


def under_way(tx: Connection, count: int, now: datetime) -> None:
    """Each parcel was scanned and estimated for tomorrow, and its customer told so."""
    _reports(tx, count, 0, now - timedelta(hours=8), now + timedelta(days=1), "read")
    n = homes.numbers(count)
    on = (now + timedelta(days=1)).date().isoformat()
    told = {"number": 1, "on": on, "told_at": now - timedelta(hours=7), "kind": "announced", "source": "estimate"}
    homes.fill(tx, PromiseRow, n, literal(True), shipment_id=n.c.i, based_on=on, **told)
    homes.add_announced(tx, count, now - timedelta(hours=7))


def late(tx: Connection, count: int, now: datetime) -> None:
    """Each parcel is reported late, by two days."""
    _reports(tx, count, 1, now - timedelta(minutes=1), now + timedelta(days=3), "kept")


def _reports(tx: Connection, count: int, stage: int, at: datetime, due: datetime, state: str) -> None:
    n = homes.numbers(count)
    first = stage * SHIPMENTS * 10
    key = literal(f"{_STAGES[stage]}-").concat(cast(n.c.i, String))
    body = {"received_at": at, "body": b"{}", "headers": {}, "state": state}
    homes.fill(tx, Delivery, n, literal(True), id=n.c.i + first, source_id=1, key=key, **body)
    homes.fill(
        tx,
        EventRow,
        n,
        literal(True),
        source_id=1,
        merchant_id=1,
        delivery_id=n.c.i + first,
        key=key,
        tracking_number=literal("1ZBENCH").concat(cast(n.c.i + parcels.FIRST_NUMBER, String)),
        occurred_at=at,
        received_at=at,
        milestone="in_transit",
        timeliness=("unknown", "delayed")[stage],
        action_by="none",
        health="live",
        scope="parcel",
        direction="delivery",
        zone_source="explicit",
        eta_kind="date",
        eta_on=due.date().isoformat(),
    )
    if tx.dialect.name == "postgresql":
        last = first + SHIPMENTS * 20
        tx.execute(select(func.setval(func.pg_get_serial_sequence("delivery", "id"), last)))


def _meanwhile(
    pool: ProcessPoolExecutor, server: Server, first: int, slices: int
) -> tuple[list[float], dict[str, float]]:
    """How long webhooks waited, and when others asked, by phone."""
    seconds = int(slices * SLICE_SECONDS)
    asking = chat.ask(pool, server.port, first + 1_000, seconds, QUESTIONS_PER_SECOND)
    return _waits(pool, server, first, slices), asking.result()


def _waits(pool: ProcessPoolExecutor, server: Server, first: int, slices: int) -> list[float]:
    """How many milliseconds the webhooks of other parcels waited for their answer; each comes when it comes."""
    waited: list[float] = []
    count = int(WEBHOOKS_PER_SECOND * SLICE_SECONDS / 8)
    for number in range(slices):
        those = range(first + number * count, first + (number + 1) * count)
        wanted = requests(parcels.webhooks(those, datetime.now(UTC).replace(microsecond=0), those.start))
        dice, due, at = random.Random(those.start), [], 0.0
        for _ in wanted:
            at += dice.expovariate(WEBHOOKS_PER_SECOND)
            due.append(at)
        posted = pool.submit(load.open_loop, server.port, wanted, due, 64).result()
        if posted.statuses != {200: len(wanted)} or posted.lost:
            raise AssertionError(f"{posted.statuses}, {posted.lost} unanswered, of {len(wanted)}")
        waited += [seconds * 1000 for seconds in posted.seconds]
    return waited


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _planned(memory: Reader, count: int) -> float:
    """When the last of them was."""
    until = time.monotonic() + PATIENCE_SECONDS
    last = SHIPMENTS * 10 + count
    waiting = f"SELECT id FROM delivery WHERE state = 'kept' AND id <= {last} LIMIT 1"
    while memory.scalar(waiting) is not None:
        if time.monotonic() > until:
            raise AssertionError("they are not planned anew in time")
        time.sleep(0.05)
    return time.monotonic()


def _check(memory: Reader, count: int) -> None:
    """Every one is known to be late, and its customer is going to hear of the new day, once."""
    late = memory.scalar(f"SELECT count(*) FROM shipment WHERE timeliness = 'delayed' AND id <= {count}")
    planned = f"kind = 'promise_moved' AND state = 'planned' AND shipment_id <= {count}"
    moved = memory.scalar(f"SELECT count(*) FROM notice WHERE {planned}")
    assert late == moved == count, (late, moved, count)


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"delayed_sqlite": sqlite, "delayed_postgresql": postgresql}
