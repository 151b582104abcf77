"""The database is away for an hour, and the log in front takes every webhook: no limit of ours is reached."""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nats.js import api
from sqlalchemy import update
from standardwebhooks import Webhook

from doorstep import jetstream
from doorstep.jetstream import JetStream
from flows.webhooks.log import WAITING_LIMIT, LogAway, Logging
from flows.webhooks.receive import Acknowledged, Arrival, WebhookDoor
from flows.webhooks.sources import Sources
from store.database import Database
from store.tables import Delivery, Source
from store.trouble import AWAY, Away
from store.writing import table_of
from tests.flows.house import House
from tests.log.conftest import Front, front
from tests.log.test_keeping import arrivals, check, insist, until_written
from tests.rigs.nats import LEFT_BEHIND, Cluster

pytestmark = LEFT_BEHIND

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HOUR = timedelta(hours=1)
EVERY = timedelta(seconds=20)
IN_FLIGHT = 3_000
BYTES_EACH = 20_000
"""What one webhook of 3 kB may take in the door's memory while the log has not confirmed it."""


class Leaving(Database):
    """A database that can be away: then it answers nothing, as one whose machine is gone."""

    is_away = False

    async def read(self, fn: Callable[..., Any], *args: Any) -> Any:
        if self.is_away:
            raise Away(AWAY)
        return await super().read(fn, *args)


async def test_a_door_that_knows_its_sources_takes_webhooks_for_an_hour_without_its_database(
    house: House, one_server: Cluster, database_url: str
) -> None:
    """On the door's clock: what it knows of its sources does not run out, and signatures are still checked."""
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Source)).values(secret=SECRET))
    database = Leaving(database_url)
    async with front(house, one_server, 1) as made:
        door = WebhookDoor(database, Sources(database, lambda: house.now), lambda: house.now, lambda: None,
                           keeping=made.keeping)  # fmt: skip
        assert await _post(door, house, 0) == Acknowledged(1, 0, 0)
        database.is_away = True
        away_since, count = house.now, 1
        while house.now < away_since + HOUR:
            house.now += EVERY
            assert await _post(door, house, count) == Acknowledged(1, 0, 0)
            count += 1
        assert await _post(door, house, count - 1) == Acknowledged(0, 1, 0)
        assert await made.log.waiting() == count == 1 + HOUR / EVERY
        database.is_away = False
        await until_written(made, house, count)
        check(house, count)
        came = [row.received_at for row in house.rows(Delivery)]
        assert max(came) - min(came) == HOUR  # each came when it came, not when it was written down
    database.close()


async def _post(door: WebhookDoor, house: House, n: int) -> Any:
    body = {"id": f"e{n:05}", "tracking_number": f"DS{n % 12:03}", "milestone": "in_transit",
            "occurred_at": house.now.isoformat(), "text": str(n)}  # fmt: skip
    raw = msgspec.json.encode(body)
    headers = {
        "webhook-id": f"m{n}",
        "webhook-timestamp": str(int(house.now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(f"m{n}", house.now, raw.decode()),
    }
    return await door.receive("slug", headers, {}, raw)


async def test_the_stream_forgets_nothing_by_age_or_number(house: House, one_server: Cluster) -> None:
    async with front(house, one_server, 1) as made:
        await insist(made, arrivals(house, 1)[0])
        config = (await made.log._js.stream_info(jetstream.STREAM)).config
    assert not config.max_age
    assert (config.max_msgs, config.max_bytes, config.max_msgs_per_subject) == (-1, -1, -1)
    assert (config.retention, config.discard) == (api.RetentionPolicy.LIMITS, api.DiscardPolicy.NEW)
    assert config.storage == api.StorageType.FILE


async def test_a_log_whose_disk_is_full_refuses_and_loses_nothing_that_it_took(
    house: House, one_server: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.jetstream.PATIENCE_SECONDS", 0.5)
    async with front(house, one_server, 1) as made:
        them = arrivals(house, 60)
        await insist(made, them[0])
        info = await made.log._js.stream_info(jetstream.STREAM)
        await made.log._js.update_stream(info.config, max_bytes=10 * info.state.bytes)
        taken = 1 + await _fill(made, them[1:])
        assert 5 < taken < 15
        assert made.log.trouble is not None
        await until_written(made, house, taken)
        house.now += timedelta(seconds=5)
        await made.reading.step(0.1)  # what is written down makes room
        for one in them[taken:]:
            await insist(made, one)
            await until_written(made, house, them.index(one) + 1)
            house.now += timedelta(seconds=5)
            await made.reading.step(0.1)
        check(house, len(them))


async def _fill(made: Front, them: Sequence[Arrival]) -> int:
    """Until it refuses; returns how many it took."""
    for taken, one in enumerate(them):
        try:
            await made.keeping.add(one)
        except LogAway:
            return taken
    raise AssertionError("it took all")


async def test_a_log_that_does_not_confirm_fills_no_memory(house: House) -> None:
    """Nobody listens there: what waits is bounded, and so is what it takes."""
    keeping = Logging(_Silent(["nats://127.0.0.1:9"], 1))
    (one,) = arrivals(house, 1)
    before = _resident()
    waiting = [asyncio.create_task(keeping.add(replace(one, body=os.urandom(3_000)), "x")) for _ in range(IN_FLIGHT)]
    await asyncio.sleep(0)
    assert _resident() - before < IN_FLIGHT * BYTES_EACH
    assert IN_FLIGHT < WAITING_LIMIT / 2  # one source's share
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert keeping._count == 0


class _Silent(JetStream):
    async def append(self, partition: int, once: str, payload: bytes) -> bool:
        await asyncio.Event().wait()
        return True


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
