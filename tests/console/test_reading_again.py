"""A webhook that was not understood is read again once the adapter has learned; nothing is said twice."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from carriers.contract import Ignored, Reading, Unreadable
from flows.audit import Refused
from flows.cases import open_case
from flows.staff import webhooks
from flows.staff.webhooks import ReadAgain
from flows.webhooks.receive import Arrival, keep
from store import console_webhooks
from store.tables import Case, Delivery, EventRow
from store.writing import table_of
from tests.console.scene import actions, by, step
from tests.flows.house import House

HOUR = timedelta(hours=1)


def body(number: str = "DS100", **fields: Any) -> bytes:
    event = {
        "id": "evt-late",
        "tracking_number": number,
        "milestone": "out_for_delivery",
        "occurred_at": "2026-11-24T12:00:00-05:00",
    }
    return json.dumps(event | fields).encode()


def unreadable(house: House, raw: bytes, why: str = "`wobble` is no field") -> int:
    """Kept as the door keeps what an adapter of the past did not understand."""
    arrival = Arrival(house.source, Reading(f"k-{hash(raw)}", (Unreadable(why),)), raw, {}, house.now)
    step(house, keep, [arrival])
    delivery_id: int = house.rows(Delivery)[-1].id
    step(house, lambda tx: open_case(tx, kind="unreadable", key="1", why=why, now=house.now, delivery_id=delivery_id))
    return delivery_id


def read_again(house: House, delivery_id: int) -> ReadAgain | Refused:
    return step(house, webhooks.read_again, delivery_id, by(house, why=""))


def test_what_is_understood_now_becomes_events_and_a_plan(house: House) -> None:
    house.order("DS100")
    house.until(HOUR)
    delivery_id = unreadable(house, body())

    result = read_again(house, delivery_id)

    assert isinstance(result, ReadAgain)
    assert (result.state, result.why, result.events) == ("read", None, 1)
    assert [row.milestone for row in house.rows(EventRow)] == ["out_for_delivery"]
    assert house.rows(Delivery)[0].state == "read"
    assert house.rows(Case, closed_at=None) == []
    assert len(house.until(HOUR)) == 1
    assert actions(house) == ["delivery.read_again"]


def test_its_events_count_once_however_often_it_is_read(house: House) -> None:
    house.order("DS100")
    delivery_id = unreadable(house, body())
    read_again(house, delivery_id)
    step(house, console_webhooks.set_state, delivery_id, "unreadable", "set aside once more")

    again = read_again(house, delivery_id)

    assert isinstance(again, ReadAgain)
    assert (again.state, again.events) == ("read", 0)
    assert len(house.rows(EventRow)) == 1


def test_what_is_no_longer_true_is_not_said(house: House) -> None:
    house.order("DS100")
    house.until(HOUR)
    delivery_id = unreadable(house, body(milestone="in_transit"))
    house.report(house.event("delivered"))
    said = house.until(HOUR)
    assert len(said) == 1

    read_again(house, delivery_id)

    assert house.until(HOUR) == []


def test_what_is_still_not_understood_says_why_and_stays(house: House) -> None:
    delivery_id = unreadable(house, b'{"hello": 1}')

    result = read_again(house, delivery_id)

    assert isinstance(result, ReadAgain)
    assert result.state == "unreadable"
    assert result.why is not None
    assert "id" in result.why
    assert [row.kind for row in house.rows(Case, closed_at=None)] == ["unreadable"]


def test_what_has_been_read_is_not_read_again(house: House) -> None:
    delivery_id = unreadable(house, body())
    read_again(house, delivery_id)

    assert read_again(house, delivery_id) == Refused("It has been read already.")
    assert read_again(house, 999) == Refused("There is no such webhook.")


def test_what_could_not_be_planned_is_planned_again(house: House) -> None:
    house.order("DS100")
    house.until(HOUR)
    house.report(house.event("out_for_delivery"))
    delivery = table_of(Delivery)
    step(house, lambda tx: tx.execute(update(delivery).values(state="unreadable", why="x", body=body())))

    result = read_again(house, house.rows(Delivery)[0].id)

    assert isinstance(result, ReadAgain)
    assert result.state == "read"


def test_what_is_of_no_concern_is_ignored_with_its_reason(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery_id = unreadable(house, body())
    reading = Reading("k", (Ignored("a test hook"),))
    monkeypatch.setattr(webhooks, "believed", lambda *_: (reading, ()))

    result = read_again(house, delivery_id)

    assert isinstance(result, ReadAgain)
    assert (result.state, result.why) == ("ignored", "a test hook")


def test_statuses_nobody_knows_are_counted_by_source(house: House) -> None:
    from domain.events import Raw

    house.order("DS100")
    for word in ("teleported", "teleported", "sublimated"):
        house.report(house.event("unknown", raw=Raw(word)))
    house.report(house.event("accepted", raw=Raw("accepted")))

    rows = step(house, console_webhooks.unmapped, 10)

    assert [(r.source, r.raw_status, r.count) for r in rows] == [("fleet", "teleported", 2), ("fleet", "sublimated", 1)]
