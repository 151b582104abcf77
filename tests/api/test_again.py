"""Announcing an order again changes nothing, whatever came before; many at once are as one after the other."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from domain.links import Links
from domain.orders import Consent, NewOrder, Parcel
from flows.orders import place
from store import tables
from store.tables import Customer, Order, Shipment
from store.writing import table_of
from tests.api.door import FRIDAY, KEY, Door, an_order

LINKS = Links("https://doorstep.example", KEY, "acme_bot")
NUMBERS = ("DS1", "DS2", "DS3")
CHANGES = ("reschedule", "neighbour")


def _parcels(numbers: list[str]) -> st.SearchStrategy[tuple[Parcel, ...]]:
    allow = st.sets(st.sampled_from(CHANGES)).map(tuple)
    return st.tuples(*(st.builds(Parcel, st.just(number), st.just("ups"), allow) for number in numbers))


orders = st.builds(
    NewOrder,
    number=st.sampled_from(["1001", "1002"]),
    merchant=st.just("acme"),
    name=st.sampled_from(["Bo", "Ana"]),
    phone=st.sampled_from(["+12125550123", "+12125550199"]),
    language=st.sampled_from([None, "en", "es"]),
    zone=st.sampled_from(["America/New_York", "Europe/Madrid"]),
    address=st.just({"lines": ["12 Elm St"], "country": "US"}),
    parcels=st.lists(st.sampled_from(NUMBERS), min_size=1, unique=True).flatmap(_parcels),
    consent=st.builds(
        Consent,
        channels=st.sets(st.sampled_from(["telegram", "sms", "web"])).map(tuple),
        source=st.just("checkout"),
        given_at=st.just(datetime(2026, 11, 20, 10, tzinfo=UTC)),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(history=st.lists(orders, min_size=1, max_size=6), days=st.integers(0, 14))
def test_the_last_order_again_changes_no_row(small_door: Door, history: list[NewOrder], days: int) -> None:
    with small_door.database.engine.connect() as connection, connection.begin() as transaction:
        *_, first = [place(connection, order, LINKS, FRIDAY) for order in history]
        before = _all_rows(connection)

        again = place(connection, history[-1], LINKS, FRIDAY + timedelta(days=days))

        assert again.parcels == first.parcels
        assert again.new == ()
        assert _all_rows(connection) == before
        _is_whole(connection, history)
        transaction.rollback()


async def test_the_same_order_many_times_at_once_is_there_once(door: Door) -> None:
    answers = await asyncio.gather(*(door.put(an_order()) for _ in range(8)))

    assert all(answer == answers[0] for answer in answers)
    assert [door.count(table) for table in (Customer, Order, Shipment)] == [1, 1, 1]
    assert [door.count(table) for table in (tables.DeepLink, tables.Consent, tables.Notice)] == [1, 2, 1]


async def test_different_orders_of_one_customer_at_once_all_arrive(door: Door) -> None:
    numbers = [str(number) for number in range(12)]

    await asyncio.gather(*(door.put(an_order(parcels__0__tracking_number=f"DS{number}"), number) for number in numbers))

    assert [door.count(table) for table in (Customer, Order, Shipment)] == [1, 12, 12]


def _is_whole(tx: Connection, history: list[NewOrder]) -> None:
    """Each order has every parcel it ever named, all of them its customer's, and a phone has one customer."""
    order, shipment, customer = table_of(Order), table_of(Shipment), table_of(Customer)
    found = (
        select(
            order.c.number, shipment.c.tracking_number, customer.c.phone, shipment.c.customer_id, order.c.customer_id
        )
        .join(shipment, shipment.c.order_id == order.c.id)
        .join(customer, customer.c.id == order.c.customer_id)
    )
    rows = [tuple(row) for row in tx.execute(found)]
    phones = {o.number: o.phone for o in history}
    named = {(o.number, parcel.tracking_number) for o in history for parcel in o.parcels}
    assert sorted((number, tracking_number) for number, tracking_number, *_ in rows) == sorted(named)
    for number, _, phone, owner, holder in rows:
        assert (phone, owner) == (phones[number], holder)


def _all_rows(tx: Connection) -> dict[str, list[dict[str, Any]]]:
    """Everything but when an order was last announced."""
    return {
        table.name: [
            {name: value for name, value in row.items() if name != "updated_at"}
            for row in tx.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        ]
        for table in tables.METADATA.sorted_tables
    }
