"""Wishes, ratings, cost and hold-outs: from what was lived through to the figure, and to the sentence on the page."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert

from domain.policy import Policy
from domain.slots import SlotGiven
from domain.talk.answer import Verb
from flows.changes import reschedule
from flows.changes.reschedule import Asked
from flows.changes.slots import publish
from store.tables import JourneyRow, Message, Rating, Shipment
from store.writing import table_of
from tests.analytics.scene import NOON, SCOPE, TEN, chores, estimated, seen, value
from tests.console.desk import signed_in
from tests.flows.house import House

SLOT = SlotGiven("thu", TEN + timedelta(days=1), NOON + timedelta(days=1), 5, TEN, zone="10001")


def test_wishes_are_counted_as_asked_confirmed_and_kept(house: House) -> None:
    estimated(house, "MOVED", "REFUSED", allow=("reschedule",))
    for name, number, agreed in (("thu", "MOVED", True), ("thu", "REFUSED", False)):
        (shipment,) = house.rows(Shipment, tracking_number=number)
        with house.in_transaction() as tx:
            publish(tx, 1, [SLOT], house.now)
            asked = reschedule.ask(tx, shipment.id, name, True, house.now, Policy())
            assert isinstance(asked, Asked)
            reschedule.decide(tx, asked.public_id, agreed, None, house.now)
    house.until(TEN + timedelta(days=1, hours=1))
    house.report(house.event("delivered", "MOVED"), house.event("delivered", "REFUSED"))
    house.until(timedelta(hours=8))
    chores(house)
    found = seen(house.database)

    assert value(found, "rescheduled") == (2, 2)
    assert value(found, "reschedules_confirmed") == (1, 2)
    assert value(found, "reschedules_kept") == (1, 1)


def test_ratings_give_the_share_that_was_satisfied(house: House) -> None:
    estimated(house, "DS1", "DS2", "DS3")
    house.report(*(house.event("delivered", f"DS{n}") for n in (1, 2, 3)))
    with house.in_transaction() as tx:
        tx.execute(insert(table_of(Rating)), [{"shipment_id": n, "score": n + 2, "at": house.now} for n in (1, 2, 3)])
    chores(house)

    assert value(seen(house.database), "csat") == (2, 3)


def test_segments_cost_what_the_merchant_pays(database_url: str) -> None:
    house = House(database_url, policy={"sms_price": 0.05, "currency": "EUR"})
    estimated(house, "DS100")
    chores(house)
    found = seen(house.database)
    segments = value(found, "sms_segments")
    house.close()

    assert segments is not None
    assert [(cost.currency, round(cost.amount, 2)) for cost in found.costs] == [("EUR", round(0.05 * segments[0], 2))]


@pytest.mark.parametrize(
    ("asks", "sentence"),
    [
        (lambda n, full: n % 10 == 0 if full else n % 2 == 0, "fewer contacts per 100 deliveries than in the baseline"),
        (lambda n, full: n % 4 == 0, "No difference is shown"),
    ],
    ids=["notices", "a/a"],
)
async def test_the_page_says_what_a_hold_out_shows(
    sqlite_url: str, asks: Callable[[int, bool], bool], sentence: str
) -> None:
    """Eighty customers in each arm, some of whom ask where theirs is on the day it comes."""
    house = House(sqlite_url)
    for n in range(160):
        house.order(f"P{n}", name=f"O{n}", phone=f"+1212555{n:04d}")
    shipments = house.rows(Shipment)
    with house.in_transaction() as tx:
        tx.execute(insert(table_of(JourneyRow)), [_journey(one, n, house) for n, one in enumerate(shipments)])
        tx.execute(
            insert(table_of(Message)),
            [_question(one, house) for n, one in enumerate(shipments) if asks(n // 2, n % 2 == 0)],
        )
    await asyncio.to_thread(chores, house)
    (found,) = seen(house.database).comparisons
    async with signed_in(house, role="viewer") as browser:
        page = await browser.get(f"/console/numbers?from={SCOPE.first}&to={SCOPE.last}")

    house.close()

    assert found.customers == {"full": 80, "baseline": 80}
    assert found.effect is not None
    assert found.effect.low <= found.effect.saved <= found.effect.high
    assert found.effect.is_shown is ("fewer" in sentence)
    assert sentence in page.text
    assert "nineteen times of twenty" in page.text


def _journey(shipment: Shipment, number: int, house: House) -> dict[str, object]:
    whose = {"shipment_id": shipment.id, "customer_id": shipment.customer_id, "merchant_id": shipment.merchant_id}
    fate = {"state": "delivered", "ended_on": house.now.date().isoformat(), "attempts": 0, "changed_at": house.now}
    return {
        **whose,
        **fate,
        "carrier": "ups",
        "lane": "",
        "arm": "winter:full" if number % 2 == 0 else "winter:baseline",
    }


def _question(shipment: Shipment, house: House) -> dict[str, object]:
    said = {
        "direction": "in",
        "channel": "web",
        "address": "x",
        "author": "customer",
        "name": "",
        "text": "Where is it?",
    }
    when = {"state": "received", "created_at": house.now, "due_at": house.now}
    return {"conversation_id": shipment.customer_id, **said, **when, "understood": {"verb": Verb.STATUS.value}}
