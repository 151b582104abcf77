"""EasyPost: what its trackers say."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from carriers.easypost.statuses import PAIRS
from carriers.registry import adapter
from domain.axes import ActionBy, Direction, EtaKind, Milestone, Timeliness, TrackingHealth, ZoneSource
from domain.events import Estimate, Place
from tests.carriers.bodies import events, fixture, newest, read, read_fixture, received, whys

M = Milestone


def test_each_scan_is_an_event_and_a_date_at_midnight_stays_a_date() -> None:
    reading = read_fixture("easypost/in_transit_with_a_date.json")
    found = events(reading)
    assert reading.key == "evt_a1"
    assert [event.milestone for event in found[:-1]] == [M.CREATED, M.ACCEPTED, *[M.IN_TRANSIT] * 4]
    assert found[5].place == Place("MASPETH", "NY", "11378", "US")
    assert (found[5].tracking_number, found[5].carrier, found[5].raw.code) == ("EPA1", "UPS", "AR")
    assert found[-1].eta == Estimate(EtaKind.DATE, on=date(2026, 11, 24))
    assert found[-1].milestone is M.UNKNOWN, "an estimate alone says nothing about where the parcel is"


def test_the_tracker_adds_nothing_when_its_newest_scan_says_it_all() -> None:
    found = events(read_fixture("easypost/delivered.json"))
    assert [event.milestone for event in found[-2:]] == [M.OUT_FOR_DELIVERY, M.DELIVERED]
    assert found[-1].occurred_at == datetime(2026, 11, 23, 16, 40, tzinfo=UTC)


def test_the_tracker_speaks_when_it_is_ahead_of_its_scans() -> None:
    assert newest(read_fixture("easypost/tracker_ahead_of_its_scans.json")).milestone is M.DELIVERED


def test_a_scan_without_a_place_has_an_assumed_zone() -> None:
    found = events(read_fixture("easypost/in_transit_with_a_date.json"))
    assert [event.zone_source for event in found[:2]] == [ZoneSource.ASSUMED, ZoneSource.EXPLICIT]


def test_an_exception_is_an_attempt_only_in_the_carriers_own_words() -> None:
    assert newest(read_fixture("easypost/attempt_in_the_carriers_words.json")).milestone is M.DELIVERY_ATTEMPTED
    assert PAIRS["in_transit", "delivery_exception"].milestone is M.EXCEPTION


def test_a_return_that_arrived_is_returned_not_delivered() -> None:
    found = events(read_fixture("easypost/returned_to_the_shop.json"))
    assert [(event.milestone, event.reason) for event in found[-2:]] == [
        (M.RETURNING, "recipient.refused"),
        (M.RETURNED, None),
    ]


def test_a_return_label_goes_the_other_way() -> None:
    assert {e.direction for e in events(read_fixture("easypost/return_label.json"))} == {Direction.RETURN}


def test_an_error_is_easyposts_own_and_nothing_happened_to_the_parcel() -> None:
    event = newest(read_fixture("easypost/error_in_test_mode.json"))
    assert (event.milestone, event.health) == (M.UNKNOWN, TrackingHealth.STALE)


def test_other_events_are_ignored_with_a_reason() -> None:
    assert whys(read_fixture("easypost/batch_event.json")) == ["batch.created is not about a parcel on its way"]


@pytest.mark.parametrize(
    ("status", "detail", "milestone"),
    [
        ("in_transit", "received_at_origin_facility", M.ACCEPTED),
        ("in_transit", "arrived_at_destination", M.IN_TRANSIT),
        ("delivered", "arrived_at_destination", M.DELIVERED),
        ("delivered", "return", M.DELIVERED),
        ("in_transit", "lost", M.EXCEPTION),
        ("in_transit", "refused", M.RETURNING),
        ("failure", "return", M.RETURNING),
        ("in_transit", "arrived_at_pickup_location", M.AVAILABLE_FOR_PICKUP),
        ("out_for_delivery", "delayed", M.OUT_FOR_DELIVERY),
        ("in_transit", "never_seen_before", M.IN_TRANSIT),
        ("never_seen_before", "lost", M.EXCEPTION),
        ("never_seen_before", "never_seen_before", M.UNKNOWN),
    ],
)
def test_status_and_detail_together(status: str, detail: str, milestone: Milestone) -> None:
    scan = {"status": status, "status_detail": detail, "datetime": "2026-11-23T08:12:00Z"}
    reading = read("easypost", {"object": "Tracker", "tracking_code": "EP1", "tracking_details": [scan]})
    event = events(reading)[0]
    assert (event.milestone, event.raw.status, event.raw.substatus) == (milestone, status, detail)


def test_a_late_parcel_can_be_out_for_delivery() -> None:
    meaning = PAIRS["out_for_delivery", "weather_delay"]
    assert (meaning.milestone, meaning.timeliness) == (M.OUT_FOR_DELIVERY, Timeliness.DELAYED)
    assert meaning.reason == "weather.delay"


def test_a_pickup_waits_for_the_recipient() -> None:
    assert PAIRS["available_for_pickup", "unknown"].action_by is ActionBy.RECIPIENT


def test_the_same_facts_under_a_new_updated_at_have_the_same_keys() -> None:
    body = fixture("easypost/in_transit_with_a_date.json")
    again = body.replace(b"2026-11-22T19:26:51Z", b"2026-11-22T23:59:59Z")
    assert {e.key for e in events(read("easypost", body))} == {e.key for e in events(read("easypost", again))}


def test_a_poll_gives_the_keys_of_the_push() -> None:
    body = fixture("easypost/in_transit_with_a_date.json")
    tracker = msgspec.json.decode(body)["result"]
    pushed = {e.key for e in events(read("easypost", body))}
    for answer in (tracker, {"trackers": [tracker], "has_more": False}):
        assert {e.key for e in events(adapter("easypost").read_poll(answer, received()))} == pushed


def test_one_bad_scan_does_not_lose_the_others() -> None:
    document = msgspec.json.decode(fixture("easypost/delivered.json"))
    document["result"]["tracking_details"][2]["datetime"] = "yesterday"
    reading = read("easypost", document)
    assert len(events(reading)) == 7
    assert whys(reading) == ["`tracking_details[2].datetime` holds no time"]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "`result` is missing: this is no EasyPost tracker event"),
        ({"description": "tracker.updated"}, "`result` is missing: this is no EasyPost tracker event"),
        ({"description": "tracker.updated", "result": {}}, "`tracking_code` is missing"),
        (
            {"result": {"tracking_code": "X", "tracking_details": [{}] * 1001}},
            "1001 events in one body; at most 1000 are read",
        ),
    ],
)
def test_what_is_not_understood_says_why(document: object, why: str) -> None:
    assert whys(read("easypost", document)) == [why]
