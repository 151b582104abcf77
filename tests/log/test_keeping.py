"""A webhook in the log is acknowledged once a majority has it, and is written down exactly once, in order."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import Connection

from carriers.contract import Reading, Report
from flows.webhooks import log_reading, receive
from flows.webhooks.log import _PACK, Entry, LogAway, LogTooLarge, partition_of
from flows.webhooks.receive import Acknowledged, Arrival
from store import log_positions
from store.tables import Delivery, EventRow, LogPosition
from tests.flows.house import House
from tests.log.conftest import Front, front
from tests.rigs.nats import LEFT_BEHIND, Cluster

PARCELS = 12

pytestmark = LEFT_BEHIND


def arrivals(house: House, count: int, first: int = 0) -> list[Arrival]:
    """Native webhooks about a dozen parcels, numbered in their text."""
    return [_arrival(house, f"DS{n % PARCELS:03}", n) for n in range(first, first + count)]


def _arrival(house: House, number: str, n: int) -> Arrival:
    body = {"id": f"e{n:05}", "tracking_number": number, "milestone": "in_transit",
            "occurred_at": house.now.isoformat(), "text": str(n)}  # fmt: skip
    event = house.event("in_transit", number, key=f"e{n:05}")
    raw = msgspec.json.encode(body)
    return Arrival(house.source, Reading(f"e{n:05}", (Report((event,)),)), raw, {}, house.now)


async def insist(made: Front, arrival: Arrival) -> Acknowledged:
    """As a 3PL does: again until it is acknowledged."""
    while True:
        try:
            return await made.keeping.add(arrival)
        except LogAway:
            await asyncio.sleep(0.2)


async def until_written(made: Front, house: House, count: int) -> None:
    async with asyncio.timeout(50):
        while len(house.rows(EventRow)) < count:
            try:
                await made.reading.step(0.2)
            except (LogAway, log_positions.Lost):
                await made.reading._start_over()


def check(house: House, count: int) -> None:
    """Everything, once; and each parcel's events in the order in which they came."""
    rows = house.rows(EventRow)
    assert sorted(row.key for row in rows) == [f"e{n:05}" for n in range(count)]
    for parcel in range(PARCELS):
        said = [row.key for row in rows if row.tracking_number == f"DS{parcel:03}"]
        assert said == sorted(said)


async def test_what_is_acknowledged_is_written_down_once_in_order_and_then_forgotten(
    house: House, one_server: Cluster
) -> None:
    async with front(house, one_server, 1) as made:
        for one in arrivals(house, 300):
            assert await insist(made, one) == Acknowledged(1, 0, 0)
        assert await made.log.waiting() == 300
        await until_written(made, house, 300)
        check(house, 300)
        house.now += timedelta(seconds=5)
        await made.reading.step(0.1)
        assert await made.log.waiting() == 0
        assert made.arrivals


async def test_a_repeated_delivery_is_known_to_the_log_and_later_to_the_database(
    house: House, one_server: Cluster
) -> None:
    one = arrivals(house, 1)[0]
    async with front(house, one_server, 1) as made:
        assert await insist(made, one) == Acknowledged(1, 0, 0)
        assert await insist(made, one) == Acknowledged(0, 1, 0)
        await until_written(made, house, 1)
        # The log's memory is short: the same again, as if it had forgotten.
        await made.log.append(partition_of(one), "another name", _payload(one))
        house.now += timedelta(seconds=5)
        await made.reading.step(0.5)
        check(house, 1)
        assert len(house.rows(Delivery)) == 1


def _payload(one: Arrival) -> bytes:
    return _PACK.encode(Entry(one.source.id, one.reading.key, one.received_at, {}, one.body))


async def test_a_large_body_fits_and_one_that_does_not_is_refused_at_once(house: House, one_server: Cluster) -> None:
    large = replace(arrivals(house, 1)[0], body=b'{"a": "' + b"x" * 3_000_000 + b'"}')
    async with front(house, one_server, 1) as made:
        assert await insist(made, large) == Acknowledged(1, 0, 0)
        with pytest.raises(LogTooLarge, match="larger than the log takes"):
            await made.keeping.add(replace(large, reading=Reading("z", ()), body=os.urandom(2_000_000)))


async def test_one_node_is_killed_and_another_cut_off_in_turn_and_nothing_is_lost_or_refused(
    house: House, cluster: Cluster
) -> None:
    count = 240
    async with front(house, cluster) as made:
        await insist(made, arrivals(house, 1)[0])
        posting = asyncio.create_task(_post(made, arrivals(house, count - 1, first=1)))
        await asyncio.sleep(0.3)
        leader = await cluster.leader()
        leader.kill()
        await asyncio.sleep(2)
        leader.start()
        await asyncio.sleep(4)
        leader = await cluster.leader()
        leader.part()
        await until_written(made, house, 20)
        await asyncio.sleep(2)
        leader.rejoin()
        refused = await posting
        assert refused == 0
        await until_written(made, house, count)
        check(house, count)


async def _post(made: Front, them: Sequence[Arrival]) -> int:
    refused = 0
    for one in them:
        try:
            await made.keeping.add(one)
        except LogAway:
            refused += 1
            await insist(made, one)
        await asyncio.sleep(0.02)
    return refused


async def test_without_a_majority_nothing_is_acknowledged(
    house: House, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.jetstream.PATIENCE_SECONDS", 3.0)
    first, second = arrivals(house, 2)
    async with front(house, cluster) as made:
        await insist(made, first)
        for node in cluster.nodes[:2]:
            node.part()
        with pytest.raises(LogAway):
            await made.keeping.add(second)
        assert made.log.trouble is not None
        for node in cluster.nodes[:2]:
            node.rejoin()
        assert (await insist(made, second)).accepted + 1 >= 1  # new, or known from the attempt that nobody confirmed
        await until_written(made, house, 2)
        check(house, 2)
        assert made.log.trouble is None


async def test_two_readers_share_the_log_and_write_each_entry_down_once(house: House, one_server: Cluster) -> None:
    async with front(house, one_server, 1) as one, front(house, one_server, 1) as two:
        for arrival in arrivals(house, 200):
            await insist(one, arrival)
        for made in (one, two, one, two):  # the first takes all, then both have a half
            house.now += log_reading.RENEW
            await made.reading.step(0.1)
        halves = [set(made.reading._held) for made in (one, two)]
        assert [len(half) for half in halves] == [8, 8]
        assert not halves[0] & halves[1]
        await asyncio.gather(until_written(one, house, 200), until_written(two, house, 200))
        check(house, 200)
        assert one.reading.written + two.reading.written == 200


async def test_a_reader_that_was_away_too_long_writes_nothing_down_twice(house: House, one_server: Cluster) -> None:
    """Paused with a batch in its hands, it comes back after another has taken its part over."""
    async with front(house, one_server, 1) as slow, front(house, one_server, 1) as quick:
        for arrival in arrivals(house, 20):
            await insist(slow, arrival)
        await slow.reading._renew()
        batch = await slow.log.read(slow.reading._held, 200, 1.0)
        assert batch
        house.now += log_reading.LEASE * 2
        await until_written(quick, house, 20)
        with pytest.raises(log_positions.Lost):
            await slow.reading._write_down(batch)
        check(house, 20)


async def test_a_log_that_was_made_anew_is_read_from_its_beginning(house: House, one_server: Cluster) -> None:
    async with front(house, one_server, 1) as made:
        for arrival in arrivals(house, 5):
            await insist(made, arrival)
        await until_written(made, house, 5)
        await made.log._js.delete_stream("DOORSTEP")
        made.log._is_made = False
        house.now += log_reading.LEASE
        await insist(made, arrivals(house, 1, first=5)[0])
        await until_written(made, house, 6)
        check(house, 6)
        assert {row.sequence for row in house.rows(LogPosition)} <= {0, 1}


async def test_a_poisonous_entry_is_kept_for_staff_and_holds_nobody_up(
    house: House, one_server: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = receive.keep

    def brittle(tx: Connection, them: Sequence[Arrival]) -> list[Acknowledged]:
        if any(a.reading.key == "e00003" and isinstance(a.reading.items[0], Report) for a in them):
            raise ValueError("poison")
        return keep(tx, them)

    monkeypatch.setattr(log_reading, "keep", brittle)
    async with front(house, one_server, 1) as made:
        for arrival in arrivals(house, 6):
            await insist(made, arrival)
        await until_written(made, house, 5)
        await made.reading.step(0.2)
    assert sorted(row.key for row in house.rows(EventRow)) == [f"e{n:05}" for n in (0, 1, 2, 4, 5)]
    assert [row.why for row in house.rows(Delivery, state="unreadable")] == ["it could not be kept: ValueError"]
