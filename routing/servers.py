"""Travel times of a map server (OSRM, Valhalla, GraphHopper), through routingpy, on a thread of its own."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from requests import RequestException
from routingpy.exceptions import RouterError
from routingpy.routers import OSRM, Graphhopper, Valhalla

from domain.routes.given import Place
from flows.routes.roads import NoRoads

TIMEOUT_SECONDS = 20
MOST_PLACES = 250
"""In one request; servers refuse more than they are set to."""

_Matrix = Callable[[list[list[float]]], Any]


class ServerRoads:
    """`engine` is osrm, valhalla or graphhopper, `url` where it listens, `key` what a hosted GraphHopper wants."""

    def __init__(self, engine: str, url: str, key: str | None = None) -> None:
        self._ask = _asking(engine, url, key)

    async def seconds(self, places: Sequence[Place]) -> list[list[float]] | NoRoads:
        """All pairs. What a server does not answer, or answers with gaps, is no answer."""
        if len(places) > MOST_PLACES:
            return NoRoads(f"{len(places)} places are more than the {MOST_PLACES} that are asked for at once")
        try:
            found = await asyncio.to_thread(self._ask, [[place[1], place[0]] for place in places])
        except (RouterError, RequestException, ValueError, KeyError, TypeError) as problem:
            return NoRoads(f"{type(problem).__name__}: {str(problem)[:200]}")
        return _whole(found.durations, len(places))


def _asking(engine: str, url: str, key: str | None) -> _Matrix:
    options: dict[str, Any] = {"base_url": url, "timeout": TIMEOUT_SECONDS, "retry_timeout": TIMEOUT_SECONDS}
    match engine:
        case "osrm":
            osrm = OSRM(**options)
            return lambda places: osrm.matrix(places, profile="driving", annotations=["duration"])
        case "valhalla":
            valhalla = Valhalla(**options)
            return lambda places: valhalla.matrix(places, profile="auto")
        case "graphhopper":
            graphhopper = Graphhopper(api_key=key or "", **options)
            return lambda places: graphhopper.matrix(places, profile="car", out_array=["times"])
        case other:
            raise ValueError(f"no map server is called {other!r}: osrm, valhalla and graphhopper are")


def _whole(durations: Any, size: int) -> list[list[float]] | NoRoads:
    if not isinstance(durations, list) or [len(row) for row in durations] != [size] * size:
        return NoRoads("the map server's table is not of the size that was asked for")
    if any(not isinstance(cell, int | float) or cell < 0 for row in durations for cell in row):
        return NoRoads("the map server knows no way between some of the places")
    return [[float(cell) for cell in row] for row in durations]
