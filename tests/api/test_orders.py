"""An order is announced, and announced again: its customer is known, its parcels have links, nothing is there twice."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import update

from api.rest.order_body import OrderBody, read_order
from domain.axes import Milestone
from domain.events import TrackingEvent
from domain.links import Links, token_hash
from domain.orders import NewOrder
from flows.digest import digest_some
from flows.orders import place
from flows.replan import replan
from flows.stop_writing import stop
from store import contacts
from store.database import Database
from store.migrations import upgrade
from store.tables import (
    Consent,
    Contact,
    Conversation,
    Customer,
    DeepLink,
    Merchant,
    Notice,
    Order,
    Shipment,
)
from store.writing import table_of
from tests.api.door import FRIDAY, KEY, MISSING, Door, an_order

TRACKING = "https://doorstep.example/t/"
TELEGRAM = "https://t.me/acme_bot?start="


async def test_the_documented_order_gets_its_links(door: Door) -> None:
    answer = await door.put(an_order())

    (parcel,) = answer["parcels"]
    assert set(answer) == {"order_number", "parcels"}
    assert set(parcel) == {"tracking_number", "tracking_url", "telegram_link"}
    assert (answer["order_number"], parcel["tracking_number"]) == ("1001", "DS100")
    assert door.rows(Shipment, "token_hash") == [(token_hash(parcel["tracking_url"].removeprefix(TRACKING)),)]
    assert door.rows(DeepLink, "token_hash") == [(token_hash(parcel["telegram_link"].removeprefix(TELEGRAM)),)]
    assert len(parcel["tracking_url"].removeprefix(TRACKING)) == 22
    assert len(parcel["telegram_link"].removeprefix(TELEGRAM)) == 32


async def test_an_order_makes_its_merchant_customer_contact_conversation_and_consents(door: Door) -> None:
    await door.put(an_order(merchant="acme-shop"))

    assert door.rows(Merchant, "name", "title", "language") == [("acme-shop", "Acme Shop", "en")]
    assert door.rows(Customer, "name", "phone", "language") == [("Bo Ek", "+12125550123", "en")]
    assert door.rows(Contact, "channel", "address", "state", "how") == [("sms", "+12125550123", "active", "order")]
    assert door.rows(Conversation, "owner", "last_at") == [("bot", FRIDAY)]
    given_at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert sorted(door.rows(Consent, "channel", "given", "source", "at")) == [
        ("sms", True, "checkout", given_at),
        ("telegram", True, "checkout", given_at),
    ]
    assert door.rows(Order, "number", "zone", "channels") == [("1001", "America/New_York", ["telegram", "sms"])]


async def test_a_notice_is_planned_at_once_and_the_clock_is_told(door: Door) -> None:
    await door.put(an_order())

    ((kind, send_after),) = door.rows(Notice, "kind", "send_after")
    assert kind == "announced"
    assert door.due == [send_after]


async def test_the_same_order_again_answers_the_same_and_adds_nothing(door: Door) -> None:
    tables = [Merchant, Customer, Contact, Conversation, Consent, Order, Shipment, DeepLink, Notice]
    first = await door.put(an_order())
    before = [door.count(table) for table in tables]
    door.now += timedelta(days=2)

    assert await door.put(an_order()) == first
    assert [door.count(table) for table in tables] == before


async def test_a_later_announcement_changes_name_language_address_and_allowed_changes(door: Door) -> None:
    await door.put(an_order())

    await door.put(
        an_order(
            customer__name="Bo Eriksson-Ek",
            customer__language="es_mx",
            customer__timezone="America/Chicago",
            address__lines=["7 Oak St"],
            parcels__0__allow=["reschedule"],
            parcels__0__carrier="ups",
        )
    )

    assert door.rows(Customer, "name", "language") == [("Bo Eriksson-Ek", "es-MX")]
    ((address, zone),) = door.rows(Order, "address", "zone")
    assert (address["lines"], zone) == (["7 Oak St"], "America/Chicago")
    assert door.rows(Shipment, "carrier", "allow") == [("ups", ["reschedule"])]


async def test_parcels_are_added_and_those_no_longer_named_stay(door: Door) -> None:
    first = await door.put(an_order())

    second = await door.put(an_order(parcels=[{"tracking_number": " ds101 "}]))

    assert [parcel["tracking_number"] for parcel in second["parcels"]] == ["DS101"]
    assert second["parcels"][0]["tracking_url"] != first["parcels"][0]["tracking_url"]
    assert door.rows(Shipment, "tracking_number", "carrier", "allow") == [
        ("DS100", "doorstep", ["reschedule", "safe_place", "neighbour", "pickup_point"]),
        ("DS101", "unknown", []),
    ]


async def test_nothing_may_be_changed_unless_it_is_allowed(door: Door) -> None:
    await door.put(an_order(parcels__0__allow=MISSING))

    assert door.rows(Shipment, "allow") == [([],)]


async def test_one_phone_is_one_customer_of_a_merchant_and_another_of_the_next(door: Door) -> None:
    await door.put(an_order(), "1001")
    await door.put(an_order(customer__phone="(212) 555-0123"), "1002")
    await door.put(an_order(merchant="other"), "1001")

    mine, theirs = door.rows(Customer, "merchant_id", "phone")
    assert mine[0] != theirs[0]
    assert mine[1] == theirs[1] == "+12125550123"
    assert door.count(Order) == 3


async def test_without_a_language_the_merchants_counts_and_later_the_customers_stays(door: Door) -> None:
    await door.put(an_order(customer__language=MISSING))
    assert door.rows(Customer, "language") == [("en",)]

    await door.put(an_order(customer__language="de"))
    await door.put(an_order(customer__language=MISSING))
    assert door.rows(Customer, "language") == [("de",)]


async def test_a_number_another_order_used_before_is_a_new_parcel(door: Door) -> None:
    first = await door.put(an_order(), "1001")
    door.now += timedelta(days=90)

    second = await door.put(an_order(), "1002")

    assert door.count(Shipment) == 2
    assert first["parcels"][0]["tracking_url"] != second["parcels"][0]["tracking_url"]
    assert (await door.shipment())["order_number"] == "1002"


async def test_events_that_came_before_their_order_are_taken_up(door: Door) -> None:
    await door.put(an_order(parcels__0__tracking_number="OTHER"), "1000")
    door.report(1, _event("evt-1", Milestone.IN_TRANSIT, hours_ago=5), _event("evt-2", Milestone.OUT_FOR_DELIVERY))

    await door.put(an_order())

    shipment = await door.shipment()
    assert shipment["milestone"] == "out_for_delivery"
    assert "out_for_delivery" in {notice["kind"] for notice in shipment["notices"]}


async def test_an_event_read_while_its_order_is_written_is_found_by_the_second_look(
    postgres_url: str, request: pytest.FixtureRequest
) -> None:
    database = Database(postgres_url)
    request.addfinalizer(database.close)
    with database.transaction() as tx:
        upgrade(tx)
    door = Door(database)
    await door.put(an_order(parcels__0__tracking_number="OTHER"), "1000")
    with database.engine.begin() as writing:
        placed = place(writing, _read(), Links("https://d.example", KEY), door.now)
        door.report(1, _event("evt-1", Milestone.OUT_FOR_DELIVERY))
        with database.transaction() as reading:
            digest_some(reading, door.now)

    assert (await door.shipment())["milestone"] == "unknown"
    with database.transaction() as tx:
        replan(tx, placed.new, door.now)
    assert (await door.shipment())["milestone"] == "out_for_delivery"


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


async def test_a_telegram_link_is_renewed_when_half_its_time_is_over_and_when_it_was_used(door: Door) -> None:
    links = [await _link(door)]
    door.now += timedelta(days=14)
    links.append(await _link(door))
    door.now += timedelta(days=2)
    links.append(await _link(door))
    with door.database.transaction() as tx:
        tx.execute(update(table_of(DeepLink)).values(used_at=door.now))
    links.append(await _link(door))

    assert links[0] == links[1]
    assert len(set(links)) == 3
    assert door.rows(DeepLink, "expires_at") != []


async def test_there_is_no_telegram_link_until_the_bot_has_said_its_name(door: Door) -> None:
    door.bot = None

    answer = await door.put(an_order())

    assert answer["parcels"][0]["telegram_link"] is None
    assert door.count(DeepLink) == 0


async def test_an_order_number_may_look_as_shops_like_it(door: Door) -> None:
    numbers = ["#1001", "2026/11-7", "a b", "Ж-7", "..%2F"]
    for number in numbers:
        answer = await door.client.put(f"/orders/{quote(number, safe='')}", json=an_order())

        assert (answer.status_code, answer.json()["order_number"]) == (200, number)
    assert door.rows(Order, "number") == [(number,) for number in numbers]


async def test_a_name_is_kept_as_it_is(door: Door) -> None:
    for name in ('<b>Bo</b> "the" O\'Ek', "\u202eيوسف\u202c", "Zoë 🚚", "x" * 200, "'; DROP TABLE customer; --"):
        await door.put(an_order(customer__name=name))

        assert door.rows(Customer, "name") == [(name,)]


async def _link(door: Door) -> str:
    answer = await door.put(an_order())
    link: str = answer["parcels"][0]["telegram_link"]
    return link


def _event(key: str, milestone: Milestone, hours_ago: float = 0) -> TrackingEvent:
    at = FRIDAY - timedelta(hours=hours_ago)
    return TrackingEvent(key, "DS100", at, at, milestone)


def _read() -> NewOrder:
    return read_order("1001", OrderBody.model_validate(an_order()))
