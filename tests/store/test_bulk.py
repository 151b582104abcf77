"""Many rows at once: what is written is what was given, on both engines, whatever it holds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from store import notices
from store.database import Database
from store.tables import Customer, Merchant, Notice, Order, Shipment
from store.writing import table_of

NOW = datetime(2026, 11, 24, 17, 0, 0, 123456, tzinfo=UTC)
FACTS = {"text": 'a "quote", a \\ and a snowman ☃, a line\nbreak', "list": [1, None, True], "none": None}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.transaction() as tx:
        merchant = {"id": 1, "name": "a", "title": "A", "language": "en", "settings": {}, "created_at": NOW}
        tx.execute(table_of(Merchant).insert().values(**merchant))
        person = {"id": 1, "merchant_id": 1, "name": "Bo", "language": "en", "created_at": NOW}
        tx.execute(table_of(Customer).insert().values(**person))
        order = {"merchant_id": 1, "customer_id": 1, "number": "1", "address": {}, "zone": "UTC", "channels": []}
        tx.execute(table_of(Order).insert().values(id=1, created_at=NOW, updated_at=NOW, **order))
        whose = {"order_id": 1, "customer_id": 1, "merchant_id": 1, "tracking_number": "DS1", "carrier": "ups"}
        tx.execute(table_of(Shipment).insert().values(id=1, announced_at=NOW, allow=[], token_hash="t", **whose))
    yield database
    database.close()


def row(number: int) -> dict[str, object]:
    return {
        "shipment_id": 1, "customer_id": 1, "kind": "delay", "key": f"delay:{number}", "state": "planned",
        "priority": 3, "send_after": NOW, "expires_at": NOW + timedelta(days=1), "facts": FACTS,
        "why": None, "planned_at": NOW,
    }  # fmt: skip


def stored(database: Database) -> list[dict[str, object]]:
    with database.transaction() as tx:
        found = tx.execute(select(table_of(Notice)).order_by(table_of(Notice).c.id))
        return [dict(one._mapping) for one in found]


@pytest.mark.parametrize("count", [1, 7, 130])
def test_every_row_is_as_it_was_given_and_in_order(database: Database, count: int) -> None:
    with database.transaction() as tx:
        notices.add(tx, [row(n) for n in range(count)])
    found = stored(database)
    assert [{name: one[name] for name in row(0)} for one in found] == [row(n) for n in range(count)]


def test_what_is_there_already_is_left_alone(database: Database) -> None:
    for facts in ({"first": True}, {"first": False}):
        with database.transaction() as tx:
            notices.add(tx, [row(1) | {"facts": facts}])
    assert [one["facts"] for one in stored(database)] == [{"first": True}]


def test_rows_are_changed_by_their_id_and_only_while_they_may(database: Database) -> None:
    with database.transaction() as tx:
        notices.add(tx, [row(n) for n in range(3)])
    ids = [one["id"] for one in stored(database)]
    with database.transaction() as tx:
        notices.withdraw(tx, [{"b_id": ids[0], "why": "it's over", "decided_at": NOW}])
    with database.transaction() as tx:
        notices.withdraw(tx, [{"b_id": n, "why": "again", "decided_at": NOW} for n in ids[:2]])
        notices.withdraw(tx, [])
    assert [(one["state"], one["why"], one["decided_at"]) for one in stored(database)] == [
        ("withdrawn", "it's over", NOW),
        ("withdrawn", "again", NOW),
        ("planned", None, None),
    ]
