"""Map servers, each against a stand-in that speaks its API on this machine."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from flows.routes.roads import NoRoads
from routing.servers import MOST_PLACES, ServerRoads

PLACES = [(40.70, -73.90), (40.75, -73.99), (40.80, -73.95)]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def table(size: int) -> list[list[float]]:
    return [[0.0 if a == b else 100.0 * (a + 1) + b for b in range(size)] for a in range(size)]


async def osrm(request: web.Request) -> web.StreamResponse:
    """GET /table/v1/driving/lon,lat;lon,lat (OSRM API v1)."""
    places = request.match_info["places"].split(";")
    assert places[0].startswith("-73.9,40.7")
    return web.json_response({"code": "Ok", "durations": table(len(places))})


async def valhalla(request: web.Request) -> web.StreamResponse:
    """POST /sources_to_targets with sources and targets as {lat, lon}."""
    asked = await request.json()
    assert asked["costing"] == "auto"
    assert asked["sources"][0] == {"lat": 40.7, "lon": -73.9}
    size = len(asked["sources"])
    cells = [[{"time": seconds, "distance": 1.0} for seconds in row] for row in table(size)]
    return web.json_response({"sources_to_targets": cells, "units": "kilometers"})


async def graphhopper(request: web.Request) -> web.StreamResponse:
    """GET /matrix?point=lat,lon&point=… with out_array=times."""
    points = request.query.getall("point", [])
    assert points[0].startswith("40.7,-73.9")
    assert request.query["key"] == "secret"
    return web.json_response({"times": table(len(points))})


async def refusing(request: web.Request) -> web.StreamResponse:
    return web.json_response({"code": "TooBig", "message": "Too many table coordinates"}, status=400)


async def with_a_gap(request: web.Request) -> web.StreamResponse:
    return web.json_response({"code": "Ok", "durations": [[0, None, 1], [1, 0, 1], [1, 1, 0]]})


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Answer], Awaitable[str]]]:
    runners: list[web.AppRunner] = []

    async def start(answer: Answer) -> str:
        app = web.Application()
        app.router.add_get("/table/v1/driving/{places}", answer)
        app.router.add_post("/sources_to_targets", answer)
        app.router.add_get("/matrix", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.mark.parametrize(("engine", "answer"), [("osrm", osrm), ("valhalla", valhalla), ("graphhopper", graphhopper)])
async def test_all_pairs_are_asked_for_at_once(serve: Any, engine: str, answer: Answer) -> None:
    roads = ServerRoads(engine, await serve(answer), "secret" if engine == "graphhopper" else None)

    assert await roads.seconds(PLACES) == table(3)


async def test_what_a_server_refuses_is_no_answer(serve: Any) -> None:
    found = await ServerRoads("osrm", await serve(refusing)).seconds(PLACES)

    assert isinstance(found, NoRoads)
    assert "Too many" in found.why


async def test_a_table_with_a_gap_is_no_answer(serve: Any) -> None:
    found = await ServerRoads("osrm", await serve(with_a_gap)).seconds(PLACES)

    assert found == NoRoads("the map server knows no way between some of the places")


async def test_a_server_that_is_away_is_no_answer() -> None:
    assert isinstance(await ServerRoads("osrm", "http://127.0.0.1:9").seconds(PLACES), NoRoads)


async def test_more_places_than_a_server_takes_are_not_asked_for() -> None:
    assert isinstance(await ServerRoads("osrm", "http://127.0.0.1:9").seconds(PLACES * MOST_PLACES), NoRoads)


def test_only_servers_that_are_known_can_be_named() -> None:
    with pytest.raises(ValueError, match="osrm, valhalla and graphhopper"):
        ServerRoads("pigeon", "http://127.0.0.1:9")
