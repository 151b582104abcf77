"""The nearest pickup points are offered, chosen by number, tap or name, and asked of the carrier."""

from dataclasses import replace

import pytest

from domain.points import BadPoint, PointGiven, metres_between, nearest
from flows.changes.points import near, publish
from store.tables import ChangeRequest, Message
from tests.flows.house import House

DOOR = {"lines": ["12 Elm St"], "city": "New York", "postcode": "10001", "country": "US"}
AT = {"latitude": 40.7500, "longitude": -73.9900}
POINTS = [
    PointGiven("far", "Deli Rossi", "90 Broadway", 40.7800, -73.9900, "10001"),
    PointGiven("near", "Kiosk Weber", "5 Main St", 40.7510, -73.9900, "10001", opens="Mon-Sat 8-20"),
    PointGiven("next", "Laundry Kim", "7 Oak St", 40.7550, -73.9900, "10001"),
    PointGiven("shut", "Old Shop", "1 Elm St", 40.7501, -73.9900, "10001", open=False),
    PointGiven("boston", "Beans", "1 Beacon St", 42.3600, -71.0600, "02108"),
]


def ordered(house: House, **where: float) -> House:
    house.order("DS100", allow=("pickup_point",), address={**DOOR, **where})
    house.say()
    with house.in_transaction() as tx:
        publish(
            tx,
            house.merchant_id,
            POINTS,
        )
    return house


def labels(house: House) -> list[str]:
    return [label for label, _ in house.rows(Message, name="points_offered")[-1].composed["buttons"]]


def test_the_nearest_open_points_are_offered_and_one_is_asked_for(house: House) -> None:
    ordered(house, **AT)
    house.hear(house.turn("can I pick it up myself at a pickup point?"))
    assert [label.split(",")[0] for label in labels(house)] == [
        "Kiosk Weber",
        "Laundry Kim",
        "Deli Rossi",
        "Talk to a person",
    ]
    house.hear(house.turn("2"))
    (request,) = house.rows(ChangeRequest)
    assert (request.kind, request.details) == ("pickup_point", {"text": "Laundry Kim, 7 Oak St [next]"})


def test_a_point_is_chosen_by_its_name_and_another_one_may_be_named(house: House) -> None:
    ordered(house, **AT)
    house.hear(house.turn("can I pick it up myself at a pickup point?"))
    house.hear(house.turn("kiosk weber"))
    assert house.rows(ChangeRequest)[-1].details == {"text": "Kiosk Weber, 5 Main St [near]"}
    house.hear(house.turn("can I pick it up myself at a pickup point?"))
    house.hear(house.turn("the one at Penn Station"))
    assert house.rows(ChangeRequest)[-1].details == {"text": "the one at Penn Station"}


def test_without_coordinates_those_of_the_postcode_are_offered(house: House) -> None:
    ordered(house)
    with house.in_transaction() as tx:
        found = near(tx, house.shipments(tx)[0].id)
    assert [p.point_id for p in found] == ["far", "near", "next"]
    assert {p.metres for p in found} == {None}


def test_without_points_the_customer_names_one(house: House) -> None:
    house.order("DS100", allow=("pickup_point",))
    house.say()
    house.hear(house.turn("can I pick it up myself at a pickup point?"))
    assert house.rows(Message)[-1].name == "ask_detail"


def test_a_point_that_closed_meanwhile_is_not_asked_for(house: House) -> None:
    ordered(house, **AT)
    house.hear(house.turn("can I pick it up myself at a pickup point?"))
    with house.in_transaction() as tx:
        publish(tx, house.merchant_id, [replace(POINTS[1], open=False)])
    house.hear(house.turn("1"))
    assert house.rows(ChangeRequest) == []
    assert labels(house)[0].startswith("Laundry Kim")


@pytest.mark.parametrize("points", [[POINTS[0], POINTS[0]], [replace(POINTS[0], latitude=91.0)]])
def test_a_point_that_cannot_be_is_refused_and_so_are_the_others(house: House, points: list[PointGiven]) -> None:
    with pytest.raises(BadPoint, match="far"), house.in_transaction() as tx:
        publish(tx, house.merchant_id, points)


def test_distances() -> None:
    assert metres_between((40.75, -73.99), (40.75, -73.99)) == 0
    assert abs(metres_between((48.8566, 2.3522), (51.5074, -0.1278)) - 343_500) < 1_000
    assert [p.point_id for p in nearest(POINTS, (42.36, -71.06), 1)] == ["boston"]
