"""Pickup points are published, all or none, and a bad one is named."""

from typing import Any

import pytest

from store.tables import PickupPoint
from tests.api.door import Door

POINT = {"id": "pp-7", "name": "Kiosk Weber", "street": "5 Main St", "latitude": 40.75, "longitude": -73.99}


async def test_points_are_taken_in_changed_and_counted(door: Door) -> None:
    for name, is_open in (("Kiosk", True), ("Kiosk Weber", False)):
        answer = await door.send(
            "/pickup-points", {"merchant": "acme", "points": [{**POINT, "name": name, "open": is_open}]}
        )
        assert (answer.status_code, answer.json()["open"]) == (200, int(is_open))
    assert door.rows(PickupPoint, "external_id", "name", "open") == [("pp-7", "Kiosk Weber", False)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "points[1].name"),
        ({"latitude": 91}, "points[1].latitude"),
        ({"longitude": "west"}, "points[1].longitude"),
        ({"id": "pp-7"}, "points[1]"),
        ({"price": 3}, "points[1].price"),
    ],
)
async def test_a_bad_point_is_named_and_none_is_taken_in(door: Door, changes: dict[str, Any], field: str) -> None:
    bad = {**POINT, "id": "pp-8", **changes}
    answer = await door.send("/pickup-points", {"merchant": "acme", "points": [POINT, bad]})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert door.rows(PickupPoint, "external_id") == []
