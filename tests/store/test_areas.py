"""Orders are found by where they go through an index, on either engine."""

import pytest
from alembic import command
from sqlalchemy import text

from store import migrations
from store.areas import orders_in
from store.tables import Order
from tests.flows.house import House

ADDRESSES = {
    "1001": {"city": "Bad Homburg", "postcode": "61348"},
    "1002": {"city": "London", "postcode": "SW1A 1AA"},
    "1003": {"city": "Londonderry", "postcode": "BT48"},
    "1004": {},
    "1005": {"city": "MÜNCHEN", "postcode": "80331"},
    "1006": {"city": "Łódź", "postcode": "90-001"},
    "1007": {"city": "Ma\u0301laga", "postcode": "29001"},
    "1008": {"city": "St. Gallen", "postcode": "9000"},
}


@pytest.fixture
def house(database_url: str) -> object:
    house = House(database_url)
    for n, (name, address) in enumerate(ADDRESSES.items()):
        house.order(f"DS{name}", name=name, phone=f"+1212555{n:04d}", address=address)
    yield house
    house.close()


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        (("london",), ["1002"]),
        (("LONDON", "6134"), ["1001", "1002"]),
        (("sw1",), ["1002"]),
        (("bt", "sw"), ["1002", "1003"]),
        (("%", "_"), []),
        (("münchen",), ["1005"]),
        (("München",), ["1005"]),
        (("ŁÓDŹ", "łódź"), ["1006"]),
        (("munchen", "Lodz", "MU\u0308NCHEN"), ["1005", "1006"]),
        (("malaga",), ["1007"]),
        (("st  gallen",), ["1008"]),
        (("Paris",), []),
    ],
)
def test_a_town_is_named_whole_and_a_postcode_may_be_begun(
    house: House, areas: tuple[str, ...], found: list[str]
) -> None:
    numbers = {row.id: row.number for row in house.rows(Order)}
    with house.database.transaction() as tx:
        assert sorted(numbers[one] for one in tx.scalars(orders_in(tx, 1, areas))) == found
        assert list(tx.scalars(orders_in(tx, 2, areas))) == []


def test_the_indexes_over_town_and_postcode_are_used(house: House) -> None:
    with house.database.transaction() as tx:
        if not house.database.is_sqlite:
            tx.execute(text("SET LOCAL enable_seqscan = off"))
        statement = orders_in(tx, 1, ("london", "sw1")).compile(tx, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN " if house.database.is_sqlite else "EXPLAIN "
        plan = " ".join(str(row) for row in tx.exec_driver_sql(explain + str(statement)))
    assert "ix_shop_order_town" in plan, plan
    assert "shop_order_search_postcode" in plan, plan


def test_orders_from_before_are_given_their_towns(house: House) -> None:
    ours = migrations.config()
    with house.database.transaction() as tx:
        ours.attributes["connection"] = tx
        command.downgrade(ours, "0032")
        command.upgrade(ours, "head")
    assert {row.town for row in house.rows(Order)} >= {"munchen", "lodz", "malaga", "st gallen", None}
