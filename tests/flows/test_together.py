"""Several parcels are moved at once: a slot that fits them all, asked for each, or for none."""

from datetime import timedelta

import pytest

from domain.slots import SlotGiven
from flows import slots
from store.tables import ChangeRequest, Message, Offer, Slot
from tests.flows.house import House


def publish(house: House, capacity: int) -> None:
    start = house.now + timedelta(days=1)
    given = [
        SlotGiven(
            f"s{n}",
            start + timedelta(days=n),
            start + timedelta(days=n, hours=3),
            capacity,
            house.now + timedelta(hours=6),
            zone="100",
        )
        for n in range(4)
    ]
    with house.in_transaction() as tx:
        slots.publish(tx, house.merchant_id, given, house.now)


@pytest.fixture
def two(house: House) -> House:
    house.order("DS100", "DS101", allow=("reschedule",))
    house.say()
    return house


def test_both_are_asked_for_in_one_message(two: House) -> None:
    publish(two, capacity=5)
    (asked,) = two.hear(two.turn("I won't be home tomorrow, can you bring both on another day?"))
    assert "2 parcels together" in asked
    (said,) = two.hear(two.turn("2"))
    assert "We've asked the carrier for" in said
    assert "2 parcels together" in said
    # not tomorrow, as they said: the second of the days after it
    assert {(r.state, r.slot_id) for r in two.rows(ChangeRequest)} == {("requested", two.rows(Slot)[2].id)}
    assert len(two.rows(ChangeRequest)) == 2


def test_all_of_them_is_a_choice_under_the_question_which(two: House) -> None:
    publish(two, capacity=5)
    two.hear(two.turn("I want another day"))
    assert [o.label for o in two.rows(Offer)][-1] == "all_parcels"
    two.hear(two.turn("both"))
    two.hear(two.turn("1"))
    assert len(two.rows(ChangeRequest)) == 2


def test_a_slot_with_one_place_left_is_asked_for_neither(two: House) -> None:
    publish(two, capacity=1)
    two.hear(two.turn("another day for both please"))
    two.hear(two.turn("1"))
    assert two.rows(ChangeRequest) == []
    assert [s.taken for s in two.rows(Slot)] == [0, 0, 0, 0]
    assert two.rows(Message)[-1].name == "slot_taken"


def test_a_wish_is_held_against_every_slot_on_offer_and_not_only_the_first(house: House) -> None:
    house.order("DS100", allow=("reschedule",))
    house.say()
    publish(house, capacity=5)
    house.hear(house.turn("can you come on Saturday instead"))
    (message,) = house.rows(Message, name="slots_offered")
    assert next(label for label, _ in message.composed["buttons"]).startswith("Sat 28 Nov")
