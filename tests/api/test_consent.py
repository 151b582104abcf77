"""Whom an order lets us write to: consent is recorded, silence is kept, and another phone is another person."""

from datetime import timedelta

from flows.stop_writing import stop
from store import contacts
from store.tables import (
    Consent,
    Contact,
    Customer,
    DeepLink,
    Notice,
    Order,
    Shipment,
)
from tests.api.door import FRIDAY, Door, an_order

TRACKING = "https://doorstep.example/t/"
TELEGRAM = "https://t.me/acme_bot?start="


async def test_a_number_that_asked_for_silence_is_not_written_to_again(door: Door) -> None:
    with door.database.transaction() as tx:
        stop(tx, "sms", "+12125550123", "STOP", "sms", door.now)

    await door.put(an_order())

    assert "active" not in {state for (state,) in door.rows(Contact, "state")}


async def test_a_dead_number_is_not_revived_by_the_same_order_but_by_a_new_one(door: Door) -> None:
    await door.put(an_order())
    with door.database.transaction() as tx:
        contacts.set_state(tx, "sms", "+12125550123", "dead", "unreachable", door.now)

    await door.put(an_order())
    assert door.rows(Contact, "state") == [("dead",)]

    await door.put(an_order(), "1002")
    assert door.rows(Contact, "state") == [("active",)]


async def test_without_consent_to_sms_there_is_no_number_to_write_to(door: Door) -> None:
    await door.put(an_order(consent__channels=["telegram"]))

    assert door.count(Contact) == 0
    assert door.rows(Consent, "channel") == [("telegram",)]


async def test_consent_that_is_no_longer_there_is_recorded_as_taken_back_once(door: Door) -> None:
    await door.put(an_order())
    door.now += timedelta(hours=1)

    for _ in range(2):
        await door.put(an_order(consent__channels=["telegram"]))

    assert door.rows(Consent, "channel", "given", "at")[2:] == [("sms", False, FRIDAY + timedelta(hours=1))]
    assert door.rows(Order, "channels") == [(["telegram"],)]


async def test_another_phone_makes_the_order_another_persons_and_kills_the_first_ones_link(door: Door) -> None:
    first = await door.put(an_order())

    second = await door.put(an_order(customer__phone="+12125550199"))

    one, other = door.rows(Customer, "id", "phone")
    assert (one[1], other[1]) == ("+12125550123", "+12125550199")
    assert [door.rows(table, "customer_id") for table in (Order, Shipment, Notice, DeepLink)] == [[other[:1]]] * 4
    assert second["parcels"][0]["telegram_link"] != first["parcels"][0]["telegram_link"]
    assert len(door.rows(Consent, "customer_id")) == 4
