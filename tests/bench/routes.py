"""Routes: can a van of 150 stops still take one, what planning costs whoever does not wait for it, and the rest."""

import asyncio
import math
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

import aiohttp
from sqlalchemy import Connection, select

from domain.eta.stops import StopErrors
from domain.eta.travel import crow_km
from domain.routes.driven import Speeds
from domain.routes.given import Place, RouteGiven, StopGiven
from domain.routes.insertion import Fits
from domain.routes.planning import Day, Planned, checked, inserted
from domain.routes.planning import Van as Shift
from domain.routes.positions import Position
from domain.routes.reckoning import Ahead, Progress, reckon
from domain.routes.tour import Stop, starts
from domain.routes.van import Left, Van, fits, legs_of, legs_to, tour_of
from doorstep.simulation.alone import alone
from doorstep.simulation.parcels import order, parcel
from flows.orders import announce
from flows.routes.giving import put
from flows.routes.positions import Positions
from routing.engine import NAME, SubprocessEngine
from store.tables import Route
from store.writing import table_of
from tests.bench.figures import Figure, figure
from tests.bench.machine import unpin

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
DEPOT = (40.70, -73.90)
STOPS, VANS, ASKS, SLOT = 150, 12, 12, timedelta(hours=3)
SERVICE_S = 120.0
IDLE_PAGES = 80


def routes() -> list[Figure]:
    """The figures of all of it."""
    return [*_room(), *_planning(), *_asked_meanwhile(), *_reckoning(), _position()]


def _van(chance: random.Random, stops: int) -> Van:
    """A van whose stops lie around the depot in the order they are driven; every third was promised three hours."""
    doors = sorted((_place(chance) for _ in range(stops)), key=lambda p: math.atan2(p[0] - DEPOT[0], p[1] - DEPOT[1]))
    at, here = NOON, DEPOT
    left: list[Left] = []
    speeds = Speeds()
    for door in doors:
        at += timedelta(seconds=_leg_s(speeds, here, door))
        opens, closes = (at - SLOT / 2, at + SLOT / 2) if len(left) % 3 == 0 else (None, None)
        left.append(Left(door, SERVICE_S, opens, closes, at))
        at, here = at + timedelta(seconds=SERVICE_S), door
    return Van(NOON, DEPOT, at + timedelta(hours=1), DEPOT, tuple(left), speeds, timezone(-timedelta(hours=5)))


def _room() -> Iterator[Figure]:
    """`asked`: a van that was asked about before; `first`: with all that has to be prepared."""
    chance = random.Random(6)
    asked, first, unsound, found = [], [], 0, 0
    for _ in range(VANS):
        van = _van(chance, STOPS)
        span = (van.ends_at - NOON - SLOT).total_seconds()
        began = time.thread_time()
        tour = tour_of(van)
        prepared_ms = 1000 * (time.thread_time() - began)
        for n in range(ASKS):
            door, opens = _place(chance), NOON + timedelta(seconds=chance.uniform(0, span))
            began = time.thread_time()
            answer = fits(van, tour, door, SERVICE_S, opens, opens + SLOT)
            asked.append(1000 * (time.thread_time() - began))
            if n == 0:
                first.append(prepared_ms + asked[-1])
            found += isinstance(answer, Fits)
            unsound += isinstance(answer, Fits) and not _keeps(van, door, opens, answer)
    yield figure("routes.room_p95", [_p95(asked)], "ms", at_most=5)
    yield figure("routes.room_first_p95", [_p95(first)], "ms", at_most=5)
    yield figure("routes.room_unsound", [unsound], "answers", at_most=0)
    yield figure("routes.room_found", [100 * found / (VANS * ASKS)], "%")


def _keeps(van: Van, door: Place, opens: datetime, answer: Fits) -> bool:
    """By driving it: every window that was told is kept, the new one too, and the van is back in time."""
    there, legs = legs_to(van, door), legs_of(van)
    legs = [*([*row, there[n]] for n, row in enumerate(legs)), [*there, 0.0]]
    told = [(van.seconds(s.opens_at or NOON), van.seconds(s.closes_at or van.ends_at)) for s in van.left]
    new = van.seconds(opens), van.seconds(opens + SLOT)
    windows = [(0.0, 0.0), *told, (0.0, van.seconds(van.ends_at)), new]
    served = [0.0, *[SERVICE_S] * STOPS, 0.0, SERVICE_S]
    stops = [Stop(max(0.0, a), b, s) for (a, b), s in zip(windows, served, strict=True)]
    begun = starts(stops, legs, answer.order)
    return all(at <= stops[n].closes_s + 1e-6 for n, at in zip(answer.order, begun, strict=True))


def _planning() -> Iterator[Figure]:
    """A van of 100 stops: how long it takes, how much better the engine is, and how long the loop stood still."""
    chance = random.Random(3)
    places = [DEPOT, *(_place(chance) for _ in range(100))]
    legs = [[0.0 if a == b else _leg_s(Speeds(), a, b) for b in places] for a in places]
    windows = [chance.choice([0.0, 10_000.0, 20_000.0]) for _ in places[1:]]
    day = Day(
        (Shift("van", 0, 46_000, 0, 0),),
        tuple(Stop(opens, opens + 26_000, SERVICE_S) for opens in windows),
        tuple(range(1, 101)),
        legs,
    )
    unpin()  # the engine takes the other core, as it would beside a service
    found, elapsed, stood, idle = asyncio.run(_watched(day))
    plain = inserted(day)
    yield figure("routes.plan_seconds", [elapsed], "s")
    yield figure("routes.plan_loop_stood_p95", [stood], "ms", [max(1.0, idle)], at_most=50)
    yield figure("routes.plan_driven", [found.driven_s / 60], "min", [plain.driven_s / 60], ratio_at_most=1.0)
    yield figure("routes.plan_left_out", [len(found.left_out)], "stops", [max(1, len(plain.left_out))])
    yield figure("routes.plan_problems", [len(checked(day, found.tours, "").problems)], "", at_most=0)


async def _watched(day: Day) -> tuple[Planned, float, float, float]:
    """The plan, the seconds it took, and by how much a timer was late meanwhile, and when nothing was planned."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            late.append(1000 * (time.perf_counter() - began) - 5)

    ticking = asyncio.create_task(tick())
    began = time.perf_counter()
    found = await SubprocessEngine().plan(day, 1.0)
    elapsed = time.perf_counter() - began
    stood = _p95(late)
    late.clear()
    await asyncio.sleep(2)
    ticking.cancel()
    return found, elapsed, stood, _p95(late)


def _asked_meanwhile() -> Iterator[Figure]:
    """How long a tracking page takes from a service that plans a van of 100 stops, and from one that plans nothing."""
    idle, planning = asyncio.run(_pages())
    yield figure("routes.plan_page_p95", [_p95(planning)], "ms", [_p95(idle)], at_most=50)
    yield figure("routes.plan_page_median", [statistics.median(planning)], "ms", [statistics.median(idle)])


async def _pages() -> tuple[list[float], list[float]]:
    """Milliseconds of each page, one after the other: before the route is given, and from then until it is planned."""
    now = datetime.now(UTC)
    async with alone() as service, aiohttp.ClientSession() as http:
        placed = await announce(service.database, order(parcel("SIM1", 1, "en", now), "acme"), service.voice.links, now)
        url = placed.parcels[0].tracking_url
        await _page_ms(http, url, IDLE_PAGES // 4)  # warms up
        idle = await _page_ms(http, url, IDLE_PAGES)
        await service.database.write(put, "acme", _given(now), now)
        meanwhile: list[float] = []
        async with asyncio.timeout(60):
            while not (await service.database.read(_planned_by))[0]:
                meanwhile += await _page_ms(http, url, 10)
        assert NAME in (await service.database.read(_planned_by))[0]
    return idle, meanwhile


def _given(now: datetime) -> RouteGiven:
    """A hundred doors in no order, which the engine may choose."""
    chance, hours = random.Random(4), timedelta(hours=12)
    doors = tuple(StopGiven(None, f"door-{n}", _place(chance), SERVICE_S) for n in range(100))
    return RouteGiven("r1", "van-1", "America/New_York", now, now + hours, DEPOT, DEPOT, doors, in_order=False)


def _planned_by(tx: Connection) -> list[str]:
    return [why or "" for why in tx.scalars(select(table_of(Route).c.planned_why))]


async def _page_ms(http: aiohttp.ClientSession, url: str, count: int) -> list[float]:
    took = []
    for _ in range(count):
        began = time.perf_counter()
        async with http.get(url) as answer:
            assert answer.status == 200
            await answer.read()
        took.append(1000 * (time.perf_counter() - began))
    return took


def _reckoning() -> Iterator[Figure]:
    ahead = [Ahead(200.0, SERVICE_S) for _ in range(STOPS)]
    errors, took = StopErrors(), []
    for n in range(50):
        began = time.thread_time()
        reckon(Progress(NOON + timedelta(minutes=n), NOON, NOON, 100.0), ahead, errors)
        took.append(1000 * (time.thread_time() - began))
    yield figure("routes.reckon_p95", [_p95(took)], "ms")


def _position() -> Figure:
    """One position at the door, after its JSON was read: nothing is written."""
    positions = Positions(None, lambda: NOON)  # type: ignore[arg-type]  # it is never flushed
    began = time.thread_time()
    for n in range(20_000):
        positions.take("acme", [Position(f"van-{n % 500}", NOON, 40.7, -73.9)])
    return figure("routes.position", [1e6 * (time.thread_time() - began) / 20_000], "us")


def _place(chance: random.Random) -> Place:
    return DEPOT[0] + chance.uniform(-0.08, 0.08), DEPOT[1] + chance.uniform(-0.1, 0.1)


def _leg_s(speeds: Speeds, a: Place, b: Place) -> float:
    fixed_s, per_km_s = speeds.line(12)
    return fixed_s + per_km_s * crow_km(a, b)


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


BENCHMARKS = {"routes": routes}
