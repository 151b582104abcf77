"""What customers want goes out until the 3PL has it: signed, repeated with one id, and by hand where it cannot go."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from flows.changes import reschedule
from flows.changes.ask_carrier import LEASE, PostFailed, due_requests, send_requests
from flows.changes.reschedule import IN_FLIGHT, WITHDRAWAL_TOLD_WITHIN
from store.tables import Delivery, EventRow, Source
from store.writing import table_of
from tests.reschedule.carrier import NO_ANSWER, Carrier
from tests.reschedule.scene import POLICY, Scene


async def send(scene: Scene, carrier: Carrier) -> int:
    return await send_requests(scene.database, scene.clock, carrier)


def set_source(scene: Scene, **columns: Any) -> None:
    with scene.tx() as tx:
        tx.execute(update(table_of(Source)).values(**columns))


def withdraw(scene: Scene) -> None:
    with scene.tx() as tx:
        reschedule.withdraw(tx, scene.shipments[0], scene.now)


async def test_the_carrier_hears_which_parcel_and_which_slot_and_nothing_about_the_person(scene: Scene) -> None:
    slot = scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier()

    await send(scene, carrier)

    (envelope,) = carrier.heard
    assert envelope == {
        "type": "reschedule.requested",
        "timestamp": scene.now.isoformat(),
        "data": {
            "id": public_id,
            "tracking_number": "DS1",
            "order_number": "order-DS1",
            "answer_by": (scene.now + POLICY.reschedule_answer).isoformat(),
            "slot": {"id": "wed", "from": slot.from_at.isoformat(), "to": slot.to_at.isoformat()},
            "previous_window": None,
        },
    }
    assert scene.state(public_id) == "sent"


async def test_what_the_carrier_has_is_not_sent_again(scene: Scene) -> None:
    scene.slot("wed")
    scene.asked(0, "wed")
    carrier = Carrier()
    await send(scene, carrier)
    scene.clock.advance(timedelta(hours=1))

    assert await send(scene, carrier) == 0


async def test_taken_is_not_agreed(scene: Scene) -> None:
    scene.slot("wed")
    scene.asked(0, "wed")

    await send(scene, Carrier(200))

    assert "reschedule_confirmed" not in scene.planned(0)


@pytest.mark.parametrize("failure", [500, 302, 401, NO_ANSWER], ids=str)
async def test_a_failure_is_repeated_with_the_same_id_and_body(scene: Scene, failure: int | Exception) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier(failure, failure, 200)

    await send(scene, carrier)
    assert scene.state(public_id) == "requested"
    for _ in range(2):
        scene.clock.now = scene.request(public_id).next_at
        await send(scene, carrier)

    assert scene.state(public_id) == "sent"
    assert carrier.ids == [f"msg_{public_id}_requested"] * 3
    assert carrier.heard[0] == carrier.heard[1] == carrier.heard[2]


async def test_nothing_is_sent_before_its_time(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier((429, {"retry-after": "600"}), 200)
    await send(scene, carrier)

    scene.clock.advance(timedelta(seconds=599))
    assert await send(scene, carrier) == 0
    scene.clock.advance(timedelta(seconds=1))
    assert await send(scene, carrier) == 1

    assert scene.state(public_id) == "sent"


async def test_attempts_end_when_the_answer_is_overdue(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier(500)
    asked_at = scene.now

    while await send(scene, carrier):
        scene.clock.now = scene.request(public_id).next_at

    assert scene.now == asked_at + POLICY.reschedule_answer
    with scene.tx() as tx:
        assert reschedule.time_out(tx, scene.now) == 1
    row = scene.request(public_id)
    assert row.why == "the carrier did not answer in time; its address answers HTTP 500"
    assert row.attempts == len(carrier.heard) > 15


async def test_gone_stops_the_attempts_and_asks_staff(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier(410)

    await send(scene, carrier)
    scene.clock.advance(timedelta(hours=1))

    assert await send(scene, carrier) == 0
    assert scene.cases() == ["ask_by_hand"]
    scene.decide(public_id, confirmed=True)  # staff did, and the carrier agreed
    assert scene.state(public_id) == "confirmed"


async def test_an_address_that_may_not_be_used_asks_staff(scene: Scene) -> None:
    scene.slot("wed")
    scene.asked(0, "wed")

    await send(scene, Carrier(PostFailed("its address lies in a private network", permanent=True)))

    assert scene.cases() == ["ask_by_hand"]


@pytest.mark.parametrize(
    "columns",
    [{"outbound_url": None}, {"outbound_secret": None}, {"outbound_secret": ""}, {"closed_at": "now"}],
    ids=str,
)
async def test_without_an_address_or_a_secret_staff_are_asked_at_once(scene: Scene, columns: dict[str, Any]) -> None:
    set_source(scene, **{name: scene.now if value == "now" else value for name, value in columns.items()})
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier()

    await send(scene, carrier)

    assert carrier.heard == []
    assert scene.cases() == ["ask_by_hand"]
    assert scene.state(public_id) == "requested"


async def test_a_secret_that_is_none_asks_staff_instead_of_sending_unsigned(scene: Scene) -> None:
    set_source(scene, outbound_secret="not base64!")
    scene.slot("wed")
    scene.asked(0, "wed")
    carrier = Carrier()

    await send(scene, carrier)

    assert carrier.heard == []
    assert scene.cases() == ["ask_by_hand"]


async def test_staff_asked_by_hand_and_nobody_answered_is_a_time_out_too(scene: Scene) -> None:
    set_source(scene, outbound_url=None)
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    await send(scene, Carrier())
    scene.clock.advance(POLICY.reschedule_answer)

    with scene.tx() as tx:
        reschedule.time_out(tx, scene.now)

    assert scene.state(public_id) == "timed_out"
    assert scene.cases() == ["ask_by_hand", "change_unanswered"]


async def test_the_source_that_reported_the_parcel_is_asked(scene: Scene) -> None:
    with scene.tx() as tx:
        other = scene.add_source(tx, "other", outbound_url="https://other.example/hooks")
        tx.execute(table_of(EventRow).insert(), [_event_row(scene, tx, other, "DS1")])
    scene.slot("wed", capacity=2)
    for parcel in range(2):
        scene.asked(parcel, "wed")

    with scene.tx() as tx:
        claimed = due_requests(tx, scene.now)

    assert [(o.request.tracking_number, o.address.source) for o in claimed] == [("DS1", "other")]
    assert scene.cases() == ["ask_by_hand"]  # DS2: two sources could be meant


async def test_a_crash_between_claim_and_record_repeats_the_request_after_the_lease(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    with scene.tx() as tx:
        (lost,) = due_requests(tx, scene.now)  # and the process dies
    carrier = Carrier()

    assert await send(scene, carrier) == 0
    scene.clock.advance(LEASE)
    assert await send(scene, carrier) == 1

    assert carrier.ids == [lost.message_id]
    assert carrier.heard[0]["data"]["id"] == public_id
    assert scene.state(public_id) == "sent"


async def test_a_crash_after_the_post_repeats_it_with_the_same_id(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier(Killed("the process dies"), 200)

    with pytest.raises(Killed):
        await send(scene, carrier)
    scene.clock.advance(LEASE)
    await send(scene, carrier)

    assert len(set(carrier.ids)) == 1
    assert len(carrier.ids) == 2
    assert scene.state(public_id) == "sent"


async def test_a_crash_inside_the_claim_leaves_everything_as_it_was(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    before = scene.request(public_id)

    def claim_and_die() -> None:
        with scene.tx() as tx:
            due_requests(tx, scene.now)
            raise Killed

    with pytest.raises(Killed):
        claim_and_die()

    assert scene.request(public_id) == before


async def test_what_is_claimed_is_not_claimed_again(scene: Scene) -> None:
    scene.slot("wed", capacity=2)
    for parcel in range(2):
        scene.asked(parcel, "wed")

    with scene.tx() as tx:
        first = due_requests(tx, scene.now, 1)
    with scene.tx() as tx:
        second = due_requests(tx, scene.now)

    assert {o.request.id for o in first}.isdisjoint({o.request.id for o in second})
    assert len(first) == len(second) == 1


async def test_an_answer_that_overtakes_the_acknowledgement_stands(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier(200)

    async def answer_at_once() -> None:
        scene.decide(public_id, confirmed=True)

    carrier.during = answer_at_once
    await send(scene, carrier)

    assert scene.state(public_id) == "confirmed"


async def test_what_was_never_sent_is_taken_back_in_silence(scene: Scene) -> None:
    scene.slot("wed")
    scene.asked(0, "wed")
    withdraw(scene)
    carrier = Carrier()
    scene.clock.advance(timedelta(hours=1))

    assert await send(scene, carrier) == 0


async def test_the_carrier_hears_that_a_request_was_taken_back(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier()
    await send(scene, carrier)
    withdraw(scene)
    scene.clock.advance(IN_FLIGHT)

    await send(scene, carrier)

    assert [envelope["type"] for envelope in carrier.heard] == ["reschedule.requested", "reschedule.withdrawn"]
    assert carrier.heard[1]["data"]["id"] == public_id
    assert len(set(carrier.ids)) == 2
    scene.clock.advance(timedelta(hours=2))
    assert await send(scene, carrier) == 0


async def test_the_carrier_hears_that_what_it_agreed_to_is_undone(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    carrier = Carrier()
    await send(scene, carrier)
    scene.decide(public_id, confirmed=True)

    with scene.tx() as tx:
        reschedule.take_back(tx, public_id, "the customer rang", scene.now)
    await send(scene, carrier)

    assert [envelope["type"] for envelope in carrier.heard] == ["reschedule.requested", "reschedule.withdrawn"]
    assert (scene.state(public_id), scene.taken("wed")) == ("withdrawn", 0)
    assert scene.asked(0, "wed") != public_id  # and it may be asked for anew


async def test_a_withdrawal_that_cannot_be_told_goes_to_staff(scene: Scene) -> None:
    scene.slot("wed")
    public_id = scene.asked(0, "wed")
    await send(scene, Carrier())
    withdraw(scene)
    scene.clock.advance(IN_FLIGHT)
    await send(scene, Carrier(500))
    scene.clock.advance(WITHDRAWAL_TOLD_WITHIN)

    with scene.tx() as tx:
        reschedule.time_out(tx, scene.now)

    assert scene.cases() == ["withdrawal_untold"]
    assert scene.state(public_id) == "withdrawn"


async def test_other_changes_go_out_with_their_details(scene: Scene) -> None:
    with scene.tx() as tx:
        details = {"text": "behind the shed"}
        reschedule.ask_change(tx, scene.shipments[0], "safe_place", details, True, scene.now, POLICY)
    carrier = Carrier()

    await send(scene, carrier)

    (envelope,) = carrier.heard
    assert envelope["type"] == "change.requested"
    assert envelope["data"]["change"] == "safe_place"
    assert envelope["data"]["details"] == {"text": "behind the shed"}


class Killed(Exception):
    """Stands for the end of the process."""


def _event_row(scene: Scene, tx: Any, source_id: int, number: str) -> dict[str, Any]:
    table = table_of(Delivery)
    delivery = {
        "source_id": source_id,
        "key": "d",
        "received_at": scene.now,
        "body": b"",
        "headers": {},
        "state": "read",
    }
    delivery_id = tx.execute(table.insert().values(**delivery).returning(table.c.id)).scalar_one()
    words = {"milestone": "in_transit", "timeliness": "unknown", "action_by": "none", "health": "live"}
    return {
        "source_id": source_id,
        "merchant_id": scene.merchant,
        "delivery_id": delivery_id,
        "key": "e",
        "tracking_number": number,
        "occurred_at": scene.now,
        "received_at": scene.now,
        "scope": "parcel",
        "direction": "delivery",
        "zone_source": "explicit",
        **words,
    }
