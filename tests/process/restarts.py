"""A 3PL that posts while processes are restarted under it, and what must have become of all it posted."""

import asyncio
import contextlib
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

import aiohttp
from aiohttp import web
from sqlalchemy import Connection

from store.database import Database
from tests.process import audit
from tests.process.fleet import Fleet, Worker
from tests.process.lives import MILESTONES, event_of, insist, ordered, until_rest
from tests.process.service import Running
from tests.sms.standin import ACCOUNT, AUTH_TOKEN, SENDER, TwilioStandIn

LIVES_AT_ONCE = 8
SMS = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": AUTH_TOKEN, "twilio_from": SENDER}
GRACE_SECONDS = 30.0
REST_SECONDS = 240
"""So long what was posted may wait to be said at the end, on a machine that is busy with other tests."""


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


async def all_is_well(
    url: str,
    house: Fleet,
    sender: Sender,
    twilio: TwilioStandIn,
    outside: Callable[[Connection], dict[str, int]] = lambda _: {},
) -> None:
    """Nobody was cut off, nothing is lost, nothing was said twice, and nothing is in doubt.

    Unless a process waited for ten seconds and said so, which a busy machine may make it do: for the provider to
    answer, or, when it had to end, for what was in flight.
    """
    database = Database(url)
    await until_rest(database, REST_SECONDS, outside)
    taken = taken_by(twilio)
    broken = audit.broken(database, sender.acknowledged, sender.delivered, taken, datetime.now(UTC))
    doubts, twice = audit.doubts(database), audit.repeated(database, taken)
    database.close()
    assert sender.cut_off == []
    unexplained = max(0, doubts - _waited_for(house.said()))
    found = broken, unexplained, twice, twilio.complaints
    assert found == ([], 0, {}, []), (found, doubts, house.said()[-4000:])


def _waited_for(said: str) -> int:
    """Messages whose end a process waited for in vain: until its patience was over, and not until a line was cut."""
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    unanswered = sum(1 for line in lines if line["event"] == "message.unsure" and "(TimeoutError)" in line["why"])
    return unanswered + sum(int(line["messages"]) for line in lines if line["event"] == "drain.not_landed")


def taken_by(twilio: TwilioStandIn) -> audit.Taken:
    return Counter((message["to"], message["body"]) for message in twilio.messages)


async def drained(process: Running | Worker, *, twice: bool = False) -> int:
    """SIGTERM; how it exits, within its grace."""
    running = process.process
    assert running is not None
    running.terminate()
    if twice:
        await asyncio.sleep(0.3)
        running.terminate()
    return await asyncio.to_thread(running.wait, GRACE_SECONDS)


@contextlib.asynccontextmanager
async def fresh_connections() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as http:
        yield http
