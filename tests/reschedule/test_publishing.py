"""Slots are published as often as one likes, and never from under those who have a place in them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.slots import BadSlot, SlotGiven
from flows.changes.slots import publish
from tests.reschedule.scene import Scene


def again(scene: Scene, *slots: SlotGiven) -> int:
    with scene.tx() as tx:
        return publish(tx, scene.merchant, slots, scene.now)


def test_the_same_slots_published_again_change_nothing(scene: Scene) -> None:
    slot = scene.slot("wed", capacity=2)
    scene.asked(0, "wed")

    assert again(scene, slot) == 1
    assert scene.taken("wed") == 1


def test_capacity_may_shrink_to_what_is_taken_and_no_further(scene: Scene) -> None:
    slot = scene.slot("wed", capacity=3)
    scene.asked(0, "wed")
    scene.asked(1, "wed")

    again(scene, replace(slot, capacity=2))
    with pytest.raises(BadSlot, match=r"slot 'wed': 2 of its places are taken, so its capacity cannot be 1"):
        again(scene, replace(slot, capacity=1))


def test_a_window_moves_only_while_nobody_has_a_place_in_it(scene: Scene) -> None:
    slot = scene.slot("wed")
    later = replace(slot, from_at=slot.from_at + timedelta(hours=1), to_at=slot.to_at + timedelta(hours=1))
    again(scene, later)
    scene.asked(0, "wed")

    with pytest.raises(BadSlot, match="its window and zone cannot change"):
        again(scene, slot)


def test_one_bad_slot_spoils_the_publication_and_is_named(scene: Scene) -> None:
    good = scene.slot("wed", capacity=5)

    with pytest.raises(BadSlot) as refused:
        again(scene, replace(good, capacity=9), replace(good, id="thu", to_at=good.from_at))

    assert refused.value.slot_id == "thu"
    for parcel in range(2):
        scene.asked(parcel, "wed")
    again(scene, replace(good, capacity=2))  # nine were never published


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": ""}, "its id must have"),
        ({"zone": None}, "either a tracking_number or a zone"),
        ({"tracking_number": "DS1"}, "either a tracking_number or a zone"),
        ({"zone": " - "}, "is empty"),
        ({"capacity": -1}, "capacity must be"),
        ({"cutoff_at": timedelta(seconds=1)}, "cut-off must not be after"),
        ({"to_at": timedelta(0)}, "must end after it begins"),
        ({"to_at": timedelta(hours=25)}, "longer than a day"),
    ],
)
def test_a_slot_that_cannot_be_is_refused(scene: Scene, change: dict[str, object], why: str) -> None:
    slot = scene.slot("wed")
    fields = {name: slot.from_at + value if isinstance(value, timedelta) else value for name, value in change.items()}

    with pytest.raises(BadSlot, match=why):
        again(scene, replace(slot, **fields))  # type: ignore[arg-type]  # wrong values are the point


def test_an_id_given_twice_is_refused(scene: Scene) -> None:
    slot = scene.slot("wed")

    with pytest.raises(BadSlot, match="given twice"):
        again(scene, slot, slot)
