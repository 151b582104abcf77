"""What waits of the same parcels is read together: each is planned once, however many webhooks speak of it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from carriers.contract import Reading, Report
from flows.webhooks.digest import digest_some
from flows.webhooks.receive import Arrival, keep
from store import unread
from store.known_events import USUAL
from store.tables import Delivery, Shipment
from tests.flows.house import House

_ANOTHER_MERCHANT = (
    "INSERT INTO merchant (name, title, language, settings, created_at)"
    " SELECT 'other', title, language, settings, created_at FROM merchant"
)
HOURS = ("accepted", "in_transit", "out_for_delivery", "delivered")


def _post(house: House, milestone: str, *numbers: str) -> None:
    """One webhook that speaks of all of these."""
    events = tuple(house.event(milestone, number) for number in numbers)
    reading = Reading(events[0].key, (Report(events),))
    with house.in_transaction() as tx:
        keep(tx, [Arrival(house.source, reading, b"{}", {}, house.now)])
    house.now += timedelta(hours=1)


def _waiting(house: House) -> int:
    return len(house.rows(Delivery, state="kept"))


def test_a_parcels_webhooks_are_read_in_one_step(house: House) -> None:
    house.order("DS100", "DS200")
    for milestone in HOURS:
        _post(house, milestone, "DS100")
        _post(house, milestone, "DS200")
    count, _ = house.database.step(digest_some, house.now, 1)
    assert count == len(HOURS)
    assert _waiting(house) == len(HOURS)
    milestones = {row.tracking_number: row.milestone for row in house.rows(Shipment)}
    assert milestones == {"DS100": "delivered", "DS200": "unknown"}


def test_one_that_speaks_of_another_parcel_too_waits_for_its_turn(house: House) -> None:
    house.order("DS100", "DS200")
    _post(house, "accepted", "DS100")
    _post(house, "in_transit", "DS100", "DS200")
    _post(house, "out_for_delivery", "DS100")
    assert house.database.step(digest_some, house.now, 1)[0] == 2
    assert _waiting(house) == 1
    house.digest()
    assert _waiting(house) == 0
    assert {row.milestone for row in house.rows(Shipment)} == {"out_for_delivery", "in_transit"}


def test_what_comes_under_a_number_that_is_used_for_many_waits_for_its_turn(house: House) -> None:
    """It would be read all at once, however much it is, and all that was stored of it looked at for each batch."""
    house.order("DS100")
    _post(house, "accepted", "DS100")
    for _ in range(USUAL + 1):
        _post(house, "accepted", "CONSTANT")
    _post(house, "delivered", "DS100")
    assert house.database.step(digest_some, house.now, 2)[0] == 3
    assert _waiting(house) == USUAL
    assert house.rows(Shipment)[0].milestone == "delivered"


def test_the_same_number_of_another_merchant_is_another_parcel(house: House) -> None:
    house.order("DS100")
    _post(house, "accepted", "DS100")
    _post(house, "in_transit", "DS100")
    with house.in_transaction() as tx:
        tx.execute(text(_ANOTHER_MERCHANT))
        tx.execute(
            text(
                "UPDATE tracking_event SET merchant_id = (SELECT max(id) FROM merchant) WHERE milestone = 'in_transit'"
            )
        )
    assert house.database.step(digest_some, house.now, 1)[0] == 1


def test_what_another_process_reads_is_left_to_it(house: House) -> None:
    if house.database.is_sqlite:
        pytest.skip("there is one writer")
    house.order("DS100")
    for milestone in HOURS:
        _post(house, milestone, "DS100")
    with house.in_transaction() as theirs:
        first = unread.claim(theirs, 1)
        with house.in_transaction() as ours:
            second = unread.claim(ours, 1)
            assert len(unread.of_same_parcels(ours, second)) == len(HOURS) - 2
            assert not unread.of_same_parcels(theirs, first)


def test_what_is_named_is_looked_up_by_its_id(house: House) -> None:
    """Not in the index of all that waits, as the planner would who was told, before a flood, that nothing waits."""
    sqlite = house.database.is_sqlite
    with house.in_transaction() as tx:
        tx.execute(text("ANALYZE"))
        if not sqlite:
            tx.execute(text("SET LOCAL enable_seqscan = off"))
        ids = "[1, 2]" if sqlite else [1, 2]
        named = unread.BY_ID.compile(tx.engine)
        given = {**named.params, "ids": ids}
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        values = tuple(given[name] for name in named.positiontup or ()) if sqlite else given
        plan = " ".join(str(row) for row in tx.exec_driver_sql(f"{explain} {named}", values))
    assert ("USING INTEGER PRIMARY KEY" if sqlite else "pk_delivery") in plan
