"""Tracking numbers that are used again, doubled, or shared by an order: all hear of their own parcels only."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from carriers.contract import Reception
from flows.looking import shipment
from flows.webhooks.receive import Arrival, keep, read
from store.tables import EventRow, Notice, Shipment
from tests.flows.house import House
from tests.sources.scene import add_source, source

DAY = timedelta(days=1)


def posted(house: House, adapter: str, document: Any) -> None:
    of, body = source(house, adapter), msgspec.json.encode(document)
    reading = read(of, document, body, Reception(house.now, {}, of.zone))
    with house.in_transaction() as tx:
        keep(tx, [Arrival(of, reading, body, {}, house.now)])
    house.digest()


def iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def tracker(house: House, *scans: tuple[str, timedelta]) -> dict[str, Any]:
    """An EasyPost tracker with scans so long ago."""
    spot = {"city": "Queens", "zip": "11101", "country": "US"}
    details = [
        {"status": status, "status_detail": status, "datetime": iso(house.now - ago), "tracking_location": spot}
        for status, ago in scans
    ]
    last = details[-1]["status"]
    result = {"object": "Tracker", "id": "trk_1", "tracking_code": "DS100", "status": last, "status_detail": last}
    return {
        "description": "tracker.updated",
        "id": f"evt_{len(scans)}",
        "result": {**result, "tracking_details": details},
    }


def test_a_recycled_number_is_not_delivered_because_another_parcel_once_was(house: House) -> None:
    add_source(house, "easypost", "easypost")
    house.order("DS100")
    house.until(timedelta(hours=1))
    past = (("in_transit", 203 * DAY), ("delivered", 200 * DAY))

    posted(house, "easypost", tracker(house, *past))
    assert house.rows(Shipment)[0].milestone == "unknown"

    posted(house, "easypost", tracker(house, *past, ("out_for_delivery", timedelta(minutes=20))))

    assert house.rows(Shipment)[0].milestone == "out_for_delivery"
    assert len(house.until(timedelta(hours=1))) == 1
    assert house.rows(Notice, kind="delivered", state="sent") == []
    with house.in_transaction() as tx:
        view = shipment(tx, "DS100", None)
    assert view is not None
    assert [event["milestone"] for event in view["events"]] == ["out_for_delivery"]
    assert len(house.rows(EventRow)) == 3


def test_of_two_fedex_shipments_under_one_number_the_old_one_is_not_ours(house: House) -> None:
    add_source(house, "fedex", "fedex")
    house.order("DS100")
    house.until(timedelta(hours=1))

    def result(unique: str, kind: str, ago: timedelta) -> dict[str, Any]:
        scan = {"date": iso(house.now - ago), "eventType": kind, "eventDescription": "Scan", "scanLocation": {}}
        named = {"trackingNumber": "DS100", "trackingNumberUniqueId": unique}
        return {"trackingNumberInfo": named, "scanEvents": [scan]}

    found = [result("1~DS100~FX", "DL", 400 * DAY), result("2~DS100~FX", "OD", timedelta(minutes=5))]
    posted(house, "fedex", {"output": {"completeTrackResults": [{"trackResults": found}]}})

    assert house.rows(Shipment)[0].milestone == "out_for_delivery"


def test_an_order_is_delivered_when_all_its_parcels_are_and_each_says_how_many(house: House) -> None:
    house.order("DS1", "DS2", "DS3")
    house.until(timedelta(hours=1))
    said: list[str] = []
    for number in ("DS1", "DS2", "DS3"):
        house.report(house.event("out_for_delivery", number), house.event("delivered", number))
        said += house.until(timedelta(hours=2))

    told = [text for text in said if "delivered" in text.lower()]
    assert len(told) == 3, said
    assert "1 of 3" in told[0]
    assert "2 of 3" in told[1]
    assert "of 3" not in told[2] or "3 of 3" in told[2] or "all" in told[2].lower(), told[2]


def test_what_is_reported_at_night_of_the_day_before_wakes_nobody(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(hours=1))
    house.until(timedelta(hours=10))  # eleven at night in New York
    house.report(house.event("delivered", at=house.now - timedelta(hours=6)))

    assert house.until(timedelta(hours=8)) == []
    told = house.until(timedelta(hours=3))[0]

    assert "delivered" in told
    assert house.rows(Notice, kind="delivered")[0].state == "sent"
