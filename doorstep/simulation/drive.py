"""The demo's van: it drives from the depot past three other doors to the customer's."""

import asyncio
from datetime import timedelta

from domain.routes.given import Place, RouteGiven, StopGiven
from domain.routes.positions import Position
from doorstep.service import Service
from doorstep.simulation.parcels import SimulatedParcel
from flows.routes.giving import put, take_back

SECONDS = 18.0
"""From the depot to the door, at speed 1: as long as the story is on the road."""
STEPS = 18
WAY = ((-0.021, -0.017), (-0.015, -0.004), (-0.009, -0.009), (-0.004, 0.003), (0.0, 0.0))
"""Depot, three doors and the customer's, in degrees from the customer's."""


async def drive(service: Service, merchant: str, parcel: SimulatedParcel, speed: float) -> None:
    """Gives the route, moves the van along it, and marks the stops it has left behind; the parcel's own stays open."""
    van, places = f"van-{parcel.number}", [_place(parcel, offset) for offset in WAY]
    behind = -1
    for step in range(STEPS):
        way = step / (STEPS - 1) * (len(places) - 1)
        last = min(int(way), len(places) - 2)
        a, b, share = places[last], places[last + 1], way - last
        now = service.clock()
        here = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        service.positions.take(merchant, [Position(van, now, *here)])
        if last != behind:
            behind = last
            await service.positions.flush()
            await service.database.write(put, merchant, _route(service, parcel, van, places, behind), now)
            service.driving.wake()
        await asyncio.sleep(SECONDS / STEPS / speed)


async def home(service: Service, merchant: str, parcel: SimulatedParcel) -> None:
    """The van's day is over."""
    await service.database.write(take_back, merchant, f"route-{parcel.number}", service.clock())
    service.driving.wake()


def _route(service: Service, parcel: SimulatedParcel, van: str, places: list[Place], behind: int) -> RouteGiven:
    """`behind` stops are done."""
    now = service.clock()
    begun = parcel.begins_at - timedelta(minutes=5)
    others = [
        StopGiven(None, f"door-{n}", place, 60.0, done_at=now if n <= behind else None)
        for n, place in enumerate(places[1:-1], 1)
    ]
    stops = (*others, StopGiven(parcel.number, None, places[-1]))
    shift = timedelta(hours=2)
    return RouteGiven(
        f"route-{parcel.number}", van, parcel.town.zone, begun, begun + shift, places[0], places[0], stops
    )


def _place(parcel: SimulatedParcel, offset: tuple[float, float]) -> Place:
    door = parcel.town.door
    return door[0] + offset[0], door[1] + offset[1]
