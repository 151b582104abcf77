"""Events may come before their order, or at the same moment: they are taken up all the same."""

from datetime import timedelta

import pytest

from api.rest.order_body import OrderBody, read_order
from domain.axes import Milestone
from domain.events import TrackingEvent
from domain.links import Links
from domain.orders import NewOrder
from flows.orders import place
from flows.replan import replan
from flows.webhooks.digest import digest_some
from store.database import Database
from store.migrations import upgrade
from tests.api.door import FRIDAY, KEY, Door, an_order

TRACKING = "https://doorstep.example/t/"
TELEGRAM = "https://t.me/acme_bot?start="


async def test_events_that_came_before_their_order_are_taken_up(door: Door) -> None:
    await door.put(an_order(parcels__0__tracking_number="OTHER"), "1000")
    door.report(1, _event("evt-1", Milestone.IN_TRANSIT, hours_ago=5), _event("evt-2", Milestone.OUT_FOR_DELIVERY))

    await door.put(an_order())

    shipment = await door.shipment()
    assert shipment["milestone"] == "out_for_delivery"
    assert "out_for_delivery" in {notice["kind"] for notice in shipment["notices"]}


async def test_an_event_read_while_its_order_is_written_is_found_by_the_second_look(
    postgres_url: str, request: pytest.FixtureRequest
) -> None:
    database = Database(postgres_url)
    request.addfinalizer(database.close)
    with database.transaction() as tx:
        upgrade(tx)
    door = Door(database)
    await door.put(an_order(parcels__0__tracking_number="OTHER"), "1000")
    with database.engine.begin() as writing:
        placed = place(writing, _read(), Links("https://d.example", KEY), door.now)
        door.report(1, _event("evt-1", Milestone.OUT_FOR_DELIVERY))
        with database.transaction() as reading:
            digest_some(reading, door.now)

    assert (await door.shipment())["milestone"] == "unknown"
    with database.transaction() as tx:
        replan(tx, placed.new, door.now)
    assert (await door.shipment())["milestone"] == "out_for_delivery"


def _event(key: str, milestone: Milestone, hours_ago: float = 0) -> TrackingEvent:
    at = FRIDAY - timedelta(hours=hours_ago)
    return TrackingEvent(key, "DS100", at, at, milestone)


def _read() -> NewOrder:
    return read_order("1001", OrderBody.model_validate(an_order()))
