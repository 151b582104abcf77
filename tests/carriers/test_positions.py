"""Couriers' positions beside parcels: read where the parcel is with them, and only there."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carriers.contract import Reading, Reception
from carriers.registry import adapter
from domain.routes.positions import Position

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
FIXTURES = Path(__file__).parent / "fixtures"


def read(name: str, document: dict[str, Any]) -> Reading:
    return adapter(name).read(document, json.dumps(document).encode(), Reception(NOW, {}))


def ping(**changes: Any) -> dict[str, Any]:
    posted: dict[str, Any] = json.loads((FIXTURES / "uber_direct/nearly_there.json").read_text())
    return posted | {"location": {"lat": 40.74, "lng": -73.95}} | changes


def started(**worker: Any) -> dict[str, Any]:
    posted: dict[str, Any] = json.loads((FIXTURES / "onfleet/started.json").read_text())
    posted["data"]["worker"] = {"id": "w1", "location": [-73.95, 40.74], "timeLastSeen": 1795521660000, **worker}
    return posted


def test_a_ping_of_uber_says_where_the_courier_is() -> None:
    (seen,) = read("uber_direct", ping()).positions

    at = datetime(2026, 11, 3, tzinfo=UTC)
    assert seen == Position("uber-ACME-9", at, 40.74, -73.95, "ACME-9")


def test_the_place_may_stand_with_the_courier_as_well() -> None:
    posted = ping(location=None)
    posted["data"]["courier"] = {"location": {"lat": 1, "lng": 2.5}}

    assert read("uber_direct", posted).positions[0].place == (1.0, 2.5)


@pytest.mark.parametrize("status", ["pending", "pickup", "delivered", "canceled", "returned"])
def test_a_courier_without_the_parcel_is_nobodys_business(status: str) -> None:
    posted = ping()
    posted["data"]["status"] = status

    assert read("uber_direct", posted).positions == ()


@pytest.mark.parametrize(
    "spot", [None, {}, {"lat": "40", "lng": 1}, {"lat": True, "lng": 1}, {"lat": 400, "lng": 1}, []]
)
def test_a_place_that_is_none_is_left_out_and_the_event_stays(spot: Any) -> None:
    reading = read("uber_direct", ping(location=spot))

    assert reading.positions == ()
    assert len(reading.items) == 1


def test_onfleets_driver_is_where_they_were_last_seen() -> None:
    (seen,) = read("onfleet", started()).positions

    assert (seen.vehicle, seen.place) == ("w1", (40.74, -73.95))
    assert seen.at == datetime.fromtimestamp(1795521660, UTC)
    assert seen.tracking_number == "0A11CE01"


@pytest.mark.parametrize("worker", [{"location": None}, {"location": [1]}, {"location": ["a", "b"]}, {"id": None}])
def test_a_driver_nobody_sees_is_none(worker: dict[str, Any]) -> None:
    assert read("onfleet", started(**worker)).positions == ()


def test_a_pickup_is_not_on_its_way_to_a_customer() -> None:
    posted = started()
    posted["data"]["task"]["pickupTask"] = True

    assert read("onfleet", posted).positions == ()
