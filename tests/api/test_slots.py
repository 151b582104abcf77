"""Slots are published, all or none, and a bad one is named."""

from typing import Any

import pytest

from store.tables import Slot
from tests.api.door import Door

SLOT = {
    "id": "wed-am",
    "zone": "100",
    "from": "2026-11-25T09:00:00-05:00",
    "to": "2026-11-25T12:00:00-05:00",
    "capacity": 2,
    "cutoff_at": "2026-11-24T18:00:00-05:00",
}


def a_slot(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (SLOT | changes).items() if value is not None}


async def test_slots_are_taken_in_and_counted(door: Door) -> None:
    past = a_slot(id="tue", cutoff_at="2026-11-19T18:00:00-05:00")

    answer = await door.send("/slots", {"merchant": "acme", "slots": [a_slot(), past]})

    assert (answer.status_code, answer.json()) == (200, {"merchant": "acme", "accepted": 2, "open": 1})
    assert set(door.rows(Slot, "external_id", "zone", "capacity")) == {("wed-am", "100", 2), ("tue", "100", 2)}


async def test_publishing_again_changes_a_slot_and_adds_none(door: Door) -> None:
    for capacity in (2, 5, 5):
        await door.send("/slots", {"merchant": "acme", "slots": [a_slot(capacity=capacity)]})

    assert door.rows(Slot, "external_id", "capacity") == [("wed-am", 5)]


async def test_a_slot_may_be_for_one_parcel(door: Door) -> None:
    await door.send("/slots", {"merchant": "acme", "slots": [a_slot(zone=None, tracking_number=" ds100 ")]})

    assert door.rows(Slot, "tracking_number", "zone") == [("DS100", None)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": None}, "slots[1].id"),
        ({"from": "2026-11-25T09:00:00"}, "slots[1].from"),
        ({"to": "soon"}, "slots[1].to"),
        ({"capacity": -1}, "slots[1].capacity"),
        ({"capacity": 1.5}, "slots[1].capacity"),
        ({"capacity": 10**30}, "slots[1].capacity"),
        ({"capacity": "2"}, "slots[1].capacity"),
        ({"cutoff_at": None}, "slots[1].cutoff_at"),
        ({"places": 3}, "slots[1].places"),
        ({"id": "wed-am"}, "slots[1]"),
        ({"zone": None}, "slots[1]"),
        ({"tracking_number": "DS100"}, "slots[1]"),
        ({"to": "2026-11-25T08:00:00-05:00"}, "slots[1]"),
        ({"cutoff_at": "2026-11-26T08:00:00-05:00"}, "slots[1]"),
    ],
)
async def test_a_bad_slot_is_named_and_none_is_taken_in(small_door: Door, changes: dict[str, Any], field: str) -> None:
    slots = [a_slot(), a_slot(**{"id": "wed-pm"} | changes)]

    answer = await small_door.send("/slots", {"merchant": "acme", "slots": slots})

    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert small_door.count(Slot) == 0
