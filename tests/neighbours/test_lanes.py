"""One lane for all processes: its pace, its pauses, and the order of a conversation, whoever claims."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from flows.messages.channels import Pace, SendFailed
from flows.messages.claiming import Claimed, Room, claim
from flows.messages.outcomes import Came, record
from store import lanes, messages
from store.database import Database
from store.tables import Conversation, Message
from store.writing import table_of
from tests.flows.house import NOON, House

TEN = Pace(10.0)
PLENTY = Room(50, 50)


@pytest.fixture
def other(house: House, database_url: str) -> Any:
    """A second process's connections to the house's database."""
    database = Database(database_url) if house.database.is_sqlite is False else house.database
    yield database
    if database is not house.database:
        database.close()


def test_a_lane_says_what_its_pace_allows_however_many_claim(house: House, other: Database) -> None:
    _queue(house, range(100))
    claimed = [len(_claim(database, 0.1 * n).rows) for n in range(51) for database in (house.database, other)]
    assert 50 <= sum(claimed) <= 56  # ten a second for five seconds, and the burst


def test_replies_go_before_notices_and_find_the_reserve(house: House) -> None:
    _queue(house, range(60), priority=3)
    notices = _claim(house.database, 0).rows
    _queue(house, range(100, 102), priority=0)
    replies = _claim(house.database, 0).rows
    assert {row.priority for row in notices} == {3}
    assert [row.priority for row in replies] == [0, 0]


def test_a_text_of_many_segments_is_charged_for_all_of_them(house: House) -> None:
    _queue(house, [1], units=20)
    _queue(house, [2, 3])
    assert [len(_claim(house.database, second).rows) for second in (0, 1, 1.5, 2.5)] == [1, 0, 0, 2]


def test_a_pause_that_one_process_heard_of_holds_for_all_and_a_shorter_one_does_not_end_it(
    house: House, other: Database
) -> None:
    _queue(house, [1])
    for seconds in (30, 5):
        with house.in_transaction() as tx:
            lanes.pause(tx, "telegram", NOON + timedelta(seconds=seconds), "Telegram asks for a pause", NOON)
    resting = _claim(other, 29)
    assert (resting.rows, resting.again_at, resting.resting) == (
        (), NOON + timedelta(seconds=30), "Telegram asks for a pause",
    )  # fmt: skip
    assert len(_claim(other, 31).rows) == 1


def test_a_conversation_has_one_message_in_flight_and_keeps_its_order(house: House, other: Database) -> None:
    first, second = _queue(house, [1, 1])
    assert [row.id for row in _claim(house.database, 0).rows] == [first]
    assert _claim(other, 0).rows == []
    _came(house, first, SendFailed("a gateway answered HTTP 500"))
    assert _claim(other, 1).rows == []  # the first is tried again; the second does not overtake it
    assert [row.id for row in _claim(other, 60).rows] == [first]
    assert second not in [row.id for row in _claim(house.database, 60).rows]


def test_a_notice_keeps_its_distance_to_the_one_before_and_a_reply_does_not(house: House) -> None:
    gap = Pace(1000.0, address_gap_seconds=1)
    _queue(house, [1])
    (said,) = _claim(house.database, 0, gap).rows
    with house.in_transaction() as tx:
        messages.record(
            tx, [{"b_id": said.id, "state": "sent", "provider_id": "1", "sent_at": NOON, "due_at": NOON, "why": None}]
        )
    _queue(house, [1])
    _queue(house, [2])
    assert [row.conversation_id for row in _claim(house.database, 0.5, gap).rows] == [3]
    assert [row.conversation_id for row in _claim(house.database, 1.1, gap).rows] == [2]
    _queue(house, [1], priority=0)
    assert _claim(house.database, 1.2, gap).rows == []  # the notice is in flight


def test_many_threads_never_claim_the_same_message_nor_two_of_a_conversation(house: House, other: Database) -> None:
    _queue(house, [n % 10 for n in range(200)])
    taken: list[tuple[int, int]] = []
    lock = threading.Lock()

    def work(database: Database) -> None:
        for n in range(20):
            rows = _claim(database, n, Pace(1e6)).rows
            with lock:
                taken.extend((row.id, row.conversation_id) for row in rows)

    threads = [threading.Thread(target=work, args=(database,)) for database in (house.database, other) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 10  # nothing was recorded: one of each conversation is in flight


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # the other has one writer
def test_who_finds_a_lane_taken_comes_back_in_a_moment_and_waits_for_no_lock(house: House, other: Database) -> None:
    _queue(house, [0])
    assert len(_claim(house.database, 0).rows) == 1  # the lane is there
    _queue(house, [1])
    with other.transaction() as claiming:
        assert claim(claiming, "telegram", TEN, NOON, PLENTY).rows
        found = _claim(house.database, 0)
        assert (found.rows, found.again_at, found.is_all) == ((), NOON + timedelta(milliseconds=5), False)
        claiming.rollback()
    assert len(_claim(house.database, 0).rows) == 1


def test_a_sender_that_was_taken_for_dead_decides_nothing_when_it_comes_back_with_a_failure(house: House) -> None:
    (first,) = _queue(house, [1])
    (late,) = _claim(house.database, 0).rows
    with house.in_transaction() as tx:
        messages.overdue_sending(tx, NOON + timedelta(minutes=3), timedelta(minutes=2))
        again = {"b_id": first, "state": "queued", "provider_id": None, "sent_at": None, "due_at": NOON, "why": None}
        messages.record(tx, [again])
    _claim(house.database, 200)
    with house.in_transaction() as tx:
        record(tx, [Came(late, SendFailed("no answer"), NOON)])
    assert _state(house, first) == "sending"


def _claim(database: Database, seconds: float, pace: Pace = TEN) -> Claimed:
    with database.transaction() as tx:
        return claim(tx, "telegram", pace, NOON + timedelta(seconds=seconds), PLENTY)


def _came(house: House, message_id: int, result: SendFailed) -> None:
    table = table_of(Message)
    with house.in_transaction() as tx:
        row = tx.execute(select(table).where(table.c.id == message_id)).one()
        record(tx, [Came(row, result, NOON)])


def _queue(house: House, conversations: Sequence[int], priority: int = 3, units: int = 1) -> list[int]:
    """A message in each of these conversations, due now; returns their ids."""
    thread, table = table_of(Conversation), table_of(Message)
    row = {"direction": "out", "channel": "telegram", "author": "bot", "name": "announced", "text": "Hello."}
    ids = []
    with house.in_transaction() as tx:
        known = set(tx.scalars(select(thread.c.id)))
        for n in sorted({c + 1 for c in conversations} - known):
            tx.execute(
                insert(thread).values(
                    id=n, stranger=str(n), owner="bot", owner_since=NOON, last_at=NOON, misses=0, unread=0
                )
            )
        for c in conversations:
            more = {
                "conversation_id": c + 1,
                "address": str(c),
                "state": "queued",
                "priority": priority,
                "units": units,
            }
            values = {**row, **more, "due_at": NOON, "created_at": NOON, "rank": 0, "attempts": 0}
            ids.append(tx.execute(insert(table).values(values).returning(table.c.id)).scalar_one())
    return ids


def _state(house: House, message_id: int) -> str:
    (row,) = house.rows(Message, id=message_id)
    return str(row.state)
