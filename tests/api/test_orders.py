"""An order is announced, and announced again: its customer is known, its parcels have links, nothing is there twice."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from sqlalchemy import update

from domain.links import token_hash
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
from tests.api.door import FRIDAY, MISSING, Door, an_order

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
