"""Resequence: a moved slot moves its stop, and the engine puts routes in a better order, in the background."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from domain.routes.given import SERVICE_S, StopGiven
from domain.routes.planning import Day, Planned, checked
from domain.routes.planning import Van as Shift
from domain.routes.tour import starts
from domain.routes.van import Van, legs_of, tour_of
from domain.slots import Slot
from domain.windows import Window
from flows.changes.room import Room
from flows.routes import vans
from flows.routes.map_legs import road_of
from flows.routes.roads import Engine, NoRoads, Roads
from store import riding, routes, slots, vehicles
from store.database import Database, Turn

LEASE = timedelta(minutes=2)
SECONDS = 1.0
"""How long the engine thinks about one van."""
WORTH_IT_S = 60.0
"""Another order has to save so much: every change of order changes what people were told."""

log = structlog.get_logger()


def want_plan(tx: Connection, merchant: str, external_id: str, now: datetime) -> bool:
    """Has a route planned by the engine; False when there is no open one of this id."""
    merchant_id = vehicles.merchants(tx, [merchant]).get(merchant)
    row = routes.find(tx, merchant_id, external_id) if merchant_id is not None else None
    if row is None or row.state not in routes.OPEN:
        return False
    routes.note(tx, row.id, plan_at=now, planned_why=None)
    return True


def move(tx: Connection, shipment_id: int, window: Window | None, now: datetime) -> None:
    """Another slot was agreed: the parcel leaves the routes it was on and joins the van that can take it.

    Who else is told of it follows from the windows: those that really change. Where no van is known that can, the
    dispatcher's next route has to say.
    """
    parcel = slots.parcels(tx, [shipment_id]).get(shipment_id)
    if parcel is None or window is None or window.from_at is None or window.to_at is None:
        return
    wanted = Slot(0, "", parcel.merchant_id, None, None, window.from_at, window.to_at, window.from_at)
    placed = Room(tx, [parcel], [wanted], now).place(parcel, wanted)
    target = placed.route.id if placed is not None else None
    left = routes.drop_stops(tx, parcel.merchant_id, parcel.tracking_number)
    if not left and placed is None:
        return
    riding.set_live(tx, {shipment_id: None}, now)
    if placed is not None and target is not None:
        given = StopGiven(parcel.tracking_number, None, None, SERVICE_S, window.from_at, window.to_at)
        new = routes.add_stop(tx, target, parcel.merchant_id, 10_000, given)
        ids = [*(stop.id for stop in placed.left), new]
        _reorder(tx, placed.route, [ids[n - 1] if n <= len(placed.left) else new for n in placed.fits.order[1:-1]], now)
    for route_id in {*left, *([target] if target is not None else [])}:
        routes.note(tx, route_id, next_at=now)
    log.info("route.moved", shipment=shipment_id, to=target, left=sorted(set(left)))


def _reorder(tx: Connection, row: Any, left: Sequence[int], now: datetime) -> None:
    """The stops left in this order, behind those that are done. Times by the map hold for the old neighbours only."""
    stops = {stop.id: stop for stop in routes.stops_of(tx, [row.id])[row.id]}
    done = [n for n, stop in stops.items() if stop.done_at is not None]
    changes = []
    before: int | None = None
    for position, stop_id in enumerate([*done, *left]):
        stop = stops[stop_id]
        same = before is not None and stops[before].position == stop.position - 1
        changes.append(
            {
                "b_id": stop_id,
                "position": position,
                "leg_s": stop.leg_s if same else None,
                "planned_at": stop.planned_at,
            }
        )
        before = stop_id
    routes.order_stops(tx, row.id, changes)
    routes.note(tx, row.id, next_at=now, plan_at=None if row.in_order else now)


@dataclass(frozen=True, slots=True)
class Task:
    """A route that waits for the engine."""

    route: Any
    van: Van
    stops: vans.Stops


class Planning:
    """Plans what waits, one route after the other. `planned` wakes who reckons."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], engine: Engine, roads: Roads | None = None
    ) -> None:
        self._database, self._clock, self._engine, self._roads = database, clock, engine, roads

    async def plan_next(self) -> bool:
        """Plans the route that has waited longest; False when none waits."""
        task = await self._database.write(_take, self._clock(), turn=Turn.WORK)
        if task is None:
            return False
        try:
            legs, road = await self._legs(task)
            planned = await self._engine.plan(_day(task, legs), SECONDS)
            why = await self._database.write(_keep, task, planned, legs, road, self._clock(), turn=Turn.WORK)
        except (OSError, TimeoutError, ValueError) as problem:
            why = f"could not be planned: {problem}"
            await self._database.write(_give_up, task.route.id, why, turn=Turn.WORK)
        log.info("route.planned", route=task.route.id, why=why)
        return True

    async def _legs(self, task: Task) -> tuple[list[list[float]], float | None]:
        """By the map where there is one and it knows all places; else by what was driven."""
        reckoned = legs_of(task.van)
        places = [task.van.place, *(stop.place for stop in task.van.left), task.van.end]
        known = [place for place in places if place is not None]
        if self._roads is None or len(known) < len(places):
            return reckoned, None
        found = await self._roads.seconds(known)
        if isinstance(found, NoRoads):
            log.warning("roads.unknown", why=found.why)
            return reckoned, None
        return found, road_of(task.van, {n: found[n][n + 1] for n in range(len(found) - 1)})


async def plan_waiting(planning: Planning, most: int = 20) -> int:
    """Plans so many routes at most; returns how many there were."""
    for count in range(most):
        if not await planning.plan_next():
            return count
        await asyncio.sleep(0)
    return most


def _take(tx: Connection, now: datetime) -> Task | None:
    route_id = routes.claim_wanted(tx, now, now + LEASE)
    if route_id is None:
        return None
    (row,) = routes.by_ids(tx, [route_id])
    ((van, stops),) = vans.load(tx, [row], now)
    return Task(row, van, stops)


def _day(task: Task, legs: list[list[float]]) -> Day:
    """The van's tour as a day with one van. Its windows have been loosened where the order that stands breaks them."""
    stops = tour_of(task.van).stops
    ends_s = stops[-1].closes_s
    order = range(len(stops))
    begun = starts(stops, legs, order)
    middle = tuple(
        replace(stop, closes_s=max(stop.closes_s, at)) for stop, at in zip(stops[1:-1], begun[1:-1], strict=True)
    )
    van = Shift("van", 0.0, max(ends_s, begun[-1]), 0, len(stops) - 1)
    return Day((van,), middle, tuple(range(1, len(stops) - 1)), legs)


def _keep(
    tx: Connection, task: Task, planned: Planned, legs: list[list[float]], road: float | None, now: datetime
) -> str:
    """Takes the engine's order if it is one, and worth it. What changed meanwhile is planned again."""
    (row,) = routes.by_ids(tx, [task.route.id]) or (None,)
    if row is None:
        return "the route was taken back meanwhile"
    if row.version != task.route.version:
        routes.note(tx, row.id, plan_at=now)
        return "its stops changed meanwhile: planned again"
    if road is not None:
        routes.note(tx, row.id, road=road)
    stands = checked(_day(task, legs), [tuple(range(len(task.stops)))], "")
    saved = stands.driven_s - planned.driven_s
    if planned.problems or planned.left_out or saved < WORTH_IT_S:
        why = "no other order keeps every window" if planned.problems or planned.left_out else "no order is better"
        if road is not None:
            _write_legs(tx, row, [stop.id for stop in task.stops], range(len(task.stops)), legs, now)
        routes.note(tx, row.id, plan_at=None, next_at=now, planned_why=f"{why} ({planned.by})")
        return why
    order = planned.tours[0]
    _write_legs(tx, row, [task.stops[n].id for n in order], order, legs, now)
    why = f"{round(saved / 60)} min less to drive ({planned.by})"
    routes.note(tx, row.id, plan_at=None, next_at=now, planned_why=why)
    return why


def _write_legs(
    tx: Connection, row: Any, ids: Sequence[int], order: Sequence[int], legs: list[list[float]], now: datetime
) -> None:
    """The order of the stops left, with the time each leg takes."""
    done = [stop.id for stop in routes.stops_of(tx, [row.id])[row.id] if stop.done_at is not None]
    places = [0, *(n + 1 for n in order)]
    routes.order_stops(
        tx,
        row.id,
        [
            {"b_id": stop_id, "position": len(done) + k, "leg_s": legs[places[k]][places[k + 1]], "planned_at": None}
            for k, stop_id in enumerate(ids)
        ],
    )


def _give_up(tx: Connection, route_id: int, why: str) -> None:
    routes.note(tx, route_id, plan_at=None, planned_why=why[:300])
