"""A whole simulation: a service to drive (a running one, or one of its own), a 3PL, and parcels with their days."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp

from doorstep.simulation.alone import alone
from doorstep.simulation.client import Client, Refused
from doorstep.simulation.door import Wishes, listening
from doorstep.simulation.driver import Driver
from doorstep.simulation.parcels import parcel
from doorstep.simulation.plans import Plan
from doorstep.simulation.posting import Poster
from doorstep.simulation.summary import summary
from flows import simulation
from flows.simulation import Ready

MERCHANT, TITLE = "simulated", "Simulated Shop"
CONNECTIONS = 64

Prepare = Callable[[str], Awaitable[Ready]]
"""Opens the feeds, given the address at which the simulated 3PL wants to be asked."""


@dataclass(frozen=True, slots=True)
class Target:
    base_url: str
    api_token: str
    prepare: Prepare


@asynccontextmanager
async def own_target() -> AsyncIterator[Target]:
    """A service of the simulation's own."""
    async with alone() as service:
        token = service.settings.api_token
        assert token is not None

        async def prepare(outbound_url: str) -> Ready:
            return await service.database.write(simulation.prepare, MERCHANT, TITLE, outbound_url, now())

        yield Target(service.settings.public_url, token.get_secret_value(), prepare)


async def simulate(
    target: Target, plans: list[Plan], run: str, speed: float, progress: Callable[[], None]
) -> dict[str, Any]:
    """Plays all plans; `run` is a short word that keeps this run's parcels apart from others'. Raises Refused."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    timeout = aiohttp.ClientTimeout(total=30)
    # Every customer is another person: no cookie is kept.
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
        client = Client(http, target.base_url, target.api_token)
        wishes = Wishes(client, now)
        async with listening(wishes) as address:
            ready = await target.prepare(address)
            wishes.secret = ready.outbound_secret
            await _open(http, target.base_url, ready)
            began, begins_at = time.perf_counter(), now()
            seat = int(run, 36)
            parcels = [parcel(f"SIM{run}{n:05d}".upper(), seat + n, "en", begins_at) for n in range(len(plans))]
            driver = Driver(client, Poster(http, target.base_url), ready, now, speed, progress)
            played = await driver.drive(parcels, plans)
            return summary(played, wishes, time.perf_counter() - began)


def now() -> datetime:
    return datetime.now(UTC)


async def _open(http: aiohttp.ClientSession, base_url: str, ready: Ready) -> None:
    """Waits until the service knows its new feeds: it looks for unknown ones once a second."""
    for feed in ready.feeds.values():
        for _ in range(20):
            async with http.get(f"{base_url.rstrip('/')}/webhooks/{feed.slug}") as answer:
                if answer.status == 200:
                    break
            await asyncio.sleep(0.25)
        else:
            raise Refused(
                f"{base_url} does not know the feeds of the simulation: is DOORSTEP_DATABASE_URL its database?"
            )
