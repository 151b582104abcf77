"""Asking for a slot: a place is taken, once, or there is a reason why not."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.reschedules import Refusal, Refused
from flows.changes import reschedule
from flows.changes.reschedule import Asked, Withdrawn
from store.database import Database
from store.tables import Shipment
from store.writing import table_of
from tests.reschedule.scene import POLICY, Scene, counted


def hold(scene: Scene, parcel: int, slot_id: str) -> Asked | Refused:
    with scene.tx() as tx:
        return reschedule.hold(tx, scene.shipments[parcel], slot_id, True, scene.now, POLICY)


def held(scene: Scene, parcel: int, slot_id: str) -> str:
    answer = hold(scene, parcel, slot_id)
    assert isinstance(answer, Asked), answer
    return answer.public_id


def confirm_hold(scene: Scene, public_id: str) -> Asked | Refused:
    with scene.tx() as tx:
        return reschedule.confirm_hold(tx, public_id, scene.now, POLICY)


def withdraw(scene: Scene, parcel: int) -> Withdrawn | Refused:
    with scene.tx() as tx:
        return reschedule.withdraw(tx, scene.shipments[parcel], scene.now)


def test_asking_takes_a_place_and_says_which_window(scene: Scene) -> None:
    slot = scene.slot("wed")

    answer = scene.ask(0, "wed")

    assert isinstance(answer, Asked)
    assert answer.window is not None
    assert (answer.window.from_at, answer.window.to_at) == (slot.from_at, slot.to_at)
    assert scene.state(answer.public_id) == "requested"
    assert scene.taken("wed") == 1


def test_asking_twice_is_asking_once(scene: Scene) -> None:
    scene.slot("wed", capacity=5)
    first = scene.asked(0, "wed")

    second = scene.ask(0, "wed")

    assert isinstance(second, Asked)
    assert (second.public_id, second.repeated) == (first, True)
    assert scene.taken("wed") == 1


def test_the_last_place_goes_to_one(scene: Scene) -> None:
    scene.slot("wed")
    scene.asked(0, "wed")

    assert scene.ask(1, "wed") == Refused(Refusal.SLOT_TAKEN)


def test_another_slot_must_wait_until_the_first_is_answered_or_taken_back(scene: Scene) -> None:
    scene.slot("wed")
    scene.slot("thu", days=2)
    scene.asked(0, "wed")

    assert scene.ask(0, "thu") == Refused(Refusal.ALREADY_OPEN)
    assert isinstance(withdraw(scene, 0), Withdrawn)
    scene.asked(0, "thu")
    assert (scene.taken("wed"), scene.taken("thu")) == (0, 1)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"allow": []}, Refusal.NOT_ALLOWED),
        ({"milestone": "delivered"}, Refusal.TOO_LATE),
        ({"milestone": "returning"}, Refusal.TOO_LATE),
    ],
)
def test_a_parcel_that_may_not_be_changed_is_not(scene: Scene, columns: dict[str, object], why: Refusal) -> None:
    scene.slot("wed")
    table = table_of(Shipment)
    with scene.tx() as tx:
        tx.execute(update(table).where(table.c.id == scene.shipments[0]).values(**columns))

    assert scene.ask(0, "wed") == Refused(why)
    assert scene.taken("wed") == 0


def test_a_slot_for_somebody_else_cannot_be_asked_for(scene: Scene) -> None:
    scene.slot("theirs", zone=None, tracking_number="DS2")
    scene.slot("elsewhere", zone="9")

    assert scene.ask(0, "theirs") == Refused(Refusal.SLOT_GONE)
    assert scene.ask(0, "elsewhere") == Refused(Refusal.SLOT_GONE)
    assert scene.ask(0, "never published") == Refused(Refusal.SLOT_GONE)


def test_after_the_cut_off_it_is_too_late(scene: Scene) -> None:
    scene.slot("wed", cutoff_at=scene.now + timedelta(hours=1))
    scene.clock.advance(timedelta(hours=1))

    assert scene.ask(0, "wed") == Refused(Refusal.TOO_LATE)


def test_an_unknown_parcel_is_unknown(scene: Scene) -> None:
    with scene.tx() as tx:
        assert reschedule.ask(tx, 987654, "wed", True, scene.now, POLICY) == Refused(Refusal.UNKNOWN_PARCEL)


def test_a_hold_keeps_the_place_until_it_is_confirmed_or_over(scene: Scene) -> None:
    scene.slot("wed")
    public_id = held(scene, 0, "wed")
    assert scene.ask(1, "wed") == Refused(Refusal.SLOT_TAKEN)

    assert isinstance(confirm_hold(scene, public_id), Asked)

    assert scene.state(public_id) == "requested"
    assert scene.taken("wed") == 1


def test_a_first_hold_costs_three_statements_also_among_many(database: Database) -> None:
    scene = Scene(database, parcels=2)
    scene.slot("wed", capacity=2)
    held(scene, 1, "wed")

    with counted(database) as statements:
        held(scene, 0, "wed")

    asked = [s for s in statements if not s.startswith("BEGIN")]
    assert len(asked) == 3  # the parcel and the slot, the place, the hold


def test_a_hold_confirmed_twice_is_asked_once(scene: Scene) -> None:
    scene.slot("wed")
    public_id = held(scene, 0, "wed")
    confirm_hold(scene, public_id)

    answer = confirm_hold(scene, public_id)

    assert isinstance(answer, Asked)
    assert answer.repeated


def test_a_hold_that_is_over_cannot_be_confirmed(scene: Scene) -> None:
    scene.slot("wed")
    public_id = held(scene, 0, "wed")
    scene.clock.advance(POLICY.reschedule_hold)

    assert confirm_hold(scene, public_id) == Refused(Refusal.HOLD_OVER)


def test_the_next_customer_gets_a_place_whose_hold_is_over_before_anyone_has_swept(scene: Scene) -> None:
    scene.slot("wed")
    first = held(scene, 0, "wed")
    scene.clock.advance(POLICY.reschedule_hold)

    scene.asked(1, "wed")

    assert scene.state(first) == "expired"
    assert scene.taken("wed") == 1


def test_the_sweep_gives_back_what_holds_kept(scene: Scene) -> None:
    scene.slot("wed", capacity=2)
    held(scene, 0, "wed")
    scene.clock.advance(POLICY.reschedule_hold / 2)
    held(scene, 1, "wed")
    scene.clock.advance(POLICY.reschedule_hold / 2)

    with scene.tx() as tx:
        assert reschedule.expire_holds(tx, scene.now) == 1

    assert scene.taken("wed") == 1


def test_holding_another_slot_lets_the_first_go(scene: Scene) -> None:
    scene.slot("wed")
    scene.slot("thu", days=2)
    held(scene, 0, "wed")

    held(scene, 0, "thu")

    assert (scene.taken("wed"), scene.taken("thu")) == (0, 1)


def test_who_fails_to_move_keeps_what_they_held(scene: Scene) -> None:
    scene.slot("wed")
    scene.slot("thu", days=2)
    mine = held(scene, 0, "wed")
    scene.asked(1, "thu")

    assert hold(scene, 0, "thu") == Refused(Refusal.SLOT_TAKEN)

    assert scene.state(mine) == "held"
    assert scene.taken("wed") == 1


def test_asking_for_what_one_holds_is_the_second_step(scene: Scene) -> None:
    scene.slot("wed")
    public_id = held(scene, 0, "wed")

    assert scene.asked(0, "wed") == public_id
    assert scene.state(public_id) == "requested"


def test_nothing_open_cannot_be_taken_back(scene: Scene) -> None:
    assert withdraw(scene, 0) == Refused(Refusal.NOTHING_OPEN)


def test_what_was_asked_outside_the_chat_is_said_by_a_notice(scene: Scene) -> None:
    scene.slot("wed")
    scene.slot("thu", days=2)
    scene.asked(0, "wed")
    with scene.tx() as tx:
        reschedule.ask(tx, scene.shipments[1], "thu", False, scene.now, POLICY)

    assert "reschedule_asked" not in scene.planned(0)
    assert "reschedule_asked" in scene.planned(1)


def test_other_changes_are_asked_for_without_a_slot(scene: Scene) -> None:
    with scene.tx() as tx:
        shipment_id = scene.shipments[0]
        asked = reschedule.ask_change(tx, shipment_id, "safe_place", {"text": "behind the shed"}, True, scene.now)
        again = reschedule.ask_change(tx, shipment_id, "safe_place", {"text": "behind the shed"}, True, scene.now)
        other = reschedule.ask_change(tx, shipment_id, "safe_place", {"text": "in the hall"}, True, scene.now)
        barred = reschedule.ask_change(tx, shipment_id, "neighbour", {"text": "no 7"}, True, scene.now)

    assert isinstance(asked, Asked)
    assert again == Asked(asked.public_id, None, repeated=True)
    assert other == Refused(Refusal.ALREADY_OPEN)
    assert barred == Refused(Refusal.NOT_ALLOWED)
