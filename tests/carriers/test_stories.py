"""What the rules make of the bodies: deliveries in any order, and twice, end in the same condition."""

from itertools import permutations

import pytest

from domain.axes import Milestone
from domain.condition import fold
from domain.events import TrackingEvent
from tests.carriers.bodies import events, read_fixture

M = Milestone

STORIES = [
    (["easypost/in_transit_with_a_date", "easypost/out_for_delivery", "easypost/delivered"], M.DELIVERED),
    (["easypost/returned_to_the_shop"], M.RETURNED),
    (["easypost/return_label"], M.UNKNOWN),
    (["aftership/in_transit_zoneless", "aftership/delivered_without_checkpoints"], M.DELIVERED),
    (["aftership/delivered_back_to_the_shop"], M.RETURNED),
    (["onfleet/started", "onfleet/nearly_there", "onfleet/completed"], M.DELIVERED),
    (["onfleet/pickup_completed"], M.UNKNOWN),
    (["doorstep/out_for_delivery", "doorstep/reschedule_confirmed"], M.OUT_FOR_DELIVERY),
    (["ups/out_for_delivery_end_of_day", "ups/delivered_with_a_photo"], M.DELIVERED),
    (["karrio/delayed_is_no_place"], M.OUT_FOR_DELIVERY),
    (["fedex/attempted_or_redirected"], M.EXCEPTION),
    (["shipengine/in_transit", "shipengine/delivered_to_neighbour"], M.DELIVERED),
    (["shipday/on_the_way", "shipday/on_the_way_removed"], M.ACCEPTED),
    (["sendcloud/unknown_id_known_message", "sendcloud/driver_en_route"], M.OUT_FOR_DELIVERY),
]


@pytest.mark.parametrize(("paths", "milestone"), STORIES, ids=str)
def test_the_order_of_bodies_never_matters(paths: list[str], milestone: Milestone) -> None:
    told = [events(read_fixture(f"{path}.json")) for path in paths]
    conditions = [fold(_joined(order)) for order in permutations(told)]
    assert conditions[0].milestone is milestone
    assert all(condition == conditions[0] for condition in conditions)
    assert fold(_joined([*told, *told])) == conditions[0]


def _joined(bodies: object) -> list[TrackingEvent]:
    assert isinstance(bodies, list | tuple)
    return [event for body in bodies for event in body]
