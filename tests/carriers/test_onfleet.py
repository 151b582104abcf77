"""Onfleet: what its tasks say."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from carriers.contract import Report
from carriers.registry import adapter
from domain.axes import Direction, EtaKind, Milestone, Scope, Timeliness
from domain.events import Estimate
from tests.carriers.bodies import events, fixture, newest, read, read_fixture, received, whys

M = Milestone


@pytest.mark.parametrize(
    ("path", "milestone", "detail", "direction"),
    [
        ("started", M.OUT_FOR_DELIVERY, None, Direction.DELIVERY),
        ("nearly_there", M.OUT_FOR_DELIVERY, "arriving", Direction.DELIVERY),
        ("completed", M.DELIVERED, None, Direction.DELIVERY),
        ("failed", M.DELIVERY_ATTEMPTED, None, Direction.DELIVERY),
        ("pickup_completed", M.ACCEPTED, None, Direction.PICKUP),
        ("pickup_failed", M.EXCEPTION, "collection_failed", Direction.PICKUP),
        ("number_in_metadata", M.ACCEPTED, None, Direction.DELIVERY),
    ],
)
def test_tasks(path: str, milestone: Milestone, detail: str | None, direction: Direction) -> None:
    event = newest(read_fixture(f"onfleet/{path}.json"))
    assert (event.milestone, event.detail, event.direction) == (milestone, detail, direction)
    assert event.scope is Scope.TASK


def test_success_is_believed_only_where_it_is_said() -> None:
    document = msgspec.json.decode(fixture("onfleet/completed.json"))
    document["data"]["task"]["completionDetails"]["success"] = False
    assert newest(read("onfleet", document)).milestone is M.DELIVERY_ATTEMPTED


def test_it_was_delivered_when_it_was_completed_however_late_it_is_edited() -> None:
    document = msgspec.json.decode(fixture("onfleet/completed.json"))
    document |= {"triggerName": "taskUpdated", "triggerId": 7, "time": 1_795_600_000_000}
    event = newest(read("onfleet", document))
    assert event.milestone is M.DELIVERED
    assert event.occurred_at == datetime(2026, 11, 24, 13, 5, tzinfo=UTC)


def test_a_failure_keeps_its_words() -> None:
    event = newest(read_fixture("onfleet/failed.json"))
    assert (event.raw.code, event.text) == ("CUSTOMER_NOT_AVAILABLE", "Rang twice")
    assert event.place is not None
    assert event.place.city == "Queens"


def test_a_delay_is_no_milestone() -> None:
    event = newest(read_fixture("onfleet/delayed.json"))
    assert (event.milestone, event.timeliness) == (M.UNKNOWN, Timeliness.DELAYED)


def test_the_drivers_estimate_comes_before_the_booked_window() -> None:
    started = newest(read_fixture("onfleet/started.json"))
    nearly = newest(read_fixture("onfleet/nearly_there.json"))
    booked = newest(read_fixture("onfleet/number_in_metadata.json")).eta
    assert started.eta == Estimate(EtaKind.DATETIME, from_at=datetime(2026, 11, 24, 13, tzinfo=UTC))
    assert nearly.eta is not None
    assert nearly.eta.from_at == nearly.occurred_at + timedelta(seconds=540)
    assert booked is not None
    assert booked.kind is EtaKind.WINDOW


def test_the_number_is_the_shops_own_where_it_is_in_the_metadata() -> None:
    assert newest(read_fixture("onfleet/number_in_metadata.json")).tracking_number == "DS-900"
    assert newest(read_fixture("onfleet/started.json")).tracking_number == "0A11CE01"


def test_a_stop_sent_to_onfleet_is_a_stop_to_us() -> None:
    assert read_fixture("onfleet/opt_out.json").items == (Report(opted_out_phone="+12125550123"),)


def test_an_opt_out_without_a_phone_is_not_lost_in_silence() -> None:
    assert whys(read("onfleet", {"triggerId": 17, "recipient": {}})) == ["`recipient.phone` is missing in an opt-out"]


def test_a_drivers_shift_is_nobodys_parcel() -> None:
    assert whys(read_fixture("onfleet/worker_duty.json")) == ["workerDuty is not about a parcel on its way"]


def test_the_handshake_is_echoed() -> None:
    assert adapter("onfleet").handshake({"check": "abc123"}) == "abc123"
    assert adapter("onfleet").handshake({}) is None
    assert adapter("easypost").handshake({"check": "abc123"}) is None


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({}, "`triggerName` is missing: this is no Onfleet webhook"),
        ({"triggerId": 3}, "`data.task.shortId` is missing"),
        ({"triggerId": 3, "data": {"task": {"shortId": "a"}}}, "`time` holds no time"),
    ],
)
def test_what_is_not_understood_says_why(document: object, why: str) -> None:
    assert whys(read("onfleet", document)) == [why]


def test_a_poll_reads_the_task_itself() -> None:
    task = msgspec.json.decode(fixture("onfleet/completed.json"))["data"]["task"]
    assert newest(adapter("onfleet").read_poll(task, received())).milestone is M.DELIVERED
    assert len(events(adapter("onfleet").read_poll({"tasks": [task, task]}, received()))) == 2
