"""A million parcels in ninety days: what summing a day costs, and how long the numbers of four weeks take to show."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median

from sqlalchemy import Connection, String, case, cast, func, literal

from flows.figures.summing import rebuild
from flows.figures.view import behind_figure, numbers
from store.analytics.sums import Scope
from store.database import Database
from store.tables import JourneyRow, PromiseRow, PromiseVerdict
from tests.bench import homes
from tests.bench.databases import EngineName, databases, write
from tests.bench.figures import Figure, figure

SHIPMENTS, DAYS, LANES = 1_000_000, 90, 100
LOOKED_AT = 28
LAST = date(2026, 11, 28)
PAGE_MS = 500.0
DAY_SECONDS = 10.0


def sqlite() -> list[Figure]:
    return _numbers("sqlite")


def postgresql() -> list[Figure]:
    return _numbers("postgresql")


def _numbers(engine: EngineName) -> list[Figure]:
    with databases(engine) as rooms:
        url, now = rooms.create("numbers"), datetime(2026, 11, 28, 12, tzinfo=UTC)
        write(url, lambda tx: homes.furnish(tx, SHIPMENTS, now, all_announced=True), _fared, homes.settle)
        database = Database(url)
        first = LAST - timedelta(days=LOOKED_AT - 1)
        began = time.monotonic()
        asyncio.run(rebuild(database, first, LAST))
        a_day = (time.monotonic() - began) / LOOKED_AT
        scope = Scope(first, LAST)
        by_week = [_ms(lambda tx: numbers(tx, scope, "week"), database) for _ in range(5)]
        by_lane = [_ms(lambda tx: numbers(tx, scope, "lane"), database) for _ in range(5)]
        behind = [_ms(lambda tx: behind_figure(tx, "late", scope, 0), database) for _ in range(5)]
        with database.transaction() as tx:
            found = {f.metric.name: f.value for f in numbers(tx, scope, "week").figures}
        late = found["late"]
        assert late is not None
        assert 0.09 < late.value < 0.11, late
        database.close()
    name = f"numbers_{engine}"
    return [
        figure(f"{name}.sum_a_day", [a_day], "s", at_most=DAY_SECONDS),
        figure(f"{name}.page_by_week", [median(by_week)], "ms", at_most=PAGE_MS),
        figure(f"{name}.page_by_area", [median(by_lane)], "ms", at_most=PAGE_MS),
        figure(f"{name}.parcels_behind", [median(behind)], "ms", at_most=PAGE_MS),
    ]


def _ms(step: Callable[[Connection], object], database: Database) -> float:
    with database.transaction() as tx:
        began = time.monotonic()
        step(tx)
        return (time.monotonic() - began) * 1000


def _fared(tx: Connection) -> None:
    """One in ten came late, one in twenty was tried in vain; a hundred lanes, ninety days."""
    n = homes.numbers(SHIPMENTS)
    days = [(LAST - timedelta(days=back)).isoformat() for back in range(DAYS)]
    on = case(*((n.c.i % DAYS == back, literal(day)) for back, day in enumerate(days)), else_=literal(days[0]))
    lane = literal("US-").concat(cast(n.c.i % LANES, String))
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    attempts = case((n.c.i % 20 == 0, 1), else_=0)
    journey = {"merchant_id": 1, "carrier": "ups", "state": "delivered", "changed_at": now}
    whose = {"shipment_id": n.c.i, "customer_id": n.c.i}
    homes.fill(tx, JourneyRow, n, literal(True), **whose, lane=lane, ended_on=on, attempts=attempts, **journey)
    told = {"number": 1, "told_at": now - timedelta(days=2), "kind": "announced", "source": "estimate", "chance": 0.9}
    homes.fill(tx, PromiseRow, n, literal(True), id=n.c.i, shipment_id=n.c.i, on=on, stage="moving", **told)
    verdict = case((n.c.i % 10 == 3, "broken"), else_="kept")
    homes.fill(tx, PromiseVerdict, n, literal(True), promise_id=n.c.i, verdict=verdict, judged_at=now)
    if tx.dialect.name == "postgresql":
        tx.execute(func.setval(func.pg_get_serial_sequence("promise", "id"), SHIPMENTS).select())


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"numbers_sqlite": sqlite, "numbers_postgresql": postgresql}
