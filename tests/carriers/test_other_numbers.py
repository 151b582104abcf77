"""What else a parcel is called, as each sender that gives it says so."""

import json
from dataclasses import replace
from typing import Any

import pytest

from carriers.contract import Reading, Report
from carriers.registry import adapter
from tests.carriers.bodies import FIXTURES, events, read, read_fixture, received


def also(reading: Reading) -> set[tuple[str, ...]]:
    return {item.also for item in reading.items if isinstance(item, Report)}


def fixture(path: str) -> Any:
    return json.loads((FIXTURES / path).read_bytes())


def test_aftership_names_the_carriers_of_the_first_and_the_last_mile() -> None:
    document = fixture("aftership/in_transit_zoneless.json")
    number = document["msg"]["tracking_number"].upper()
    document["msg"] |= {
        "first_mile": {"tracking_number": number, "slug": "yunexpress"},
        "last_mile": {"tracking_number": "9400last", "slug": "usps"},
    }
    assert also(read("aftership", document)) == {("9400LAST",)}


def test_17track_names_the_local_number() -> None:
    document = fixture("17track/in_transit_with_a_range.json")
    document["data"]["track_info"]["misc_info"] = {"local_number": "9400LAST", "local_provider": "USPS"}
    assert also(read("17track", document)) == {("9400LAST",)}


@pytest.mark.parametrize("given", ["9400last", [{"number": "9400LAST", "type": "MAIL"}], ["9400LAST"]])
def test_ups_names_a_second_number(given: object) -> None:
    document = fixture("ups/origin_scan.json") | {"alternateTrackingNumber": given}
    assert also(read("ups", document)) == {("9400LAST",)}


def test_uber_names_its_own_id_and_the_way_back() -> None:
    document = fixture("uber_direct/nearly_there.json")
    document["data"]["related_deliveries"] = [{"id": "ret_9", "relationship": "returned"}]
    (others,) = also(read("uber_direct", document))
    assert others == (document["data"]["id"].upper(), "RET_9")


@pytest.mark.parametrize("given", ["po9", ["po9", "po9"]])
def test_a_mapping_may_name_it(given: object) -> None:
    one = adapter("generic", {"tracking_number": "ref", "status": "st", "other_number": "last"})
    document = {"ref": "DS1", "st": "X", "last": given}
    reading = one.read(document, json.dumps(document).encode(), received())
    assert also(reading) == {("PO9",)}


def test_what_is_no_other_number_is_none() -> None:
    values: list[Any] = [None, "", 0.5, {}, [], [None, {"number": None}], "1Z1"]
    for given in values:
        document = fixture("ups/origin_scan.json") | {"trackingNumber": "1Z1", "alternateTrackingNumber": given}
        assert also(read("ups", document)) == {()}


def test_a_polled_package_goes_by_its_first_number_and_names_the_second() -> None:
    package = {
        "trackingNumber": "1Z1",
        "alternateTrackingNumber": [{"number": "9400ALT", "type": "MAIL"}],
        "activity": [{"date": "20261124", "time": "091519", "status": {"type": "I", "code": "OT"}}],
    }
    answer = {"trackResponse": {"shipment": [{"package": [package]}]}}
    reading = adapter("ups").read_poll(answer, replace(received(), subject="9400ALT"))
    assert {event.tracking_number for event in events(reading)} == {"1Z1"}
    assert also(reading) == {("9400ALT",)}


def test_a_fixture_without_another_number_names_none() -> None:
    assert also(read_fixture("ups/origin_scan.json")) == {()}
