"""The 3PL answers, late, twice, against itself, or not at all."""

from datetime import timedelta

from sqlalchemy import update

from domain.reschedules import Refusal, Refused, RescheduleState
from flows.changes import reschedule
from flows.changes.reschedule import Decided
from store.tables import Shipment
from store.writing import table_of
from tests.reschedule.scene import POLICY, Scene


def time_out(scene: Scene) -> int:
    scene.clock.advance(POLICY.reschedule_answer)
    with scene.tx() as tx:
        return reschedule.time_out(tx, scene.now)


def deliver(scene: Scene, parcel: int) -> None:
    """The parcel arrives without an event of its own being looked at."""
    table = table_of(Shipment)
    with scene.tx() as tx:
        tx.execute(update(table).where(table.c.id == scene.shipments[parcel]).values(milestone="delivered"))


def test_a_yes_keeps_the_place_and_tells_the_customer(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")

    answer = scene.decide(public_id, confirmed=True)

    assert isinstance(answer, Decided)
    assert (answer.state, answer.repeated) == (RescheduleState.CONFIRMED, False)
    assert scene.taken("wed") == 1
    assert "reschedule_confirmed" in scene.planned(0)
    assert scene.cases() == []


def test_a_no_frees_the_place_tells_the_customer_and_staff(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")

    scene.decide(public_id, confirmed=False)

    assert scene.taken("wed") == 0
    assert "reschedule_declined" in scene.planned(0)
    assert scene.cases() == ["change_declined"]


def test_the_same_answer_twice_is_one_answer(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    scene.decide(public_id, confirmed=True)

    answer = scene.decide(public_id, confirmed=True)

    assert isinstance(answer, Decided)
    assert answer.repeated
    assert scene.cases() == []


def test_the_opposite_answer_changes_nothing_and_opens_a_case(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    scene.decide(public_id, confirmed=True)

    assert scene.decide(public_id, confirmed=False) == Refused(Refusal.CONTRADICTS)

    assert scene.state(public_id) == "confirmed"
    assert scene.taken("wed") == 1
    assert scene.cases() == ["change_contradicted"]


def test_an_answer_to_a_request_that_never_was_is_refused(scene: Scene) -> None:
    assert scene.decide("rs_made_up", confirmed=True) == Refused(Refusal.UNKNOWN_REQUEST)


def test_a_hold_is_not_the_carriers_to_confirm(scene: Scene) -> None:
    scene.slot("wed")
    with scene.tx() as tx:
        held = reschedule.hold(tx, scene.shipments[0], "wed", True, scene.now, POLICY)
    assert isinstance(held, reschedule.Asked)

    assert scene.decide(held.public_id, confirmed=True) == Refused(Refusal.NOT_ASKED)


def test_no_answer_frees_the_place_opens_a_case_and_tells_the_customer_the_truth(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")

    assert time_out(scene) == 1

    assert scene.state(public_id) == "timed_out"
    assert scene.taken("wed") == 0
    assert scene.cases() == ["change_unanswered"]
    assert "reschedule_declined" in scene.planned(0)


def test_a_request_in_time_is_left_alone(scene: Scene) -> None:
    scene.slot("wed")
    scene.asked(0, "wed")
    scene.clock.advance(POLICY.reschedule_answer - timedelta(seconds=1))

    with scene.tx() as tx:
        assert reschedule.time_out(tx, scene.now) == 0


def test_the_carrier_has_no_longer_than_until_the_slot_begins(scene: Scene) -> None:
    slot = scene.slot("soon", days=0.1, cutoff_at=scene.now + timedelta(hours=1))
    public_id = scene.asked(0, "soon")

    assert scene.request(public_id).answer_by == slot.from_at


def test_a_late_yes_counts_while_there_is_a_place(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    time_out(scene)

    answer = scene.decide(public_id, confirmed=True)

    assert isinstance(answer, Decided)
    assert scene.taken("wed") == 1
    assert "reschedule_confirmed" in scene.planned(0)


def test_a_late_yes_without_a_place_goes_to_staff(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    time_out(scene)
    scene.asked(1, "wed")

    assert scene.decide(public_id, confirmed=True) == Refused(Refusal.SLOT_TAKEN)

    assert scene.state(public_id) == "timed_out"
    assert "change_contradicted" in scene.cases()


def test_a_late_yes_after_another_wish_goes_to_staff(scene: Scene) -> None:
    scene.slot("wed")
    scene.slot("thu", days=2)
    first = scene.asked(0, "wed")
    time_out(scene)
    second = scene.asked(0, "thu")

    assert scene.decide(first, confirmed=True) == Refused(Refusal.CONTRADICTS)

    assert scene.state(second) == "requested"
    assert scene.taken("wed") == 0


def test_a_late_no_is_the_last_word(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    time_out(scene)

    scene.decide(public_id, confirmed=False)

    assert scene.state(public_id) == "declined"
    assert scene.taken("wed") == 0


def test_a_second_agreed_window_frees_the_first(scene: Scene) -> None:
    scene.slot("wed")
    scene.slot("thu", days=2)
    first = scene.asked(0, "wed")
    scene.decide(first, confirmed=True)
    second = scene.asked(0, "thu")
    assert scene.taken("wed") == 1  # until the new one is agreed, the old one holds

    scene.decide(second, confirmed=True)

    assert scene.state(first) == "replaced"
    assert (scene.taken("wed"), scene.taken("thu")) == (0, 1)


def test_a_second_wish_that_is_declined_leaves_the_first_window_agreed(scene: Scene) -> None:
    scene.slot("wed")
    scene.slot("thu", days=2)
    first = scene.asked(0, "wed")
    scene.decide(first, confirmed=True)

    scene.decide(scene.asked(0, "thu"), confirmed=False)

    assert scene.state(first) == "confirmed"
    assert (scene.taken("wed"), scene.taken("thu")) == (1, 0)


def test_asking_for_the_agreed_window_again_is_answered_as_agreed(scene: Scene) -> None:
    scene.slot("wed", capacity=2)
    scene.decide(scene.asked(0, "wed"), confirmed=True)

    assert scene.ask(0, "wed") == Refused(Refusal.SAME_WINDOW)


def test_a_yes_to_what_was_taken_back_opens_a_case(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    with scene.tx() as tx:
        reschedule.withdraw(tx, scene.shipments[0], scene.now)

    assert scene.decide(public_id, confirmed=False) == Refused(Refusal.NOT_ASKED)
    assert scene.decide(public_id, confirmed=True) == Refused(Refusal.CONTRADICTS)
    assert scene.cases() == ["change_contradicted"]


def test_a_parcel_delivered_meanwhile_makes_the_request_pointless_without_a_word(scene: Scene) -> None:
    scene.slot("wed", capacity=2)
    public_ids = [scene.asked(parcel, "wed") for parcel in range(2)]
    for parcel in range(2):
        deliver(scene, parcel)

    assert scene.decide(public_ids[0], confirmed=True) == Refused(Refusal.TOO_LATE)
    time_out(scene)

    assert [scene.state(public_id) for public_id in public_ids] == ["withdrawn", "withdrawn"]
    assert scene.taken("wed") == 0
    assert scene.cases() == []


def test_a_declined_change_without_a_slot_goes_to_staff(scene: Scene) -> None:
    with scene.tx() as tx:
        asked = reschedule.ask_change(
            tx, scene.shipments[0], "safe_place", {"text": "behind the shed"}, True, scene.now, POLICY
        )
    assert isinstance(asked, reschedule.Asked)

    scene.decide(asked.public_id, confirmed=False)

    assert scene.cases() == ["change_declined"]
    assert scene.planned(0).isdisjoint({"reschedule_declined", "reschedule_confirmed"})
