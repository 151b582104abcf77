"""Routes and positions at the door: taken in, looked at, refused by name."""

from typing import Any

import pytest

from domain.routes.positions import Position
from flows.routes import positions
from store.tables import Route, RouteStop, Vehicle
from tests.api.door import Door, an_order

STOP = {"tracking_number": "DS100", "latitude": 40.75, "longitude": -73.99, "planned_at": "2026-11-20T10:30:00-05:00"}
ROUTE = {
    "merchant": "acme",
    "vehicle": "van-7",
    "timezone": "America/New_York",
    "starts_at": "2026-11-20T10:00:00-05:00",
    "ends_at": "2026-11-20T17:00:00-05:00",
    "start": {"latitude": 40.72, "longitude": -73.9},
    "stops": [STOP, {"id": "depot-2", "latitude": 40.76, "longitude": -73.98, "service_seconds": 300}],
}
HERE = {"at": "2026-11-20T10:00:00-05:00", "latitude": 40.73, "longitude": -73.95}


def a_route(**changes: Any) -> dict[str, Any]:
    return ROUTE | changes


async def test_a_route_is_taken_in_and_shown_stop_by_stop(door: Door) -> None:
    await door.put(an_order())
    answer = await door.send("/routes/r1", a_route())

    assert answer.status_code == 200, answer.text
    view = answer.json()
    assert (view["state"], view["vehicle"], view["waits_for_plan"]) == ("planned", "van-7", False)
    assert [(s["id"], s["stands"], s["stops_away"]) for s in view["stops"]] == [
        ("DS100", "ahead", 1),
        ("depot-2", "ahead", 2),
    ]
    assert (await door.client.get("/routes/r1", params={"merchant": "acme"})).json() == view


async def test_given_again_it_has_the_new_stops_and_only_those(door: Door) -> None:
    await door.send("/routes/r1", a_route())
    again = await door.send("/routes/r1", a_route(stops=[STOP], sequence="planned"))

    assert [s["id"] for s in again.json()["stops"]] == ["DS100"]
    assert again.json()["waits_for_plan"] is True
    assert (door.count(Route), door.count(RouteStop)) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": "2026-11-20T09:00:00-05:00"}, "ends_at"),
        ({"ends_at": "2026-11-22T09:00:00-05:00"}, "ends_at"),
        ({"stops": [{"service_seconds": 10}]}, "stops[0]"),
        ({"stops": [STOP, STOP]}, "stops[1]"),
        ({"stops": [STOP | {"service_seconds": 99_999}]}, "stops[0].service_seconds"),
        ({"stops": [STOP | {"longitude": None}]}, "stops[0]"),
        ({"start": {"latitude": 140, "longitude": 0}}, "start.latitude"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
)
async def test_a_route_that_cannot_be_is_refused_by_the_field(
    small_door: Door, changes: dict[str, Any], field: str
) -> None:
    answer = await small_door.send("/routes/r1", a_route(**changes))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert small_door.count(Route) == 0


async def test_a_route_that_is_taken_back_is_gone(small_door: Door) -> None:
    await small_door.send("/routes/r1", a_route())

    assert (await small_door.client.delete("/routes/r1", params={"merchant": "acme"})).status_code == 204
    assert (await small_door.client.get("/routes/r1", params={"merchant": "acme"})).status_code == 404
    assert (await small_door.client.delete("/routes/r1", params={"merchant": "other"})).status_code == 404
    assert small_door.count(RouteStop) == 0


async def test_planning_is_asked_for_and_does_not_wait(small_door: Door) -> None:
    await small_door.send("/routes/r1", a_route())
    asked = await small_door.client.post("/routes/r1/plan", params={"merchant": "acme"})

    assert asked.status_code == 202
    assert asked.json()["waits_for_plan"] is True
    assert (await small_door.client.post("/routes/r2/plan", params={"merchant": "acme"})).status_code == 404


async def test_positions_are_coalesced_and_written_later(door: Door) -> None:
    await door.send("/routes/r1", a_route())
    many = {
        "merchant": "acme",
        "positions": [
            HERE | {"at": "2026-11-20T09:59:00-05:00", "latitude": 40.74},
            HERE,
            HERE | {"at": "2026-11-20T08:00:00-05:00"},
            HERE | {"at": "2026-11-20T12:00:00-05:00"},
            HERE | {"latitude": 0, "longitude": 0},
        ],
    }
    answer = await door.send("/vehicles/van-7/positions", many, "POST")

    assert answer.status_code == 202
    assert answer.json()["accepted"] == 2
    assert [one["index"] for one in answer.json()["ignored"]] == [2, 3, 4]
    assert door.count(Vehicle) == 0
    assert await door.positions.flush() == 1
    assert door.rows(Vehicle, "name", "latitude") == [("van-7", 40.73)]


async def test_one_position_needs_no_list(small_door: Door) -> None:
    answer = await small_door.send("/vehicles/van-7/positions", {"merchant": "acme", **HERE}, "POST")

    assert answer.json() == {"accepted": 1, "ignored": []}


@pytest.mark.parametrize("body", [{}, {"at": HERE["at"]}, {"positions": [HERE], **HERE}, {"positions": [{}]}])
async def test_a_position_that_is_none_is_refused(small_door: Door, body: dict[str, Any]) -> None:
    answer = await small_door.send("/vehicles/van-7/positions", {"merchant": "acme", **body}, "POST")

    assert answer.status_code == 422


async def test_more_vans_than_a_process_holds_are_told_to_come_back(
    small_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(positions, "MOST_VANS", 1)
    small_door.positions.take("acme", [Position("other", small_door.now, 1.0, 1.0)])
    answer = await small_door.send("/vehicles/van-7/positions", {"merchant": "acme", **HERE}, "POST")

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "2"


async def test_places_are_forgotten(small_door: Door) -> None:
    await small_door.send("/routes/r1", a_route())
    await small_door.send("/vehicles/van-7/positions", {"merchant": "acme", **HERE}, "POST")
    await small_door.positions.flush()
    small_door.now = small_door.now + 2 * positions.KEPT

    assert await small_door.positions.forget() == 1
    assert small_door.count(Vehicle) == 0


async def test_without_the_token_nobody_says_where_a_van_is(small_door: Door) -> None:
    small_door.client.headers.pop("Authorization")
    assert (await small_door.send("/vehicles/v/positions", {"merchant": "acme", **HERE}, "POST")).status_code == 401
    assert (await small_door.send("/routes/r1", a_route())).status_code == 401
