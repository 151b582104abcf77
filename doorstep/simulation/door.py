"""The simulated 3PL's web server: takes signed requests for changes, and says yes to each through the API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from doorstep.simulation import carrier
from doorstep.simulation.client import Client, Refused


@dataclass(slots=True)
class Wishes:
    """What was asked of the 3PL so far. `secret` is set once the feed is open."""

    client: Client
    clock: Callable[[], datetime]
    secret: str = ""
    asked: int = 0
    confirmed: int = 0
    forged: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        wish = carrier.read(self.secret, headers, await request.read(), self.clock())
        if wish is None:
            self.forged += 1
            return web.Response(status=401)
        if wish.kind.endswith(".requested"):
            self.asked += 1
            task = asyncio.create_task(self._confirm(wish.request_id))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return web.Response()

    async def _confirm(self, request_id: str) -> None:
        try:
            await self.client.api("POST", f"/reschedules/{request_id}/confirm")
        except Refused:
            return
        self.confirmed += 1


@asynccontextmanager
async def listening(wishes: Wishes) -> AsyncIterator[str]:
    """Serves on a free port of this machine; yields the address."""
    app = web.Application()
    app.router.add_post("/", wishes.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}/"
    finally:
        await runner.cleanup()
