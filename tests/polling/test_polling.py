"""Polling beside pushing, against stand-ins of the senders' APIs."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from doorstep.fetching import fetching
from flows.audit import By
from flows.staff.webhooks import ReadAgain, read_again
from flows.webhooks import polling
from store import console_webhooks
from store.tables import Case, Delivery, EventRow, PollRow, Shipment, Source
from store.writing import table_of
from tests.flows.house import House
from tests.sources.scene import add_source
from tests.sources.standin import KEY, PAIR, Api, serving

HOUR = timedelta(hours=1)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with serving(Api()) as api:
        yield api


def tracker(status: str = "in_transit", number: str = "DS100") -> dict[str, Any]:
    scan = {
        "status": status,
        "status_detail": status,
        "datetime": "2026-11-24T15:00:00Z",
        "tracking_location": {"city": "Queens", "zip": "11101", "country": "US"},
    }
    return {
        "object": "Tracker",
        "id": "trk_1",
        "tracking_code": number,
        "status": status,
        "status_detail": status,
        "updated_at": "2026-11-24T15:01:00Z",
        "tracking_details": [scan],
    }


def sends_by(house: House, api: Api, adapter: str, folder: str, key: str = KEY) -> None:
    """A source of this sender whose API is the stand-in, and a parcel that names it as its carrier."""
    add_source(house, adapter, adapter, api_key=key, api_url=f"{api.url}/{folder}")
    house.order("DS100")
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Shipment)).values(carrier=adapter))


async def poll(house: House) -> bool:
    async with fetching() as fetch:
        await polling.enrol(house.database, house.now)
        kept = await polling.poll(house.database, lambda: house.now, fetch)
    house.digest()
    return kept


def milestone(house: House) -> str:
    return str(house.rows(Shipment)[0].milestone)


async def test_what_a_lost_webhook_would_have_said_is_asked_for(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    house.until(HOUR)
    api.parcels["DS100"] = tracker("out_for_delivery")

    assert await poll(house)

    assert milestone(house) == "out_for_delivery"
    assert len(house.until(HOUR)) == 1


async def test_a_push_and_a_poll_of_the_same_facts_are_one(house: House, api: Api) -> None:
    from tests.sources.test_occasions import post

    sends_by(house, api, "easypost", "easypost")
    api.parcels["DS100"] = tracker()
    await poll(house)
    before = len(house.rows(EventRow))
    house.until(HOUR)

    (answer,) = post(house, "easypost", {"description": "tracker.updated", "id": "evt_1", "result": tracker()})

    assert (answer.accepted, answer.duplicates) == (0, 1)
    assert len(house.rows(EventRow)) == before


async def test_the_same_answer_again_is_kept_once(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.parcels["DS100"] = tracker()
    await poll(house)
    house.until(24 * HOUR)

    assert not await poll(house)

    assert api.asked == ["DS100", "DS100"]
    assert len(house.rows(Delivery)) == 1


async def test_a_sender_that_tells_by_itself_is_not_asked(house: House, api: Api) -> None:
    from tests.sources.test_occasions import post

    sends_by(house, api, "easypost", "easypost")
    post(house, "easypost", {"description": "tracker.updated", "id": "evt_1", "result": tracker()})

    await poll(house)

    assert api.asked == []
    (row,) = house.rows(PollRow)
    assert house.now < row.next_at < house.now + 5 * HOUR


async def test_a_parcel_that_has_ended_is_not_asked_about_again(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.parcels["DS100"] = tracker("delivered")
    await poll(house)
    house.until(48 * HOUR)

    await poll(house)

    assert api.asked == ["DS100"]
    assert house.rows(PollRow)[0].next_at is None


async def test_without_a_key_nothing_is_asked(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Source)).values(api_key=None))

    await poll(house)

    assert api.asked == []
    assert house.rows(PollRow) == []


async def test_a_key_taken_away_ends_it_and_a_new_one_begins_it_again(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.parcels["DS100"] = tracker()
    await poll(house)
    source = table_of(Source)
    for key in (None, KEY):
        house.until(24 * HOUR)
        with house.in_transaction() as tx:
            tx.execute(update(source).where(source.c.name == "easypost").values(api_key=key))
        await poll(house)

    assert api.asked == ["DS100", "DS100"]


async def test_an_api_that_is_down_is_asked_later_and_later(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.status = 503
    waits = []
    for _ in range(3):
        await poll(house)
        (row,) = house.rows(PollRow)
        waits.append(row.next_at - house.now)
        house.now = row.next_at

    (row,) = house.rows(PollRow)
    assert waits == sorted(waits)
    assert (row.failures, row.why) == (3, "its API answered HTTP 503")
    api.status = 200
    api.parcels["DS100"] = tracker()
    assert await poll(house)
    assert house.rows(PollRow)[0].failures == 0


async def test_an_api_says_when_to_come_back(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.status, api.headers = 429, {"Retry-After": "86400"}

    await poll(house)

    assert house.rows(PollRow)[0].next_at >= house.now + 24 * HOUR


async def test_a_refused_key_is_a_case_and_not_tried_again_at_once(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.status = 401

    await poll(house)
    house.until(HOUR)
    await poll(house)

    assert len(api.asked) == 1
    (case,) = house.rows(Case)
    assert case.kind == "api_key_refused"
    assert "doorstep source change easypost --api-key" in case.why


async def test_an_api_nobody_answers_at_is_tried_again(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Source)).values(api_url="http://127.0.0.1:9"))

    assert not await poll(house)

    assert "cannot be reached" in house.rows(PollRow)[0].why


async def test_a_claim_that_was_never_recorded_is_due_again_after_its_lease(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.parcels["DS100"] = tracker()
    await polling.enrol(house.database, house.now)
    with house.in_transaction() as tx:
        assert len(polling.due_rounds(tx, house.now)) == 1  # and the process dies
        assert polling.due_rounds(tx, house.now) == []
    house.now += polling.LEASE

    assert await poll(house)


async def test_a_polled_answer_that_was_not_understood_is_read_again_as_one(house: House, api: Api) -> None:
    sends_by(house, api, "easypost", "easypost")
    api.parcels["DS100"] = tracker("out_for_delivery")
    await poll(house)
    delivery_id = house.rows(Delivery)[0].id
    with house.in_transaction() as tx:
        tx.execute(table_of(EventRow).delete())
        console_webhooks.set_state(tx, delivery_id, "unreadable", "of the past")

    with house.in_transaction() as tx:
        result = read_again(tx, delivery_id, By("Ines", "", house.now))

    assert isinstance(result, ReadAgain)
    assert (result.state, result.events) == ("read", 1)


def aftership() -> Any:
    scan = {"checkpoint_time": "2026-11-24T15:00:00Z", "tag": "OutForDelivery", "subtag": "OutForDelivery_001"}
    return {"id": "t1", "tracking_number": "DS100", "slug": "usps", "tag": "OutForDelivery", "checkpoints": [scan]}


def shippo() -> Any:
    scan = {
        "status": "TRANSIT",
        "substatus": {"code": "out_for_delivery", "text": "Out for delivery", "action_required": False},
        "status_date": "2026-11-24T15:00:00Z",
    }
    return {"carrier": "usps", "tracking_number": "DS100", "tracking_status": scan, "tracking_history": [scan]}


def seventeentrack() -> Any:
    scan = {"time_utc": "2026-11-24T15:00:00Z", "sub_status": "OutForDelivery_Other", "description": "On the van"}
    info = {
        "latest_status": {"status": "OutForDelivery", "sub_status": "OutForDelivery_Other"},
        "tracking": {"providers": [{"provider": {"name": "USPS"}, "events": [scan]}]},
    }
    return {"number": "DS100", "carrier": 21051, "track_info": info}


def onfleet() -> Any:
    return {
        "id": "AbC~1",
        "shortId": "ds100",
        "state": 2,
        "pickupTask": False,
        "timeLastModified": 1795622400000,
        "completionDetails": {"events": [], "time": None},
    }


def shipengine() -> Any:
    scan = {"occurred_at": "2026-11-24T15:00:00Z", "status_code": "IT", "status_detail_code": "OUT_FOR_DELIVERY"}
    return {"tracking_number": "DS100", "carrier_code": "usps", "status_code": "IT", "events": [scan]}


def dhl() -> Any:
    scan = {"timestamp": "2026-11-24T15:00:00Z", "statusCode": "transit", "status": "Out for delivery"}
    return {"id": "DS100", "service": "express", "status": scan, "events": [scan]}


def sendle() -> Any:
    return {"tracking_events": [{"event_type": "Out for Delivery", "scan_time": "2026-11-24T15:00:00Z"}]}


def karrio() -> Any:
    scan = {
        "date": "2026-11-24",
        "time": "15:00",
        "status": "out_for_delivery",
        "timestamp": "2026-11-24T15:00:00.000Z",
    }
    return {"id": "trk_1", "tracking_number": "DS100", "status": "out_for_delivery", "events": [scan]}


def sendcloud() -> Any:
    return {"id": 7, "tracking_number": "DS100", "status": {"id": 92, "message": "Driver en route"}}


def fedex() -> Any:
    scan = {"date": "2026-11-24T10:00:00-05:00", "eventType": "OD", "eventDescription": "On FedEx vehicle for delivery"}
    return {"trackingNumberInfo": {"trackingNumber": "DS100"}, "scanEvents": [scan]}


def ups() -> Any:
    status = {"type": "I", "code": "OT", "description": "Out for Delivery", "statusCode": "021"}
    scan = {"date": "20261124", "time": "101519", "gmtDate": "20261124", "gmtTime": "15:15:19", "status": status}
    return {"package": [{"trackingNumber": "DS100", "activity": [scan]}]}


@pytest.mark.parametrize(
    ("adapter", "folder", "key", "parcel"),
    [
        ("aftership", "aftership", KEY, aftership),
        ("shippo", "shippo", KEY, shippo),
        ("17track", "17track", KEY, seventeentrack),
        ("onfleet", "onfleet", KEY, onfleet),
        ("ups", "ups", PAIR, ups),
        ("shipengine", "shipengine", KEY, shipengine),
        ("dhl", "dhl", KEY, dhl),
        ("sendle", "sendle", PAIR, sendle),
        ("karrio", "karrio", KEY, karrio),
        ("sendcloud", "sendcloud", PAIR, sendcloud),
        ("fedex", "fedex", PAIR, fedex),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_every_sender_with_an_api_is_asked_as_it_wants(
    small_house: House, api: Api, adapter: str, folder: str, key: str, parcel: Any
) -> None:
    sends_by(small_house, api, adapter, folder, key)
    api.parcels["DS100"] = parcel()

    assert await poll(small_house)

    assert milestone(small_house) == "out_for_delivery"


async def renew(house: House) -> int:
    async with fetching() as fetch:
        return await polling.renew(
            house.database, lambda: house.now, fetch, lambda slug: f"https://door.example/webhooks/{slug}"
        )


async def test_pushes_that_end_by_themselves_are_asked_for_anew(house: House, api: Api) -> None:
    sends_by(house, api, "ups", "ups", PAIR)
    await polling.enrol(house.database, house.now)

    assert await renew(house) == 1
    assert await renew(house) == 0
    house.until(13 * 24 * HOUR + HOUR)
    assert await renew(house) == 1

    assert [(one["trackingNumberList"], one["destination"]["url"]) for one in api.heard] == [
        (["DS100"], "https://door.example/webhooks/ups")
    ] * 2
    assert api.heard[0]["destination"]["credential"] == "s3cret"


async def test_a_subscription_that_failed_is_asked_for_again_soon(house: House, api: Api) -> None:
    sends_by(house, api, "ups", "ups", PAIR)
    await polling.enrol(house.database, house.now)
    api.status = 500
    assert await renew(house) == 0
    api.status = 200

    house.until(2 * HOUR)

    assert await renew(house) == 1
