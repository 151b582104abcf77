"""SIGTERM, as a deploy sends it: what is under way ends well, the rest is left to others, and nobody is cut off."""

import asyncio
import contextlib
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import Connection, select, text

from api.health import ENDING
from store.database import Database
from store.tables import Shipment
from store.writing import table_of
from tests.process import audit
from tests.process.balancer import haproxy
from tests.process.fleet import Fleet, Worker, fleet
from tests.process.lives import MILESTONES, event_of, insist, open_feed, ordered, posted, until_rest
from tests.process.service import Running
from tests.sms.standin import ACCOUNT, AUTH_TOKEN, SENDER, Silent, TwilioStandIn, twilio_standin

LIVES_AT_ONCE = 8
SMS = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": AUTH_TOKEN, "twilio_from": SENDER}
GRACE_SECONDS = 30.0


@dataclass
class Slow(TwilioStandIn):
    """Takes a moment for each message, so that some are always in flight."""

    async def create(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return await super().create(request)


@dataclass
class Sender:
    """A 3PL that posts again what was refused before anybody took it (ECONNREFUSED), at another door, and nothing else.

    Half of its posts go over connections that are kept, half over new ones.
    """

    source: dict[str, str]
    fresh: aiohttp.ClientSession
    doors: list[Running]
    acknowledged: set[str] = field(default_factory=set)
    delivered: set[str] = field(default_factory=set)
    refused: int = 0
    cut_off: list[str] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def posting(self) -> AsyncIterator[None]:
        """Parcels live, several at once, until the end of this; each that began lives to its end."""
        numbers, over = itertools.count(), asyncio.Event()
        lives = [asyncio.create_task(self.live(numbers, over)) for _ in range(LIVES_AT_ONCE)]
        await asyncio.sleep(2)
        yield
        over.set()
        await asyncio.gather(*lives)

    async def live(self, numbers: "itertools.count[int]", over: asyncio.Event) -> None:
        while not over.is_set():
            n = next(numbers)
            await insist(partial(ordered, self._door(n), f"order-{n}", f"DS{n:04}", f"+1212555{n:04}"))
            for milestone in MILESTONES:
                await asyncio.sleep(0.2)
                event = event_of(n, f"DS{n:04}", milestone)
                await self._post(n, event)
                self.acknowledged.add(event["id"])
            self.delivered.add(f"DS{n:04}")

    async def _post(self, n: int, event: dict[str, str]) -> None:
        for turn in itertools.count(n):
            door = self._door(turn)
            one = replace(door, http=self.fresh) if n % 4 < 2 else door
            try:
                status, answer = await one.post(self.source, event)
            except aiohttp.ClientError as problem:
                if isinstance(getattr(problem, "os_error", None), ConnectionRefusedError):
                    self.refused += 1
                else:
                    self.cut_off.append(f"{type(problem).__name__} {problem}")
                await asyncio.sleep(0.02)
            else:
                assert status == 200, answer
                return

    def _door(self, turn: int) -> Running:
        return self.doors[turn % len(self.doors)]


@pytest.mark.timeout(400)
async def test_a_whole_fleet_is_restarted_under_load_and_nobody_notices(postgres_url: str, tmp_path: Path) -> None:
    async with twilio_standin(Slow()) as twilio, _fresh() as fresh:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "drain_seconds": "1"}
        async with fleet(postgres_url, tmp_path, doors=2, workers=2, **settings) as house:
            await house.start()
            sender = Sender(await open_feed(house), fresh, house.doors)
            async with sender.posting():
                for process in house.processes:
                    said = len(twilio.orders)
                    if isinstance(process, Running):
                        assert (await _readiness(process, fresh))["status"] == "ready"
                        ending = asyncio.create_task(_drained(process))
                        last = await _last_readiness(process, fresh)
                        assert last == {"status": "not ready", "why": [ENDING]}
                        assert await ending == 0
                    else:
                        assert await _drained(process) == 0
                    await house.restart(process)
                    assert len(twilio.orders) > said
            assert sender.refused > 0
            await _all_is_well(postgres_url, sender, twilio)


@pytest.mark.timeout(400)
async def test_behind_a_load_balancer_nobody_is_even_refused(postgres_url: str, tmp_path: Path) -> None:
    """HAProxy as docs/operate/haproxy.cfg sets it up, each of two doors restarted twice."""
    async with twilio_standin() as twilio, _fresh() as fresh:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "drain_seconds": "3"}
        async with fleet(postgres_url, tmp_path, doors=2, workers=1, **settings) as house:
            await house.start()
            source = await open_feed(house)
            async with haproxy(tmp_path, [door.port for door in house.doors]) as port:
                sender = Sender(source, fresh, [replace(house.doors[0], port=port)])
                async with sender.posting():
                    for door in house.doors * 2:
                        before = len(sender.acknowledged)
                        assert await _drained(door) == 0
                        await house.restart(door)
                        await asyncio.sleep(3)  # until it is looked at again
                        assert len(sender.acknowledged) > before
                assert sender.refused == 0
                await _all_is_well(postgres_url, sender, twilio)


@pytest.mark.timeout(300)
async def test_one_process_that_does_all_drains_as_well(sqlite_url: str, tmp_path: Path) -> None:
    async with twilio_standin(Slow()) as twilio, _fresh() as fresh:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100"}
        async with fleet(sqlite_url, tmp_path, 1, 0, **settings) as house:
            await house.start()
            sender = Sender(await open_feed(house), fresh, house.doors)
            async with sender.posting():
                assert await _drained(house.doors[0]) == 0
                await house.restart(house.doors[0])
                await asyncio.sleep(2)
                assert await _drained(house.doors[0], twice=True) == 0
                await house.restart(house.doors[0])
            assert sender.refused > 0
            await _all_is_well(sqlite_url, sender, twilio)


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
            ending = asyncio.create_task(_drained(worker))
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
        assert await _drained(worker, twice=True) == 0
        await house.restart(worker)
        await until_rest(database)
        assert (audit.doubts(database), _broken(database, twilio)) == (1, [])
        assert max(_taken(twilio).values()) == 1
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
    return audit.broken(database, {"0-delivered"}, {"DS000"}, _taken(twilio), datetime.now(UTC))


def _taken(twilio: TwilioStandIn) -> audit.Taken:
    return Counter((message["to"], message["body"]) for message in twilio.messages)


def _somebody_waits_for_a_lock(tx: Connection) -> bool:
    here = "datname = current_database() AND wait_event_type = 'Lock'"
    return bool(tx.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {here}")))


async def _until(database: Database, holds: Callable[[Connection], bool]) -> None:
    async with asyncio.timeout(60):
        while not await database.read(holds):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.05)


async def _all_is_well(url: str, sender: Sender, twilio: TwilioStandIn) -> None:
    """Nobody was cut off, nothing is lost, nothing was said twice, and nothing is in doubt."""
    database = Database(url)
    await until_rest(database)
    taken = _taken(twilio)
    broken = audit.broken(database, sender.acknowledged, sender.delivered, taken, datetime.now(UTC))
    doubts, twice = audit.doubts(database), audit.repeated(database, taken)
    database.close()
    assert sender.cut_off == []
    assert (broken, doubts, twice, twilio.complaints) == ([], 0, {}, [])


async def _drained(process: Running | Worker, *, twice: bool = False) -> int:
    """SIGTERM; how it exits, within its grace."""
    running = process.process
    assert running is not None
    running.terminate()
    if twice:
        await asyncio.sleep(0.3)
        running.terminate()
    return await asyncio.to_thread(running.wait, GRACE_SECONDS)


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


@contextlib.asynccontextmanager
async def _fresh() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as http:
        yield http
