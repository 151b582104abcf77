"""What has been kept long enough goes by itself, in bounded steps; what is still needed, or under a case, stays."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, update

from domain.retention import Retention
from domain.talk.turn import ChannelName
from flows import retention
from flows.cases import open_case
from flows.retention import Pruning
from store.pruning.walking import is_alone
from store.tables import (
    METADATA,
    Audit,
    Bookmark,
    Case,
    Consent,
    Customer,
    Delivery,
    EventRow,
    Inbound,
    InquiryRow,
    JourneyRow,
    Message,
    Notice,
    Offer,
    Order,
    PromiseRow,
    Shipment,
    StopEntry,
)
from store.writing import insert_new, table_of
from tests.flows.house import House

KEPT = {
    "merchant", "source", "staff", "lesson", "taught_example", "lane", "heartbeat", "bookmark", "learned", "stop_entry",
    "learned_lane", "figure", "lane_line",
    "log_position", "announcement", "saved_reply", "first_check", "wording_version", "wording_publication",
    "policy_change", "old_buttons", "pickup_point",
}  # fmt: skip
"""Tables that do not grow with parcels, or must outlive them."""
GO = {
    "delivery", "tracking_event", "inbound", "number_lookup", "one_time_code", "failed_try", "staff_session", "message",
    "offer", "conversation", "vehicle",
    "shipment", "other_number", "notice", "promise", "promise_verdict", "override", "poll", "rating",
    "change_request", "shop_order",
    "deep_link", "staff_case", "case_note", "announcement_parcel", "conversation_mark", "presence", "dry_run",
    "route", "route_stop", "slot", "outcome", "journey", "inquiry", "customer", "contact",
    "contact_state", "consent", "audit", "bygone",
}  # fmt: skip


def test_every_table_is_pruned_or_named_as_kept() -> None:
    """A new table? Give it a rule in flows/retention.py (or a place in one), or say here that it does not grow."""
    assert set(METADATA.tables) == KEPT | GO


def prune(house: House, **days: int) -> dict[str, int]:
    pruning = Pruning(house.database, Retention(**days), lambda: house.now)
    asyncio.run(pruning.run())
    return dict(pruning.gone)


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(retention, "CHUNK", 3)


def _life(house: House, number: str = "DS100", name: str = "1001") -> None:
    house.order(number, name=name)
    house.say()
    for milestone in ("in_transit", "out_for_delivery", "delivered"):
        house.report(house.event(milestone, number, eta=house.tomorrow()))
        house.until(timedelta(hours=2))


def test_nothing_goes_before_its_time(house: House) -> None:
    _life(house)
    house.now += timedelta(days=29)
    assert prune(house) == {}


def test_bodies_go_first_and_what_was_read_of_them_stays(house: House) -> None:
    _life(house)
    house.now += timedelta(days=91)
    assert prune(house)["bodies"] == 3
    assert {row.body for row in house.rows(Delivery)} == {b""}
    assert len(house.rows(EventRow)) == 3
    assert prune(house) == {}  # no row is looked at twice


def test_a_body_under_an_open_case_stays_until_the_case_is_closed(house: House) -> None:
    _life(house)
    first = house.rows(Delivery)[0].id
    with house.in_transaction() as tx:
        open_case(tx, kind="unreadable", key="x", why="look", now=house.now, delivery_id=first)
    house.now += timedelta(days=91)
    assert prune(house)["bodies"] == 2
    assert [row.id for row in house.rows(Delivery) if row.body] == [first]
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Case)).values(closed_at=house.now))
    assert prune(house)["bodies"] == 1


def test_an_unread_delivery_is_never_touched(house: House) -> None:
    _life(house)
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Delivery)).values(state="kept"))
    house.now += timedelta(days=91)
    assert "bodies" not in prune(house)


def test_events_whose_order_never_came_go_with_their_deliveries(house: House) -> None:
    house.report(house.event("in_transit", "NOBODY"), house.event("delivered", "NOBODY"))
    _life(house)
    house.now += timedelta(days=91)
    assert prune(house)["stray_events"] == 2
    assert {row.tracking_number for row in house.rows(EventRow)} == {"DS100"}
    assert len(house.rows(Delivery)) == 3


def test_a_parcel_goes_with_all_that_belongs_to_it(house: House) -> None:
    _life(house)
    house.hear(house.turn("where is my parcel?"))
    assert house.rows(PromiseRow)
    assert house.rows(Offer)
    house.now += timedelta(days=410)
    gone = prune(house)
    assert gone["parcels"] == 1
    for model in (Shipment, Order, EventRow, Delivery, Notice, PromiseRow, Message, Offer, Inbound):
        assert house.rows(model) == [], model
    assert len(house.rows(Customer)) == 1  # and the proof of consent
    assert house.rows(Consent)
    house.now += timedelta(days=700)
    assert prune(house)["people"] == 1
    assert [house.rows(model) for model in (Customer, Consent, Audit)] == [[], [], []]
    _nothing_grows(house)


def _nothing_grows(house: House) -> None:
    with house.in_transaction() as tx:
        filled = {name for name in GO if tx.execute(select(METADATA.tables[name]).limit(1)).first()}
    assert filled <= {"outcome"}, filled  # what windows learn from is counted from when the stage began


def _case(house: House, shipment: int) -> None:
    with house.in_transaction() as tx:
        open_case(tx, kind="contradiction", key="x", why="look", now=house.now, shipment_id=shipment)


def _order_again(house: House, _: int) -> None:
    house.now += timedelta(days=300)
    house.order("DS100")
    house.now -= timedelta(days=300)


def _still_to_come(house: House, shipment: int) -> None:
    later = house.now + timedelta(days=500)
    with house.in_transaction() as tx:
        changed = update(table_of(Notice)).where(table_of(Notice).c.shipment_id == shipment)
        tx.execute(changed.values(decided_at=None, state="planned", send_after=later, expires_at=later))


@pytest.mark.parametrize("needed", [_case, _order_again, _still_to_come])
def test_a_parcel_that_is_still_needed_stays_whole(house: House, needed: Callable[[House, int], Any]) -> None:
    _life(house)
    needed(house, house.rows(Shipment)[0].id)
    house.now += timedelta(days=410)
    prune(house, messages_days=0)
    assert len(house.rows(Shipment)) == 1
    assert len(house.rows(EventRow)) == 3


def test_a_recycled_number_keeps_its_events_while_another_parcel_has_it(house: House) -> None:
    _life(house)
    house.now += timedelta(days=300)
    _life(house, name="2002")
    house.now += timedelta(days=110)
    assert prune(house)["parcels"] == 1
    assert len(house.rows(Shipment)) == 1
    assert len(house.rows(EventRow)) == 6


def test_messages_go_before_their_parcel_where_told_so_and_notices_keep_their_outcome(house: House) -> None:
    _life(house)
    states = house.notices()
    house.now += timedelta(days=40)
    gone = prune(house, messages_days=30)
    assert gone["messages"] == gone.get("messages")
    assert house.rows(Message) == []
    assert house.notices() == states
    house.report(house.event("returning"))
    house.say()  # what was told is known without the messages: nothing is said twice
    kinds = [row.name for row in house.rows(Message)]
    assert len(kinds) == len(set(kinds)) == 1


def test_a_stop_outlives_everybody(house: House) -> None:
    _life(house)
    house.hear(house.turn("STOP"))
    house.now += timedelta(days=2000)
    prune(house)
    assert house.rows(Shipment) == []
    assert [row.address for row in house.rows(StopEntry)] == ["+12125550123"]
    house.order("DS200", name="2002")
    assert house.say() == []


def test_a_strangers_conversation_goes_when_its_words_have_gone(house: House) -> None:
    house.hear(house.turn("hello?", ChannelName.SMS, "+12125559999"))
    house.now += timedelta(days=401)
    assert prune(house)["strangers"] == 1
    assert prune(house) == {}


@pytest.mark.parametrize("name", sorted(GO))
def test_no_table_that_refers_to_what_goes_was_forgotten(name: str) -> None:
    """A row that refers to a row that goes must go as well, or pruning would fail on it."""
    referring = {
        table.name for table in METADATA.tables.values() for key in table.foreign_keys if key.column.table.name == name
    }
    assert referring <= GO, referring - GO


def test_zero_days_keep_for_ever(house: House) -> None:
    _life(house)
    house.now += timedelta(days=5000)
    never = {f"{kind}_days": 0 for kind in ("bodies", "turns", "messages", "parcels", "outcomes", "people", "audit")}
    assert prune(house, **never) == {}


def test_two_processes_do_not_prune_at_once(house: House) -> None:
    if house.database.is_sqlite:
        pytest.skip("there is one process")
    _life(house)
    house.now += timedelta(days=91)
    with house.in_transaction() as tx:
        assert is_alone(tx)
        assert prune(house) == {}
    assert prune(house)["bodies"] == 3


def test_the_indexes_of_what_is_open_are_partial(house: House) -> None:
    """What is looked at all day holds only what is open, however much is kept."""
    hot = {"ix_notice_due", "ix_message_queued", "ix_message_sending", "ix_message_unsure", "ix_delivery_kept_source",
           "ix_inbound_kept", "ix_change_request_due", "ix_poll_due"}  # fmt: skip
    with house.in_transaction() as tx:
        found = {
            index["name"]: index["dialect_options"]
            for table in METADATA.tables
            for index in inspect(tx).get_indexes(table)
        }
    assert hot <= set(found)
    assert [name for name in hot if not any(key.endswith("_where") for key in found[name])] == []


def test_a_walk_goes_on_where_it_stopped_and_begins_anew_for_what_was_needed(house: House) -> None:
    with house.in_transaction() as tx:
        rows = [{"at": house.now, "who": "ines", "action": "x", "subject": f"s{n}"} for n in range(7)]
        insert_new(tx, table_of(Audit), rows)
    house.now += timedelta(days=1101)
    with house.in_transaction() as tx:
        before = house.now - timedelta(days=1100)
        sizes = [retention.step(tx, retention.RULES[-1], before, house.now) for _ in range(4)]
    assert sizes == [(3, 3), (3, 3), (1, 1), (0, 0)]
    assert [row.position for row in house.rows(Bookmark, reader="prune:audit")] == [0]


def test_journeys_and_inquiries_go_by_their_day(house: House) -> None:
    journey = {
        "merchant_id": 1, "customer_id": 1, "carrier": "ups", "lane": "", "attempts": 0, "changed_at": house.now,
    }  # fmt: skip
    asked = {"asked_at": house.now, "channel": "sms", "customer_id": 1, "outcome": "answered"}
    old, new = "2026-01-01", house.now.date().isoformat()
    long_ago = house.now - timedelta(days=300)
    with house.in_transaction() as tx:
        rows = [
            {**journey, "shipment_id": 1, "state": "delivered", "ended_on": old},
            {**journey, "shipment_id": 2, "state": "delivered", "ended_on": new},
            {**journey, "shipment_id": 3, "state": "open", "ended_on": None},
            {**journey, "shipment_id": 4, "state": "open", "ended_on": None, "changed_at": long_ago},
        ]
        insert_new(tx, table_of(JourneyRow), rows)
        insert_new(tx, table_of(InquiryRow), [{**asked, "message_id": n, "on": on} for n, on in ((1, old), (2, new))])
    assert prune(house, outcomes_days=100) == {"journeys": 2, "inquiries": 1}
    assert [row.shipment_id for row in house.rows(JourneyRow)] == [2, 3]
    assert [row.message_id for row in house.rows(InquiryRow)] == [2]
