"""What staff decide while the service speaks: it ends one way or the other, and whoever lost is told the truth."""

import asyncio
import os
import random
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from flows.audit import Refused
from flows.messages.say import say_due
from flows.staff import talk
from flows.staff.overrides import Decided, cancel
from flows.staff.talk import Owned
from store.tables import Audit, Conversation, Message, Notice
from store.writing import table_of
from tests.console.scene import by, step
from tests.flows.house import House

ROUNDS = int(os.environ.get("DOORSTEP_TEST_RACES", "20"))
"""So many races of each sort; thousands by name: `DOORSTEP_TEST_RACES=2500`."""

MANY = 200
"""In so many races each side wins some."""


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("queued", [False, True], ids=["due", "queued"])
def test_a_cancel_that_races_a_send_ends_as_one_of_the_two(house: House, queued: bool) -> None:
    """`due`: the cancel meets the clock. `queued`: the words are there already, and the cancel meets the channel."""
    dice, late = random.Random(7), 0
    for shipment_id in range(1, ROUNDS + 1):
        house.order(f"DS{shipment_id}", name=f"order-{shipment_id}", phone=f"+1212555{shipment_id:04d}")
        house.now += timedelta(seconds=1)
        if queued:
            step(house, say_due, house.voice, house.now)
        answer = _race(house, shipment_id, dice.choice([-1, 0, 1]))
        _check(house, shipment_id, answer)
        late += isinstance(answer, Refused)
    assert ROUNDS < MANY or MANY / 10 < late < ROUNDS - MANY / 10, f"{late} of {ROUNDS} came too late: no race"


def _race(house: House, shipment_id: int, head_start: int) -> Decided | Refused:
    """Both at once, or one of them a few milliseconds earlier."""
    start = threading.Barrier(2)
    pause = threading.Event()
    answers: list[Decided | Refused] = []

    def cancels() -> None:
        start.wait()
        pause.wait(0.004 if head_start > 0 else 0)
        answers.append(step(house, cancel, shipment_id, "announced", by(house)))

    def sends() -> None:
        start.wait()
        pause.wait(0.004 if head_start < 0 else 0)
        house.say()

    threads = [threading.Thread(target=cancels), threading.Thread(target=sends)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    house.say()
    (answer,) = answers
    return answer


def _check(house: House, shipment_id: int, answer: Decided | Refused) -> None:
    refused = isinstance(answer, Refused)
    (notice,) = house.rows(Notice, shipment_id=shipment_id, key="announced")
    assert notice.state == ("sent" if refused else "withdrawn")
    assert bool(house.rows(Message, shipment_id=shipment_id, state="sent")) is refused
    (audit,) = house.rows(Audit, subject=f"shipment:{shipment_id}")
    assert audit.action == ("cancel.refused" if refused else "cancel")


async def test_of_many_who_cancel_the_same_one_does(house: House) -> None:
    house.order("DS100")

    results = await asyncio.gather(
        *(house.database.write(cancel, 1, "announced", by(house, who)) for who in ("Ines", "Bo", "Al", "Zoe"))
    )

    assert sum(not isinstance(result, Refused) for result in results) == 1
    assert [row.state for row in house.rows(Notice, key="announced")] == ["withdrawn"]


@pytest.mark.timeout(7200)
def test_after_a_takeover_s_commit_no_word_of_the_bot_is_recorded(house: House) -> None:
    """The bot answers and the clock speaks as fast as they can while Ines takes the conversation over."""
    for n in range(1, ROUNDS // 2 + 1):
        house.order(f"DS{n}", name=f"order-{n}", phone=f"+1212555{n:04d}")
        conversation_id = house.rows(Conversation)[-1].id
        house.now += timedelta(minutes=1)
        last = _taken_over_amid_talk(house, conversation_id, n)

        late = [m for m in house.rows(Message, conversation_id=conversation_id, author="bot") if m.id > last]
        assert late == []
        assert house.rows(Conversation, id=conversation_id)[0].owner == "Ines"


def _taken_over_amid_talk(house: House, conversation_id: int, n: int) -> int:
    """The newest message there was right after the takeover."""
    start = threading.Barrier(3)
    address = f"+1212555{n:04d}"

    def talks() -> None:
        start.wait()
        for _ in range(3):
            house.hear(house.turn("Where is my parcel?", address=address))

    def speaks() -> None:
        start.wait()
        house.report(house.event("out_for_delivery", f"DS{n}"))
        step(house, say_due, house.voice, house.now)

    threads = [threading.Thread(target=talks), threading.Thread(target=speaks)]
    for thread in threads:
        thread.start()
    start.wait()
    taken = step(house, talk.take_over, conversation_id, "bot", by(house))
    with house.database.transaction() as tx:
        newest = tx.scalar(select(func.max(table_of(Message).c.id))) or 0
    for thread in threads:
        thread.join()
    house.say()
    assert isinstance(taken, Owned)
    return int(newest)
