"""Fetch before trust: a webhook that proves little is a hint, and only the sender's API is believed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from carriers.contract import Reading, Report
from flows.webhooks import feeds
from flows.webhooks.hints import hinted
from flows.webhooks.log import _PACK, Entry, Logged
from flows.webhooks.log_reading import LogReading
from flows.webhooks.receive import Acknowledged, Rejected, WebhookDoor
from flows.webhooks.sources import Sources
from store.tables import Delivery, EventRow, Notice, PollRow, Shipment
from tests.flows.house import House
from tests.polling.test_polling import poll
from tests.sources.scene import add_source, source
from tests.sources.standin import KEY, Api, serving

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with serving(Api()) as api:
        yield api


def track(status: str, at: str = "2026-11-24T15:00:00Z", number: str = "DS100") -> dict[str, Any]:
    now = {"status": status, "status_date": at, "status_details": status.title(), "location": {"zip": "11101"}}
    return {"carrier": "usps", "tracking_number": number, "tracking_status": now, "tracking_history": [now]}


def opened(house: House, api: Api) -> None:
    add_source(house, "shippo", "shippo", api_key=KEY, api_url=f"{api.url}/shippo", fetch_first=True)


async def posted(house: House, status: str) -> Acknowledged | Rejected:
    """Whoever knows the address posts this."""
    door = WebhookDoor(house.database, Sources(house.database, lambda: house.now), lambda: house.now, lambda: None)
    body = msgspec.json.encode({"event": "track_updated", "data": track(status)})
    answer = await door.receive("shippo", {}, {"token": "s3cret"}, body)
    house.digest()
    return answer


async def test_a_forged_delivered_moves_nothing_and_says_nothing(house: House, api: Api) -> None:
    opened(house, api)
    house.order("DS100")
    api.parcels["DS100"] = track("TRANSIT")

    answer = await posted(house, "DELIVERED")

    assert answer == Acknowledged(1, 0, 0)
    assert house.rows(EventRow) == []
    assert await poll(house)
    assert house.rows(Shipment)[0].milestone == "in_transit"
    assert house.rows(Notice, kind="delivered") == []
    assert [row.state for row in house.rows(Delivery)] == ["ignored", "read"]


async def test_a_true_hint_is_believed_as_soon_as_the_api_says_so(house: House, api: Api) -> None:
    opened(house, api)
    house.order("DS100")
    api.parcels["DS100"] = track("TRANSIT")
    await poll(house)
    house.until(2 * MINUTE)
    api.parcels["DS100"] = track("DELIVERED", "2026-11-24T17:01:00Z")

    await posted(house, "DELIVERED")
    assert await poll(house)

    assert house.rows(Shipment)[0].milestone == "delivered"
    assert api.asked == ["DS100", "DS100"]


async def test_a_storm_of_hints_asks_once_a_minute(house: House, api: Api) -> None:
    opened(house, api)
    house.order("DS100")
    api.parcels["DS100"] = track("TRANSIT")
    for status in ("DELIVERED", "TRANSIT", "FAILURE"):
        await posted(house, status)
        await poll(house)
    assert api.asked == ["DS100"]

    house.until(2 * MINUTE)
    await poll(house)

    assert api.asked == ["DS100", "DS100"]
    assert house.rows(PollRow)[0].next_at > house.now


async def test_a_hint_before_its_order_is_asked_about_when_the_order_comes(house: House, api: Api) -> None:
    opened(house, api)
    await posted(house, "TRANSIT")
    api.parcels["DS100"] = track("TRANSIT")

    house.order("DS100")
    await poll(house)

    assert api.asked == ["DS100"]


def test_it_needs_an_api_to_fetch_from(house: House) -> None:
    with pytest.raises(feeds.BadFeed, match="needs the key"):
        add_source(house, "shippo", "shippo", fetch_first=True)
    add_source(house, "shippo", "shippo", api_key=KEY, fetch_first=True)
    with house.in_transaction() as tx, pytest.raises(feeds.BadFeed, match="needs the key"):
        feeds.change(tx, "shippo", feeds.Arrangement(api_key=""))


def test_a_wish_for_silence_is_honoured_without_asking() -> None:
    reading = Reading("k", (Report((), "+12125550123"),))

    assert hinted(reading) == (reading, ())


async def test_what_came_through_a_log_in_front_is_a_hint_as_well(house: House, api: Api) -> None:
    opened(house, api)
    of = source(house, "shippo")
    body = msgspec.json.encode({"event": "track_updated", "data": track("DELIVERED")})
    payload = _PACK.encode(Entry(of.id, "k1", house.now, {}, body))
    no_log: Any = None

    found = await LogReading(house.database, no_log, lambda: house.now, lambda: None)._arrival(Logged(1, 1, payload))

    assert found is not None
    assert (found.reading.key, found.hints) == ("k1", ("DS100",))
    assert [type(item).__name__ for item in found.reading.items] == ["Ignored"]
