"""AfterShip: what its trackings say."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from carriers.aftership.statuses import SUBTAGS
from carriers.registry import adapter
from domain.axes import ActionBy, EtaKind, Milestone, Timeliness, TrackingHealth, ZoneSource
from domain.events import Estimate
from tests.carriers.bodies import events, fixture, newest, read, read_fixture, received, whys

M = Milestone


def test_a_delivery_may_come_without_any_checkpoint() -> None:
    event = newest(read_fixture("aftership/delivered_without_checkpoints.json"))
    assert (event.milestone, event.detail) == (M.DELIVERED, "left_with_neighbour")
    assert event.occurred_at == datetime(2026, 11, 23, 10, 40, 8, tzinfo=UTC)


def test_the_tag_adds_nothing_to_a_checkpoint_that_says_the_same() -> None:
    found = events(read_fixture("aftership/delivered_to_neighbour.json"))
    assert [event.milestone for event in found[-2:]] == [M.OUT_FOR_DELIVERY, M.DELIVERED]
    assert found[-1].place is not None
    assert (found[-1].place.postcode, found[-1].place.country) == ("3511 AB", "NLD"), "renamed in version 2026-01"


def test_a_checkpoint_without_a_zone_is_in_the_sources_zone_or_assumed() -> None:
    path = "aftership/in_transit_zoneless.json"
    assumed, placed = newest(read_fixture(path)), newest(read_fixture(path, ZoneInfo("Europe/Amsterdam")))
    assert (assumed.zone_source, assumed.occurred_at.hour) == (ZoneSource.ASSUMED, 22)
    assert (placed.zone_source, placed.occurred_at.hour) == (ZoneSource.CONFIGURED, 21)
    assert assumed.key == placed.key


def test_a_revised_estimate_says_nothing_about_where_the_parcel_is() -> None:
    event = newest(read_fixture("aftership/edd_revise_range.json"))
    low, high = datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert event.eta == Estimate(EtaKind.WINDOW, None, low, high)
    assert event.milestone is M.UNKNOWN


def test_the_old_shape_of_an_estimate_is_a_range_of_days() -> None:
    eta = newest(read_fixture("aftership/edd_revise_old_shape.json")).eta
    assert eta is not None
    assert eta.from_at is not None
    assert eta.to_at is not None
    assert (eta.from_at.date(), eta.to_at.date()) == (date(2026, 11, 24), date(2026, 11, 26))


def test_delivered_on_the_way_back_is_returned() -> None:
    found = events(read_fixture("aftership/delivered_back_to_the_shop.json"))
    assert [event.milestone for event in found[-2:]] == [M.RETURNING, M.RETURNED]


def test_expired_is_about_the_tracking_not_the_parcel() -> None:
    event = newest(read_fixture("aftership/expired.json"))
    assert (event.milestone, event.health) == (M.UNKNOWN, TrackingHealth.STALE)


@pytest.mark.parametrize(
    ("subtag", "milestone", "detail", "reason"),
    [
        ("Delivered_003", M.DELIVERED, "signed", None),
        ("Exception_003", M.EXCEPTION, None, "recipient.refused"),
        ("Exception_010", M.RETURNING, None, None),
        ("Exception_011", M.RETURNED, None, None),
        ("AttemptFail_002", M.DELIVERY_ATTEMPTED, None, "recipient.not_home"),
        ("InTransit_002", M.ACCEPTED, None, None),
        ("OutForDelivery_004", M.IN_TRANSIT, "delivery_scheduled", None),
    ],
)
def test_sub_tags(subtag: str, milestone: Milestone, detail: str | None, reason: str | None) -> None:
    meaning = SUBTAGS[subtag]
    assert (meaning.milestone, meaning.detail, meaning.reason) == (milestone, detail, reason)


def test_a_wrong_address_is_the_recipients_to_mend_and_weather_makes_late() -> None:
    assert SUBTAGS["Exception_007"].action_by is ActionBy.RECIPIENT
    assert SUBTAGS["Exception_017"].timeliness is Timeliness.DELAYED


def test_an_unknown_sub_tag_falls_back_to_its_tag_and_is_kept() -> None:
    document = msgspec.json.decode(fixture("aftership/delivered_without_checkpoints.json"))
    document["msg"] |= {"tag": "Exception", "subtag": "Exception_099"}
    event = newest(read("aftership", document))
    assert (event.milestone, event.raw.status, event.raw.substatus) == (M.EXCEPTION, "Exception", "Exception_099")


def test_the_event_id_is_the_key_of_the_delivery() -> None:
    assert read_fixture("aftership/expired.json").key == "7b0e2f7a-0001-4a00-8000-000000000007"


def test_a_poll_gives_the_keys_of_the_push() -> None:
    body = fixture("aftership/delivered_to_neighbour.json")
    tracking = msgspec.json.decode(body)["msg"]
    pushed = {event.key for event in events(read("aftership", body))}
    for answer in (tracking, {"data": tracking}, {"data": {"tracking": tracking}}, {"data": {"trackings": [tracking]}}):
        assert {event.key for event in events(adapter("aftership").read_poll(answer, received()))} == pushed


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({}, "`event` is missing: this is no AfterShip webhook"),
        ({"event": "tracking_update"}, "`msg` is missing: this is no AfterShip tracking"),
        ({"event": "tracking_update", "msg": {}}, "`msg.tracking_number` is missing"),
        ({"event": "shipment_label_created"}, "shipment_label_created is not about a parcel on its way"),
    ],
)
def test_what_is_not_read_says_why(document: object, why: str) -> None:
    assert whys(read("aftership", document)) == [why]
