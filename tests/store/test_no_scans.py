"""However much is stored, no step of a parcel's journey reads a whole table; also just after a big import, when nothing
was said yet and SQLite's statistics find the columns of what was said empty.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from domain.axes import FINAL, Milestone
from store import prepared
from store.console_views import Looking, shipments
from store.tables import Conversation, Customer, Delivery, EventRow, Notice, Order, Shipment
from store.tables.orders import IN_TROUBLE
from store.writing import table_of
from tests.flows.house import House

GREAT = ("customer", "conversation", "delivery", "notice", "shipment", "shop_order", "tracking_event")
"""The tables that are filled here."""
MANY = 2_000


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    house = House(f"sqlite:///{tmp_path / 'great.db'}")
    _import(house)
    yield house
    house.close()


def _import(house: House) -> None:
    """So many parcels of as many customers are announced, and have a notice planned each."""
    now, merchant = house.now, house.merchant_id
    n = range(10_001, 10_001 + MANY)
    since = {"owner": "bot", "misses": 0, "unread": 0, "owner_since": now, "last_at": now}
    address = {"address": {}, "zone": "UTC", "channels": [], "created_at": now, "updated_at": now}
    standing = {"milestone": "unknown", "timeliness": "unknown", "action_by": "none", "health": "live"}
    planned = {"kind": "estimate", "key": "estimate", "state": "planned", "priority": 3, "facts": {}, "planned_at": now}
    due = {"send_after": now + timedelta(days=30), "expires_at": now + timedelta(days=60)}
    came = {"source_id": house.source.id, "received_at": now}
    seen = {"scope": "parcel", "direction": "delivery", "zone_source": "explicit"}
    scanned = {"occurred_at": now, "received_at": now, **standing, **seen}
    rows: dict[type, list[dict[str, Any]]] = {
        Customer: [{"id": i, "merchant_id": merchant, "name": "Bo", "language": "en", "created_at": now} for i in n],
        Conversation: [{"id": i, "customer_id": i, "merchant_id": merchant, **since} for i in n],
        Order: [{"id": i, "customer_id": i, "merchant_id": merchant, "number": f"B{i}", **address} for i in n],
        Shipment: [
            {"id": i, "order_id": i, "customer_id": i, "merchant_id": merchant, "tracking_number": f"1Z{i}"}
            | {"carrier": "ups", "allow": [], "announced_at": now, "token_hash": f"hash{i}", **standing}
            for i in n
        ],
        Notice: [{"shipment_id": i, "customer_id": i, **planned, **due} for i in n],
        Delivery: [{"id": i, "key": f"d{i}", "body": b"{}", "headers": {}, "state": "read", **came} for i in n],
        EventRow: [
            {"source_id": house.source.id, "merchant_id": merchant, "delivery_id": i, "key": f"e{i}", **scanned}
            | {"tracking_number": f"1Z{i}"}
            for i in n
        ],
    }
    with house.in_transaction() as tx:
        for model, those in rows.items():
            tx.execute(insert(table_of(model)), those)
        tx.execute(text("ANALYZE"))


@pytest.fixture
def scans(house: House) -> list[str]:
    """The statements that read the whole of a great table, with what SQLite says of it."""
    found: list[str] = []

    def look(_: Any, cursor: Any, statement: str, parameters: Any, __: Any, is_many: bool) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")):
            return
        one = parameters[0] if is_many and isinstance(parameters, list) else parameters
        plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", one).fetchall()
        for *_, step in plan:
            if step.startswith("SCAN") and step.split()[1] in GREAT and "ix_" not in step:
                found.append(f"{step}: {' '.join(statement.split())}")

    event.listen(house.database.engine, "before_cursor_execute", look)
    return found


def test_a_parcels_whole_journey_reads_no_table_from_end_to_end(house: House, scans: list[str]) -> None:
    house.order("DS100", "DS101", allow=("reschedule",))
    house.report(house.event("in_transit", eta=house.tomorrow()), house.event("in_transit", "DS101"))
    said = house.until(timedelta(hours=1))
    said += house.hear(house.turn("where is my parcel?"))
    house.report(house.event("out_for_delivery"), house.event("delivery_attempted", "DS101"))
    said += house.until(timedelta(hours=2))
    said += house.hear(house.turn("can't be home tomorrow"))
    said += house.hear(house.turn("stop"))
    house.report(house.event("delivered"))
    house.until(timedelta(days=2))
    assert len(said) > 4, said
    assert not scans, "\n".join(sorted(set(scans)))


def test_the_list_of_parcels_that_need_somebody_reads_no_table(house: House, scans: list[str]) -> None:
    house.order("DS100")
    house.report(house.event("exception"))
    with house.in_transaction() as tx:
        found = shipments(tx, Looking(attention=True), 9)
    assert [row.tracking_number for row in found] == ["DS100"]
    assert not scans, "\n".join(sorted(set(scans)))


def test_what_has_ended_needs_nobody() -> None:
    """The condition is written out, so that its index is used: it must name every milestone that ends a journey."""
    ended = str(IN_TROUBLE).partition(" AND ")[0]
    assert {word for word in ended.split("'") if word in set(Milestone)} == set(FINAL)


def test_what_is_planned_once_for_all_values_goes_by_indexes_too(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL plans the statements of answers and digests without a look at what they ask for
    (`store.prepared.plan_once`).
    """
    house = House(postgres_url)
    _import(house)
    house.order("DS100", allow=("reschedule",))
    house.report(house.event("in_transit", eta=house.tomorrow()))
    plans: dict[str, str] = {}

    def look(tx: Connection, statement: str, given: Any) -> Any:
        if statement not in plans and statement.startswith(("SELECT", "UPDATE")):
            plans[statement] = "\n".join(_general_plan(tx, statement))
        return run(tx, statement, given)

    run = prepared.run_text
    monkeypatch.setattr(prepared, "run_text", look)
    for words in ("where is my parcel?", "can't be home tomorrow", "1", "a person please"):
        assert house.hear(house.turn(words))
    answers = len(plans)
    house.report(house.event("out_for_delivery"))
    house.close()
    assert len(plans) > answers
    assert len(plans) > 20
    scans = [plan for plan in plans.values() if any(f"Seq Scan on {table} " in plan for table in GREAT)]
    assert not scans, "\n\n".join(scans)


def _general_plan(tx: Connection, statement: str) -> Iterator[str]:
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
    numbered = re.sub(r"%\((\w+)\)s", lambda name: f"${names.index(name[1]) + 1}", statement)
    cursor = tx.connection.cursor()
    cursor.execute(f"EXPLAIN (GENERIC_PLAN) {numbered.replace('%%', '%')}")
    for row in cursor.fetchall():
        yield row[0]


def test_a_scan_would_be_seen(house: House, scans: list[str]) -> None:
    with house.in_transaction() as tx:
        tx.execute(text("SELECT id FROM notice WHERE why = 'nothing'"))
    assert len(scans) == 1
