"""The same history, in any order and however often, is the same messages."""

import os
import random
from collections import Counter
from datetime import timedelta

from domain.axes import Timeliness
from domain.events import TrackingEvent
from flows.webhooks.receive import keep
from store.tables import Message, Notice
from tests.flows.house import House, arrival

HISTORIES = int(os.environ.get("DOORSTEP_TEST_HISTORIES", "400"))
"""Ten thousand take ten minutes: `DOORSTEP_TEST_HISTORIES=10000 make test ARGS="-k shuffle"`."""
PARCELS_IN_A_BATCH = 100


def test_shuffled_and_duplicated_histories_give_the_same_messages(house: House) -> None:
    chance = random.Random(7)
    for start in range(0, HISTORIES, PARCELS_IN_A_BATCH):
        numbers = [f"DS{start + n:05}" for n in range(min(PARCELS_IN_A_BATCH, HISTORIES - start))]
        for number in numbers:
            house.order(number, name=f"order-{number}", phone=f"+1212{chance.randrange(10**7):07}")
        with house.in_transaction() as tx:
            keep(
                tx, [arrival(house.source, e) for number in numbers for e in _shuffled(_history(house, number), chance)]
            )
        house.digest()
    house.until(timedelta(days=9))
    said: dict[int, list[tuple[str, str]]] = {}
    for notice in house.rows(Notice, state="sent"):
        said.setdefault(notice.shipment_id, []).append((notice.kind, notice.key))
    assert len(said) == HISTORIES
    assert len({tuple(sorted(messages)) for messages in said.values()}) == 1
    texts = Counter(
        (row.shipment_id, row.text.split("\n")[0]) for row in house.rows(Message, direction="out") if row.shipment_id
    )
    assert max(texts.values()) == 1


def _history(house: House, number: str) -> list[TrackingEvent]:
    """Two days on the road, late and rerouted, a failed attempt today."""
    ago = [house.now - timedelta(hours=h) for h in (40, 30, 20, 9, 4, 1)]
    key = f"{number}-{{}}".format
    return [
        house.event("created", number, at=ago[0], key=key("created")),
        house.event("accepted", number, at=ago[1], key=key("accepted")),
        house.event("in_transit", number, at=ago[2], key=key("moving"), eta=house.tomorrow()),
        house.event("in_transit", number, at=ago[3], key=key("late"), timeliness=Timeliness.DELAYED),
        house.event("out_for_delivery", number, at=ago[4], key=key("road")),
        house.event("delivery_attempted", number, at=ago[5], key=key("missed"), reason="recipient.not_home"),
    ]


def _shuffled(events: list[TrackingEvent], chance: random.Random) -> list[TrackingEvent]:
    mixed = events + chance.choices(events, k=chance.randrange(5))
    chance.shuffle(mixed)
    return mixed
