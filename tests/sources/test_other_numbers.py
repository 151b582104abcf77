"""One parcel under two numbers: whatever comes first, all that is said of it is the parcel's that the order names."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from carriers.contract import Reception
from flows.looking import shipment
from flows.retention import RULES
from flows.webhooks.receive import Arrival, keep, read
from store.finding import matching
from store.other_numbers import LASTS
from store.tables import EventRow, OtherNumber, Shipment
from store.writing import table_of
from tests.flows.house import House

HOUR = timedelta(hours=1)


def post(house: House, number: str, milestone: str, *others: str, event_id: str | None = None) -> None:
    """The house's own source says something of a number, and what else the parcel is called."""
    document: dict[str, Any] = {
        "id": event_id or f"{number}-{milestone}-{house.now.isoformat()}",
        "tracking_number": number,
        "milestone": milestone,
        "occurred_at": house.now.isoformat(),
        **({"other_numbers": list(others)} if others else {}),
    }
    body = msgspec.json.encode(document)
    reading = read(house.source, document, body, Reception(house.now, {}))
    with house.in_transaction() as tx:
        keep(tx, [Arrival(house.source, reading, body, {}, house.now)])
    house.digest()
    house.now += timedelta(minutes=10)


def filed(house: House) -> dict[str, list[str]]:
    """The milestones that stand under each number, in the order of their rows."""
    found: dict[str, list[str]] = {}
    for row in house.rows(EventRow):
        found.setdefault(row.tracking_number, []).append(row.milestone)
    return found


def milestones(house: House) -> dict[str, str]:
    return {row.tracking_number: row.milestone for row in house.rows(Shipment)}


STEPS: dict[str, Callable[[House], None]] = {
    "the order": lambda house: house.order("DS1"),
    "the first mile": lambda house: post(house, "DS1", "accepted"),
    "both numbers": lambda house: post(house, "DS1", "in_transit", "PO9"),
    "the last mile": lambda house: post(house, "PO9", "out_for_delivery"),
}


@pytest.mark.parametrize("order", list(permutations(STEPS)), ids=", ".join)
def test_whatever_comes_first(house: House, order: tuple[str, ...]) -> None:
    for step in order:
        STEPS[step](house)
    house.digest()

    assert {number: sorted(found) for number, found in filed(house).items()} == {
        "DS1": ["accepted", "in_transit", "out_for_delivery"]
    }
    post(house, "PO9", "delivered")
    assert milestones(house) == {"DS1": "delivered"}


def test_an_order_that_names_the_last_miles_number_has_all_of_it(house: House) -> None:
    post(house, "DS1", "accepted", "PO9")
    house.order("PO9")
    post(house, "DS1", "in_transit")

    assert filed(house) == {"PO9": ["accepted", "in_transit"]}
    assert milestones(house) == {"PO9": "in_transit"}


def test_what_was_reported_under_both_numbers_is_one_fact_once_they_are_known_to_be_one_parcels(house: House) -> None:
    house.order("DS1")
    post(house, "PO9", "accepted", event_id="scan-1")
    post(house, "DS1", "accepted", event_id="scan-1")
    assert filed(house) == {"PO9": ["accepted"], "DS1": ["accepted"]}

    post(house, "PO9", "in_transit", "DS1")
    post(house, "PO9", "accepted", event_id="scan-1")

    assert filed(house) == {"DS1": ["accepted", "in_transit"]}


def test_a_number_that_changes_twice_is_followed(house: House) -> None:
    house.order("DS1")
    post(house, "DS2", "accepted", "DS1")
    post(house, "DS3", "in_transit", "DS2")
    post(house, "DS3", "out_for_delivery")

    assert filed(house) == {"DS1": ["accepted", "in_transit", "out_for_delivery"]}


def test_the_customer_hears_once_what_both_numbers_say(house: House) -> None:
    house.order("DS1")
    house.until(HOUR)
    post(house, "DS1", "out_for_delivery", "PO9")
    post(house, "PO9", "out_for_delivery")

    assert len(house.until(HOUR)) == 1


def test_staff_find_a_parcel_by_its_other_number(house: House) -> None:
    house.order("DS1")
    post(house, "DS1", "in_transit", "PO9")
    with house.in_transaction() as tx:
        seen = shipment(tx, "PO9", "acme")
        found = list(tx.scalars(matching(tx, select(table_of(Shipment).c.id), "po9")))
        assert shipment(tx, "PO9", "another") is None

    assert seen is not None
    assert seen["tracking_number"] == "DS1"
    assert found == [row.id for row in house.rows(Shipment)]


def test_two_parcels_that_orders_name_stay_two(house: House) -> None:
    house.order("DS1", "DS2")
    post(house, "DS1", "delivered", "DS2")
    post(house, "DS2", "in_transit")

    assert milestones(house) == {"DS1": "delivered", "DS2": "in_transit"}


def test_a_list_of_parcels_that_travel_together_is_no_list_of_names(house: House) -> None:
    house.order("DS1")
    post(house, "DS1", "in_transit", *(f"DS{n}" for n in range(2, 8)))
    post(house, "DS2", "delivered")

    assert milestones(house) == {"DS1": "in_transit"}
    assert house.rows(OtherNumber) == []


def test_numbers_are_used_again_and_what_was_said_long_ago_counts_no_more(house: House) -> None:
    post(house, "OLD", "delivered", "PO9")
    house.now += LASTS + timedelta(days=1)
    house.order("OLD")
    post(house, "PO9", "out_for_delivery")

    assert milestones(house) == {"OLD": "unknown"}


def test_what_is_said_again_and_again_is_written_once_a_day(house: House) -> None:
    post(house, "DS1", "accepted", "PO9")
    first = [row.said_at for row in house.rows(OtherNumber)]
    post(house, "DS1", "in_transit", "PO9")
    assert [row.said_at for row in house.rows(OtherNumber)] == first

    house.now += timedelta(days=2)
    post(house, "DS1", "out_for_delivery", "PO9")

    again = house.rows(OtherNumber)
    assert len(again) == 2
    assert all(row.said_at > first[0] for row in again)


def test_what_nobody_says_any_more_goes(house: House) -> None:
    post(house, "DS1", "accepted", "PO9")
    rule = next(rule for rule in RULES if rule.name == "other_numbers")

    with house.in_transaction() as tx:
        assert rule.prune(tx, house.now - HOUR, house.now, 100) == (0, 0)
        assert rule.prune(tx, house.now, house.now, 100) == (2, 2)
