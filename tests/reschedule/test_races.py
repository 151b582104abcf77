"""Many customers at once: no place is sold twice, and none is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from domain.reschedules import Refusal, Refused
from flows.changes import reschedule
from flows.changes.ask_carrier import due_requests
from flows.changes.reschedule import Asked
from store.database import Database
from tests.reschedule.scene import POLICY, Scene

PEOPLE = 8
ROUNDS = 20


def all_at_once(scene: Scene, slot_ids: list[str], shipment_ids: list[int]) -> list[Asked | Refused]:
    """Each asks in a thread and a transaction of their own; all begin together."""
    barrier = Barrier(len(shipment_ids))

    def ask(shipment_id: int, slot_id: str) -> Asked | Refused:
        barrier.wait()
        with scene.tx() as tx:
            return reschedule.ask(tx, shipment_id, slot_id, True, scene.now, POLICY)

    with ThreadPoolExecutor(len(shipment_ids)) as threads:
        return list(threads.map(ask, shipment_ids, slot_ids))


def test_a_crowd_never_gets_more_places_than_there_are(database: Database) -> None:
    scene = Scene(database, parcels=PEOPLE)
    scene.slot("wed", capacity=3)

    answers = all_at_once(scene, ["wed"] * PEOPLE, scene.shipments)

    assert sum(isinstance(answer, Asked) for answer in answers) == 3
    assert answers.count(Refused(Refusal.SLOT_TAKEN)) == PEOPLE - 3
    assert scene.taken("wed") == 3


def test_a_double_tap_is_one_request_even_for_the_last_place(scene: Scene) -> None:
    scene.slot("wed")

    answers = all_at_once(scene, ["wed"] * PEOPLE, [scene.shipments[0]] * PEOPLE)

    assert len({answer.public_id for answer in answers if isinstance(answer, Asked)}) == 1
    assert all(isinstance(answer, Asked) for answer in answers)
    assert scene.taken("wed") == 1


def test_taps_on_different_slots_leave_one_place_taken_in_all(scene: Scene) -> None:
    slot_ids = [f"day {day}" for day in range(1, PEOPLE + 1)]
    for day, slot_id in enumerate(slot_ids, 1):
        scene.slot(slot_id, days=day)

    answers = all_at_once(scene, slot_ids, [scene.shipments[0]] * PEOPLE)

    assert sum(isinstance(answer, Asked) for answer in answers) == 1
    assert sum(scene.taken(slot_id) for slot_id in slot_ids) == 1


def test_a_crowd_shares_the_places_of_holds_that_are_over(database: Database) -> None:
    scene = Scene(database, parcels=PEOPLE)
    scene.slot("wed", capacity=2)
    for shipment_id in scene.shipments[:2]:
        with scene.tx() as tx:
            reschedule.hold(tx, shipment_id, "wed", True, scene.now, POLICY)
    scene.clock.advance(POLICY.reschedule_hold + timedelta(seconds=1))

    answers = all_at_once(scene, ["wed"] * (PEOPLE - 2), scene.shipments[2:])

    assert scene.taken("wed") == sum(isinstance(answer, Asked) for answer in answers) <= 2


def test_moves_in_opposite_directions_do_not_block_each_other(postgres_url: str) -> None:
    """PostgreSQL alone locks single rows; it ends a circle of waiting by failing one of the two."""
    database = Database(postgres_url)
    scene = Scene(database, parcels=2)
    for days, slot_id in enumerate(("wed", "thu"), 1):
        scene.slot(slot_id, days=days, capacity=2)
    barrier = Barrier(2)

    def move(shipment_id: int, slot_ids: list[str]) -> None:
        for slot_id in slot_ids * ROUNDS:
            barrier.wait()
            try:
                with scene.tx() as tx:
                    reschedule.hold(tx, shipment_id, slot_id, True, scene.now, POLICY)
            except BaseException:
                barrier.abort()  # the other must not wait for ever
                raise

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(move, scene.shipments, [["wed", "thu"], ["thu", "wed"]]))

    assert (scene.taken("wed"), scene.taken("thu")) == (1, 1)
    database.close()


def test_a_worker_passes_over_what_another_is_claiming(postgres_url: str) -> None:
    database = Database(postgres_url)
    scene = Scene(database, parcels=2)
    scene.slot("wed", capacity=2)
    for parcel in range(2):
        scene.asked(parcel, "wed")

    with scene.tx() as one, scene.tx() as other:
        claims = [due_requests(one, scene.now, 1), due_requests(other, scene.now)]

    assert [len(claim) for claim in claims] == [1, 1]
    assert len({outgoing.message_id for claim in claims for outgoing in claim}) == 2
    database.close()
