"""Doorstep's own format."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.axes import ActionBy, EtaKind, Milestone, Timeliness, ZoneSource
from domain.events import Estimate, Place
from tests.carriers.bodies import events, newest, read, read_fixture, whys

M = Milestone


def event(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "evt-1",
        "tracking_number": "DS100",
        "milestone": "in_transit",
        "occurred_at": "2026-11-23T08:12:00-05:00",
    }
    return plain | changes


def test_the_documented_event_is_read() -> None:
    found = newest(read_fixture("doorstep/out_for_delivery.json", webhook_id="msg_1"))
    assert (found.key, found.tracking_number, found.milestone) == ("evt-1", "DS100", M.OUT_FOR_DELIVERY)
    assert found.occurred_at == datetime(2026, 11, 23, 13, 12, tzinfo=UTC)
    assert found.place == Place("Queens", country="US")
    low, high = datetime(2026, 11, 23, 15, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert found.eta == Estimate(EtaKind.WINDOW, None, low, high)


def test_the_webhook_id_is_the_key_of_the_delivery() -> None:
    assert read("doorstep", event(), webhook_id="msg_1").key == "msg_1"
    assert read("doorstep", event()).key == read("doorstep", event()).key


def test_a_batch_is_one_report_for_each_event_and_a_flaw_costs_only_its_own() -> None:
    reading = read_fixture("doorstep/batch_with_a_flaw.json")
    assert len(reading.items) == 3
    assert [found.tracking_number for found in events(reading)] == ["DS100", "DS102"]
    assert [found.detail for found in events(reading)] == ["arriving", "left_with_neighbour"]
    assert whys(reading) == ["`events[1].occurred_at` is missing"]


@pytest.mark.parametrize("field", ["id", "tracking_number", "milestone", "occurred_at"])
@pytest.mark.parametrize(("value", "problem"), [(None, "is missing"), ("", "is missing"), (5, "is no text")])
def test_a_missing_or_mistyped_field_is_named(field: str, value: object, problem: str) -> None:
    assert whys(read("doorstep", event(**{field: value}))) == [f"`{field}` {problem}"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"occurred_at": "yesterday"}, "`occurred_at` is no ISO 8601 date and time"),
        ({"detail": 5}, "`detail` is no text"),
        ({"location": "Queens"}, "`location` is no JSON object"),
        ({"eta": "soon"}, "`eta` is no JSON object"),
        ({"eta": {}}, "`eta.kind` is none of date, datetime, window"),
        ({"eta": {"kind": "date", "date": "tomorrow"}}, "`eta.date` is no date (YYYY-MM-DD)"),
        ({"eta": {"kind": "datetime"}}, "`eta.at` is no ISO 8601 date and time"),
        ({"eta": {"kind": "window", "from": "2026-11-23T10:00:00Z"}}, "`eta.to` is no ISO 8601 date and time"),
        (
            {"eta": {"kind": "window", "from": "2026-11-23T10:00:00Z", "to": "2026-11-23T09:00:00Z"}},
            "`eta.to` comes before eta.from",
        ),
        ({"timeliness": "late"}, "`timeliness` is none of unknown, on_time, at_risk, delayed, early"),
    ],
)
def test_a_wrong_value_is_named(changes: dict[str, Any], why: str) -> None:
    assert whys(read("doorstep", event(**changes))) == [why]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "the body is no JSON object"),
        (None, "the body is no JSON object"),
        ({"events": {}}, "`events` is no list"),
        ({"events": ["x"]}, "`events[0]` is no JSON object"),
        ({"events": [{}] * 1001}, "1001 events in one body; at most 1000 are read"),
    ],
)
def test_a_wrong_body_says_why(document: object, why: str) -> None:
    assert whys(read("doorstep", document)) == [why]


def test_an_empty_batch_holds_nothing() -> None:
    assert read("doorstep", {"events": []}).items == ()


def test_an_unknown_milestone_is_unknown_and_kept() -> None:
    found = newest(read("doorstep", event(milestone="teleported")))
    assert (found.milestone, found.raw.status) == (M.UNKNOWN, "teleported")


def test_an_unknown_detail_is_not_passed_on_but_kept() -> None:
    found = newest(read("doorstep", event(detail="by_drone", reason="carrier.gremlins")))
    assert (found.detail, found.reason) == (None, None)
    assert (found.raw.substatus, found.raw.code) == ("by_drone", "carrier.gremlins")


def test_a_time_without_a_zone_is_in_the_sources_zone_or_assumed() -> None:
    zoneless = event(occurred_at="2026-11-23T08:12:00")
    assumed, placed = newest(read("doorstep", zoneless)), newest(read("doorstep", zoneless, ZoneInfo("Asia/Tokyo")))
    assert (assumed.zone_source, assumed.occurred_at.hour) == (ZoneSource.ASSUMED, 8)
    assert (placed.zone_source, placed.occurred_at.hour) == (ZoneSource.CONFIGURED, 23)


def test_an_answer_to_a_reschedule_needs_no_milestone() -> None:
    found = newest(read_fixture("doorstep/reschedule_confirmed.json"))
    assert (found.detail, found.milestone) == ("reschedule_confirmed", M.UNKNOWN)
    assert found.eta is not None
    assert found.eta.from_at == datetime(2026, 11, 25, 22, tzinfo=UTC)


def test_a_date_and_the_other_axes() -> None:
    found = newest(read_fixture("doorstep/date_only.json"))
    assert found.eta == Estimate(EtaKind.DATE, on=date(2026, 11, 24))
    assert (found.timeliness, found.reason, found.carrier) == (Timeliness.DELAYED, "weather.delay", "Acme Vans")


def test_a_pickup_waits_for_the_recipient_unless_the_sender_says_otherwise() -> None:
    waiting = newest(read("doorstep", event(milestone="available_for_pickup")))
    told = newest(read("doorstep", event(milestone="available_for_pickup", action_by="none")))
    assert (waiting.action_by, told.action_by) == (ActionBy.RECIPIENT, ActionBy.NONE)
