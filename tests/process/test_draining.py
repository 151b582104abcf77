"""SIGTERM, as a deploy sends it: what is under way ends well, the rest is left to others, and nobody is cut off."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, select, text

from api.health import ENDING
from store.database import Database
from store.tables import Shipment
from store.writing import table_of
from tests.process import audit
from tests.process.balancer import haproxy
from tests.process.fleet import Fleet, fleet
from tests.process.lives import event_of, open_feed, posted, until_rest
from tests.process.restarts import SMS, Sender, Slow, all_is_well, drained, fresh_connections, taken_by
from tests.process.service import Running
from tests.sms.standin import Silent, TwilioStandIn, twilio_standin


@pytest.mark.timeout(600)
async def test_a_whole_fleet_is_restarted_under_load_and_nobody_notices(postgres_url: str, tmp_path: Path) -> None:
    async with twilio_standin(Slow()) as twilio, fresh_connections() as fresh:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "drain_seconds": "1"}
        async with fleet(postgres_url, tmp_path, doors=2, workers=2, **settings) as house:
            await house.start()
            sender = Sender(await open_feed(house), fresh, house.doors)
            async with sender.posting():
                for process in house.processes:
                    said = len(twilio.orders)
                    if isinstance(process, Running):
                        assert (await _readiness(process, fresh))["status"] == "ready"
                        ending = asyncio.create_task(drained(process))
                        last = await _last_readiness(process, fresh)
                        assert last == {"status": "not ready", "why": [ENDING]}
                        assert await ending == 0
                    else:
                        assert await drained(process) == 0
                    await house.restart(process)
                    assert len(twilio.orders) > said
            assert sender.refused > 0
            await all_is_well(postgres_url, house, sender, twilio)


@pytest.mark.timeout(600)
async def test_behind_a_load_balancer_nobody_is_even_refused(postgres_url: str, tmp_path: Path) -> None:
    """HAProxy as docs/operate/haproxy.cfg sets it up, each of two doors restarted."""
    async with twilio_standin() as twilio, fresh_connections() as fresh:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "drain_seconds": "3"}
        async with fleet(postgres_url, tmp_path, doors=2, workers=1, **settings) as house:
            await house.start()
            source = await open_feed(house)
            async with haproxy(tmp_path, [door.port for door in house.doors]) as port:
                sender = Sender(source, fresh, [replace(house.doors[0], port=port)])
                async with sender.posting():
                    for door in house.doors:
                        before = len(sender.acknowledged)
                        assert await drained(door) == 0
                        await house.restart(door)
                        await asyncio.sleep(3)  # until it is looked at again
                        assert len(sender.acknowledged) > before
                assert sender.refused == 0
                await all_is_well(postgres_url, house, sender, twilio)


@pytest.mark.timeout(300)
async def test_one_process_that_does_all_drains_as_well(sqlite_url: str, tmp_path: Path) -> None:
    async with twilio_standin(Slow()) as twilio, fresh_connections() as fresh:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100"}
        async with fleet(sqlite_url, tmp_path, 1, 0, **settings) as house:
            await house.start()
            sender = Sender(await open_feed(house), fresh, house.doors)
            async with sender.posting():
                assert await drained(house.doors[0]) == 0
                await house.restart(house.doors[0])
                await asyncio.sleep(2)
                assert await drained(house.doors[0], twice=True) == 0
                await house.restart(house.doors[0])
            assert sender.refused > 0
            await all_is_well(sqlite_url, house, sender, twilio)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("ends_in_time", [True, False])
async def test_a_digest_under_way_is_finished_or_left_to_others(
    postgres_url: str, tmp_path: Path, ends_in_time: bool
) -> None:
    async with _one_parcel(postgres_url, tmp_path) as (house, source, twilio):
        (worker,), database = house.workers, Database(postgres_url)
        with database.engine.begin() as other:
            other.execute(select(table_of(Shipment).c.id).with_for_update())
            await posted(house.doors[0], source, event_of(0, "DS000", "delivered"))
            await _until(database, _somebody_waits_for_a_lock)
            ending = asyncio.create_task(drained(worker))
            await asyncio.sleep(2)
            if ends_in_time:
                other.rollback()
            else:
                assert await ending == 0
        assert await ending == 0
        still = await database.read(audit.restless, datetime.now(UTC))
        assert still.get("deliveries", 0) == (0 if ends_in_time else 1)
        await house.restart(worker)
        await until_rest(database)
        assert _broken(database, twilio) == []
        database.close()


@pytest.mark.timeout(300)
async def test_a_provider_that_does_not_answer_holds_up_nobody(postgres_url: str, tmp_path: Path) -> None:
    """A second SIGTERM, as from a wrapper that passes it on, changes nothing."""
    async with _one_parcel(postgres_url, tmp_path) as (house, source, twilio):
        (worker,), database = house.workers, Database(postgres_url)
        twilio.faults.append(Silent(taken=True))
        asked = len(twilio.orders)
        await posted(house.doors[0], source, event_of(0, "DS000", "delivered"))
        while len(twilio.orders) == asked:  # noqa: ASYNC110 - another process asks
            await asyncio.sleep(0.05)
        assert await drained(worker, twice=True) == 0
        await house.restart(worker)
        await until_rest(database)
        assert (audit.doubts(database), _broken(database, twilio)) == (1, [])
        assert max(taken_by(twilio).values()) == 1
        database.close()


@contextlib.asynccontextmanager
async def _one_parcel(url: str, folder: Path) -> AsyncIterator[tuple[Fleet, dict[str, str], TwilioStandIn]]:
    """A door and a worker, and a parcel of which its customer has been told."""
    async with twilio_standin() as twilio:
        settings = {**SMS, "twilio_api_url": twilio.url, "lease_seconds": "3"}
        async with fleet(url, folder, doors=1, workers=1, **settings) as house:
            await house.start()
            source = await open_feed(house)
            await house.doors[0].order("order-0", "DS000")
            database = Database(url)
            await until_rest(database)
            database.close()
            yield house, source, twilio


def _broken(database: Database, twilio: TwilioStandIn) -> list[str]:
    return audit.broken(database, {"0-delivered"}, {"DS000"}, taken_by(twilio), datetime.now(UTC))


def _somebody_waits_for_a_lock(tx: Connection) -> bool:
    here = "datname = current_database() AND wait_event_type = 'Lock'"
    return bool(tx.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {here}")))


async def _until(database: Database, holds: Callable[[Connection], bool]) -> None:
    async with asyncio.timeout(60):
        while not await database.read(holds):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.05)


async def _readiness(door: Running, http: aiohttp.ClientSession) -> dict[str, Any]:
    async with http.get(f"{door.url}/readyz") as answer:
        found: dict[str, Any] = await answer.json()
    return found


async def _last_readiness(door: Running, http: aiohttp.ClientSession) -> dict[str, Any]:
    """What /readyz says last, before the door takes no connection any more."""
    found: dict[str, Any] = {}
    with contextlib.suppress(aiohttp.ClientConnectorError):
        while True:
            found = await _readiness(door, http)
            await asyncio.sleep(0.02)
    return found
