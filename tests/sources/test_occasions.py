"""A word without a time stands until another is said: sent again it is silent, come back it is news."""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from carriers.contract import Reception
from flows.webhooks.receive import Acknowledged, Arrival, keep, read
from store.tables import Delivery, EventRow, Shipment
from tests.flows.house import House
from tests.sources.scene import add_source, source

HOUR = timedelta(hours=1)
TUESDAY, WEDNESDAY = "2026-12-01", "2026-12-02"


@pytest.fixture(autouse=True)
def _three_senders(house: House) -> None:
    house.order("DS100")
    for name in ("easypost", "easyship", "bringg"):
        add_source(house, name, name)
    house.until(HOUR)


def arrival(house: House, name: str, document: dict[str, Any]) -> Arrival:
    of, body = source(house, name), json.dumps(document).encode()
    return Arrival(of, read(of, document, body, Reception(house.now, {}, of.zone)), body, {}, house.now)


def post(house: House, name: str, *documents: dict[str, Any]) -> list[Acknowledged]:
    """They come within one commit."""
    arrivals = [arrival(house, name, document) for document in documents]
    with house.in_transaction() as tx:
        answers = keep(tx, arrivals)
    house.digest()
    return answers


def tracker(house: House, day: str, **changes: Any) -> dict[str, Any]:
    """A full snapshot with one scan and an estimate, touched now."""
    scan = {
        "status": "in_transit",
        "status_detail": "arrived_at_facility",
        "datetime": "2026-11-24T15:00:00Z",
        "tracking_location": {"city": "Queens", "zip": "11101", "country": "US"},
    }
    touched = house.now.isoformat()
    result = {
        "object": "Tracker",
        "id": "trk_1",
        "tracking_code": "DS100",
        "status": "in_transit",
        "status_detail": "arrived_at_facility",
        "updated_at": touched,
        "est_delivery_date": f"{day}T00:00:00Z",
        "tracking_details": [scan],
    }
    result |= changes
    return {"description": "tracker.updated", "id": f"evt_{result['id']}_{touched}", "result": result}


def estimates(house: House) -> list[str]:
    return [row.eta_on for row in house.rows(EventRow) if row.eta_on]


def expected(house: House) -> str | None:
    (row,) = house.rows(Shipment)
    found: str | None = row.expected_on
    return found


def test_an_estimate_that_comes_back_is_noticed(house: House) -> None:
    for day in (TUESDAY, WEDNESDAY, TUESDAY, WEDNESDAY, TUESDAY):
        post(house, "easypost", tracker(house, day))
        assert expected(house) == day
        house.until(HOUR)

    assert estimates(house) == [TUESDAY, WEDNESDAY, TUESDAY, WEDNESDAY, TUESDAY]


def test_an_estimate_sent_again_is_silent_under_whatever_time(house: House) -> None:
    answers = []
    for _ in range(3):
        answers += post(house, "easypost", tracker(house, TUESDAY))
        house.until(HOUR)

    assert answers == [Acknowledged(1, 0, 0), Acknowledged(0, 1, 0), Acknowledged(0, 1, 0)]
    assert estimates(house) == [TUESDAY]


def test_an_older_snapshot_that_comes_late_changes_nothing(house: House) -> None:
    first = tracker(house, TUESDAY)
    house.until(HOUR)
    post(house, "easypost", tracker(house, WEDNESDAY))
    post(house, "easypost", first)
    late = deepcopy(first)
    late["id"] = "evt_sent_again"
    (answer,) = post(house, "easypost", late)

    assert answer == Acknowledged(0, 1, 0)
    assert expected(house) == WEDNESDAY


def test_a_backlog_in_one_commit_is_read_in_its_order(house: House) -> None:
    backlog = []
    for day in (TUESDAY, WEDNESDAY, TUESDAY):
        backlog.append(tracker(house, day))
        house.until(HOUR)

    answers = post(house, "easypost", *backlog)

    assert answers == [Acknowledged(1, 0, 0)] * 3
    assert expected(house) == TUESDAY


def test_a_flickering_estimate_counts_once_a_minute_at_most(house: House) -> None:
    for day in (TUESDAY, WEDNESDAY) * 4:
        post(house, "easypost", tracker(house, day))
        house.until(timedelta(seconds=10))

    assert estimates(house) == [TUESDAY, WEDNESDAY, TUESDAY, WEDNESDAY]


def ship(status: str) -> dict[str, Any]:
    return {
        "event_type": "shipment.tracking.status.changed",
        "data": {"easyship_shipment_id": "ESUS1", "tracking_number": "DS100", "status": status},
    }


def test_a_status_without_a_time_that_comes_back_is_noticed_though_its_body_is_the_same(house: House) -> None:
    days = ("Out for Delivery", "Delivery Attempted", "Out for Delivery")
    for status in days:
        (answer,) = post(house, "easyship", ship(status))
        assert answer == Acknowledged(1, 0, 0)
        house.until(10 * HOUR)

    (parcel,) = house.rows(Shipment)
    assert parcel.milestone == "out_for_delivery"
    assert [row.raw_status for row in house.rows(EventRow)] == list(days)
    assert len({row.key for row in house.rows(Delivery)}) == 3


def test_the_same_body_at_once_is_a_retry(house: House) -> None:
    for status in ("Out for Delivery", "Delivery Attempted"):
        post(house, "easyship", ship(status))
        house.until(timedelta(minutes=10))

    (answer,) = post(house, "easyship", ship("Out for Delivery"))

    assert answer == Acknowledged(0, 1, 0)
    assert house.rows(Shipment)[0].milestone == "delivery_attempted"


def test_the_same_status_again_and_again_is_one_fact(house: House) -> None:
    for _ in range(3):
        post(house, "easyship", ship("Out for Delivery"))
        house.until(2 * HOUR)

    assert len(house.rows(EventRow)) == 1


def test_two_objects_under_one_number_do_not_take_turns(house: House) -> None:
    for _ in range(3):
        post(house, "easypost", tracker(house, TUESDAY), tracker(house, WEDNESDAY, id="trk_2"))
        house.until(HOUR)

    assert estimates(house) == [TUESDAY, WEDNESDAY]


def test_an_old_flat_body_with_nothing_but_an_estimate_likewise(house: House) -> None:
    for hour in (20, 21, 20):
        document = {"task_external_id": "DS100", "task_id": 7, "id": 70, "eta": f"2026-11-24T{hour}:00:00.000Z"}
        post(house, "bringg", document)
        house.until(2 * HOUR)

    assert [row.eta_from.hour for row in house.rows(EventRow)] == [20, 21, 20]
