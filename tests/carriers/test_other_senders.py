"""What the other senders say: one row per scene, one harness for all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from carriers.contract import Reading
from carriers.registry import adapter
from domain.axes import ActionBy, Direction, EtaKind, Milestone, Timeliness, TrackingHealth, ZoneSource
from domain.events import Estimate
from tests.carriers.bodies import events, newest, read, read_fixture, received, whys

M = Milestone
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("path", "milestone", "detail", "reason"),
    [
        ("17track/no_zone_from_the_carrier", M.OUT_FOR_DELIVERY, None, None),
        ("17track/unknown_substatus", M.IN_TRANSIT, None, None),
        ("bringg/arrived_before_its_window", M.OUT_FOR_DELIVERY, "arriving", None),
        ("bringg/schedule_changed_by_the_customer", M.UNKNOWN, "estimate_changed", "recipient.requested"),
        ("bringg/order_done", M.DELIVERED, None, None),
        ("bringg/order_on_the_way", M.OUT_FOR_DELIVERY, None, None),
        ("sendle/webhook_dropped_off", M.ACCEPTED, None, None),
        ("sendle/webhook_card_left", M.DELIVERY_ATTEMPTED, "card_left", None),
        ("dhl/attempt_in_a_sentence", M.DELIVERY_ATTEMPTED, None, "recipient.not_home"),
        ("dhl/express_answer", M.DELIVERED, None, None),
        ("easyship/delivered", M.DELIVERED, None, None),
        ("easyship/older_envelope", M.OUT_FOR_DELIVERY, None, None),
        ("easyship/unknown_word", M.UNKNOWN, None, None),
        ("ehub/batch_of_three", M.DELIVERED, None, None),
        ("fedex/attempted_or_redirected", M.EXCEPTION, None, None),
        ("fedex/delayed_and_due_on_a_date", M.IN_TRANSIT, "at_local_depot", None),
        ("fleetbase/completed", M.DELIVERED, None, None),
        ("fleetbase/tracking_status_in_words", M.OUT_FOR_DELIVERY, None, None),
        ("karrio/as_its_code_posts", M.DELIVERY_ATTEMPTED, None, "recipient.not_home"),
        ("karrio/in_transit_without_scans", M.UNKNOWN, None, None),
        ("locate2u/arrived", M.OUT_FOR_DELIVERY, "arriving", None),
        ("locate2u/assigned", M.ACCEPTED, None, None),
        ("sendcloud/driver_en_route", M.OUT_FOR_DELIVERY, None, None),
        ("sendcloud/unknown_id_known_message", M.CREATED, "label_created", None),
        ("shipday/on_the_way", M.OUT_FOR_DELIVERY, None, None),
        ("shipday/on_the_way_removed", M.ACCEPTED, "delivery_reversed", None),
        ("shipengine/delivered_to_neighbour", M.DELIVERED, "left_with_neighbour", None),
        ("shipengine/delivered_back", M.RETURNED, None, None),
        ("shippo/out_for_delivery_as_a_substatus", M.OUT_FOR_DELIVERY, None, None),
        ("shippo/status_ahead_of_history", M.DELIVERED, None, None),
        ("shippo/old_api_without_substatus", M.OUT_FOR_DELIVERY, None, None),
        ("spoke/next_in_route", M.OUT_FOR_DELIVERY, "arriving", None),
        ("spoke/attempted_and_delivered", M.DELIVERED, "safe_place", None),
        ("spoke/delivered_without_success", M.UNKNOWN, None, None),
        ("tookan/delivered", M.DELIVERED, None, None),
        ("tookan/numbers_instead_of_text", M.OUT_FOR_DELIVERY, "arriving", None),
        ("uber_direct/nearly_there", M.OUT_FOR_DELIVERY, "arriving", None),
        ("uber_direct/the_way_back", M.RETURNED, None, None),
        ("ups/delivered_with_a_photo", M.DELIVERED, None, None),
        ("ups/out_for_delivery_under_d", M.OUT_FOR_DELIVERY, None, None),
        ("ups/exception_after_an_attempt", M.DELIVERY_ATTEMPTED, None, "recipient.not_home"),
        ("ups/origin_scan", M.ACCEPTED, None, None),
    ],
)
def test_the_newest_event(path: str, milestone: Milestone, detail: str | None, reason: str | None) -> None:
    event = newest(read_fixture(f"{path}.json"))
    assert (event.milestone, event.detail, event.reason) == (milestone, detail, reason)


@pytest.mark.parametrize(
    ("path", "eta"),
    [
        ("dhl/out_for_delivery_in_a_sentence", Estimate(EtaKind.DATE, on=date(2026, 11, 24))),
        ("fedex/delayed_and_due_on_a_date", Estimate(EtaKind.DATE, on=date(2026, 11, 26))),
        ("shipengine/in_transit", Estimate(EtaKind.DATE, on=date(2026, 11, 24))),
        ("ups/out_for_delivery_end_of_day", Estimate(EtaKind.DATE, on=date(2026, 11, 24))),
        (
            "shippo/old_api_without_substatus",
            Estimate(EtaKind.DATE, on=date(2026, 11, 21), zone_source=ZoneSource.ASSUMED),
        ),
    ],
)
def test_an_estimate_that_is_good_to_the_day_stays_a_date(path: str, eta: Estimate) -> None:
    assert [event.eta for event in events(read_fixture(f"{path}.json")) if event.eta] == [eta]


@pytest.mark.parametrize(
    ("path", "opens", "closes"),
    [
        ("dhl/window", "2026-11-24T08:00Z", "2026-11-24T10:00Z"),
        ("fedex/out_for_delivery_with_a_zoneless_pickup", "2026-11-24T15:00Z", "2026-11-24T19:00Z"),
        ("bringg/schedule_changed_by_the_customer", "2026-11-24T14:00Z", "2026-11-24T15:00Z"),
        ("17track/in_transit_with_a_range", "2026-11-28T12:00Z", "2026-12-02T12:00Z"),
    ],
)
def test_windows(path: str, opens: str, closes: str) -> None:
    [eta] = [event.eta for event in events(read_fixture(f"{path}.json")) if event.eta]
    assert (eta.from_at, eta.to_at) == (datetime.fromisoformat(opens), datetime.fromisoformat(closes))


def test_a_ups_window_needs_the_zone_of_the_source() -> None:
    path = "ups/new_date_with_a_window.json"
    assert newest(read_fixture(path)).eta == Estimate(EtaKind.DATE, on=date(2026, 11, 25))
    placed = newest(read_fixture(path, NEW_YORK)).eta
    assert placed is not None
    assert (placed.from_at, placed.zone_source) == (datetime.fromisoformat("2026-11-25T18:00Z"), ZoneSource.CONFIGURED)


def test_ups_times_are_those_of_greenwich() -> None:
    assert newest(read_fixture("ups/origin_scan.json")).zone_source is ZoneSource.PAIRED


def test_a_new_date_from_ups_is_not_called_a_delay() -> None:
    event = newest(read_fixture("ups/new_date_with_a_window.json"))
    assert (event.milestone, event.timeliness) == (M.UNKNOWN, Timeliness.UNKNOWN)


@pytest.mark.parametrize("path", ["tookan/pickup_collected", "locate2u/pickup_stop_of_a_shipment"])
def test_a_completed_pickup_is_a_parcel_collected(path: str) -> None:
    event = newest(read_fixture(f"{path}.json"))
    assert (event.milestone, event.direction) == (M.ACCEPTED, Direction.PICKUP)


def test_a_pickup_attempted_by_sendle_is_no_delivery_attempted() -> None:
    event = events(read_fixture("sendle/every_word.json"))[0]
    assert (event.milestone, event.direction) == (M.EXCEPTION, Direction.PICKUP)


def test_tookan_brings_its_own_zone() -> None:
    event = newest(read_fixture("tookan/delivered.json", ZoneInfo("Asia/Tokyo")))
    assert event.occurred_at == datetime.fromisoformat("2026-11-23T15:57:35Z")


def test_a_carrier_that_gave_no_zone_has_none_however_17track_writes_it() -> None:
    event = newest(read_fixture("17track/no_zone_from_the_carrier.json", NEW_YORK))
    assert event.zone_source is ZoneSource.CONFIGURED


@pytest.mark.parametrize("path", ["shippo/status_ahead_of_history", "karrio/as_its_code_posts"])
def test_a_z_that_may_lie_is_not_believed(path: str) -> None:
    assert newest(read_fixture(f"{path}.json")).zone_source is ZoneSource.ASSUMED


def test_tracking_that_stopped_is_about_the_tracking() -> None:
    event = newest(read_fixture("17track/stopped.json"))
    assert (event.milestone, event.health) == (M.UNKNOWN, TrackingHealth.STOPPED)


def test_shippos_flag_says_who_must_act() -> None:
    assert newest(read_fixture("shippo/action_required.json")).action_by is ActionBy.RECIPIENT


def test_a_label_that_failed_is_the_shops_to_mend_and_no_exception_of_the_parcel() -> None:
    event = newest(read_fixture("sendcloud/label_failed.json"))
    assert (event.milestone, event.action_by) == (M.UNKNOWN, ActionBy.SHIPPER)


def test_a_late_van_is_both_late_and_on_the_road() -> None:
    found = events(read_fixture("karrio/delayed_is_no_place.json"))
    assert {event.milestone for event in found} == {M.OUT_FOR_DELIVERY, M.UNKNOWN}
    assert Timeliness.DELAYED in {event.timeliness for event in found}


def test_fedex_codes_a_redirection_and_an_attempt_alike_and_the_sentence_tells() -> None:
    found = events(read_fixture("fedex/attempted_or_redirected.json"))
    assert [event.milestone for event in found] == [M.DELIVERY_ATTEMPTED, M.EXCEPTION]


def test_two_shipments_under_one_number_do_not_share_their_facts() -> None:
    reading = read_fixture("fedex/one_number_two_shipments.json")
    assert len(reading.items) == 2
    assert len({event.key for event in events(reading)}) == 2


def test_a_batch_is_one_report_for_each_scan() -> None:
    reading = read_fixture("ehub/one_without_a_number.json")
    assert len(reading.items) == 2
    assert whys(reading) == ["`payload[1].tracking_number` is missing"]


def test_a_couriers_ping_is_news_only_when_its_estimate_moves() -> None:
    first = read_fixture("uber_direct/dropoff.json")
    document = {
        "id": "evt_later",
        "kind": "event.courier_update",
        "created": "2026-11-03T00:00:20Z",
        "data": {"id": "del_1", "external_id": "ACME-9", "status": "dropoff", "dropoff_eta": "2026-11-03T01:58:40Z"},
    }
    second = read("uber_direct", document)
    assert first.key != second.key
    assert {event.key for event in events(first)} == {event.key for event in events(second)}


def test_a_polled_answer_that_repeats_no_number_is_about_the_one_asked_for() -> None:
    answer = {"tracking_events": [{"event_type": "Pickup", "scan_time": "2026-11-23T08:12:00Z"}]}
    reading = adapter("sendle").read_poll(answer, replace(received(), subject="sndl9"))
    assert newest(reading).tracking_number == "SNDL9"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("bringg/nothing_to_say", "no `webhook_type` and no estimate: nothing can be said from this body"),
        ("fedex/not_found", "Tracking number cannot be found."),
        ("fleetbase/location_flood", "driver.location_changed is not about a parcel on its way"),
        ("locate2u/note_created", "a body without `newStatus` and without a driver says nothing about a parcel"),
        ("sendcloud/no_number_yet", "the parcel has no tracking number yet (Announcement failed)"),
        ("sendle/no_number", "the answer names no parcel, and none was asked for"),
        ("spoke/test_event", "test.send_event is not about a parcel on its way"),
    ],
)
def test_what_is_no_news_of_a_parcel_says_why(path: str, why: str) -> None:
    assert whys(read_fixture(f"{path}.json")) == [why]


def test_a_polled_ups_activity_is_the_fact_the_alert_told() -> None:
    pushed = newest(read_fixture("ups/delivered_with_a_photo.json"))
    activity = {
        "status": {"type": "D", "code": "FS", "statusCode": "011", "description": "DELIVERED "},
        "location": {"address": {"city": "QUEENS", "countryCode": "US"}},
        "date": "20261102",
        "time": "230000",
        "gmtDate": "20261103",
        "gmtTime": "04:00:00",
    }
    package = {"trackingNumber": "1Z0000000000000001", "activity": [activity]}
    polled = adapter("ups").read_poll({"trackResponse": {"shipment": [{"package": [package]}]}}, received())
    assert [(event.key, event.milestone) for event in events(polled)] == [(pushed.key, M.DELIVERED)]


def polled_ups(**package: object) -> Reading:
    """A package on its way, with whatever else UPS says of it."""
    scan = {
        "status": {"type": "I", "description": "Departed", "code": "DP", "statusCode": "005"},
        "date": "20261123",
        "time": "101500",
        "gmtDate": "20261123",
        "gmtTime": "15:15:00",
    }
    whole = {"trackingNumber": "1Z1", "activity": [scan], **package}
    document = {"trackResponse": {"shipment": [{"package": [whole]}]}}
    return adapter("ups").read_poll(document, replace(received(NEW_YORK), subject="9400ALT"))


@pytest.mark.parametrize(
    ("package", "eta"),
    [
        ({"deliveryDate": [{"type": "SDD", "date": "20261125"}]}, Estimate(EtaKind.DATE, on=date(2026, 11, 25))),
        (
            {"deliveryDate": [{"type": "SDD", "date": "20261125"}, {"type": "RDD", "date": "20261126"}]},
            Estimate(EtaKind.DATE, on=date(2026, 11, 26)),
        ),
        (
            {
                "deliveryDate": [{"type": "SDD", "date": "20261125"}],
                "deliveryTime": {"type": "CMT", "endTime": "120000"},
            },
            Estimate(EtaKind.DATE, on=date(2026, 11, 25)),
        ),
        (
            {
                "deliveryDate": [{"type": "SDD", "date": "20261125"}],
                "deliveryTime": {"type": "EDW", "startTime": "101500", "endTime": "141500"},
            },
            Estimate(
                EtaKind.WINDOW,
                None,
                datetime(2026, 11, 25, 15, 15, tzinfo=UTC),
                datetime(2026, 11, 25, 19, 15, tzinfo=UTC),
                ZoneSource.CONFIGURED,
            ),
        ),
    ],
)
def test_what_ups_expects_of_a_polled_package(package: dict[str, object], eta: Estimate) -> None:
    assert [event.eta for event in events(polled_ups(**package)) if event.eta] == [eta]


def test_a_sendle_event_is_one_fact_whether_pushed_or_polled() -> None:
    pushed = newest(read_fixture("sendle/webhook_card_left.json"))
    polled = adapter("sendle").read_poll(
        {
            "tracking_events": [
                {"event_type": "Card Left", "scan_time": "2026-11-24T17:02:00Z", "description": "We left a card"}
            ]
        },
        replace(received(), subject="SNDW1"),
    )
    assert events(polled)[0].key == pushed.key


def test_of_a_bringg_order_the_last_stop_is_the_customers() -> None:
    event = newest(read_fixture("bringg/order_on_the_way.json"))
    assert event.eta == Estimate(EtaKind.DATETIME, None, datetime(2026, 11, 24, 15, 10, tzinfo=UTC))


def test_an_end_of_updates_is_no_delivery() -> None:
    told = adapter("easyship").read(
        {
            "event_type": "shipment.tracking.status.changed",
            "tracking_status": {"status": "Delivery Expected (End of Updates)", "tracking_number": "ESY1"},
        },
        b"x",
        received(),
    )
    assert (newest(told).milestone, newest(told).health) == (M.UNKNOWN, TrackingHealth.STOPPED)
