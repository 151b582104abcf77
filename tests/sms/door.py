"""A door for Twilio's requests, as small as one can be: check the signature, read, keep, answer 204."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sms.forms import Form, NotForUs
from bot.sms.inbound import read
from bot.sms.signature import Forged, check_signature
from bot.sms.statuses import StatusReport, read_status
from domain.talk.turn import Turn
from tests.sms.scene import NOW


@dataclass(slots=True)
class Door:
    public_url: str
    auth_token: str
    local_url: str = ""
    turns: list[Turn] = field(default_factory=list)
    reports: list[StatusReport] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    knocked: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, there: Callable[["Door"], bool]) -> None:
        """Wait until what was kept is as asked; the test's own time limit ends a vain wait."""
        async with self.knocked:
            await self.knocked.wait_for(lambda: there(self))

    async def knock(self, request: web.Request) -> web.Response:
        form = await request.post()
        fields: Form = {name: [str(value) for value in form.getall(name)] for name in form}
        url = self.public_url + request.rel_url.raw_path_qs
        checked = check_signature(url, fields, request.headers.get("X-Twilio-Signature"), [self.auth_token])
        if isinstance(checked, Forged):
            self.refused.append(checked.why)
            return web.Response(status=403)
        async with self.knocked:
            self._keep(request.path, fields, dict(request.query))
            self.knocked.notify_all()
        return web.Response(status=204)

    def _keep(self, path: str, form: Form, query: Form) -> None:
        if path.endswith("/status"):
            report = read_status(form, query)
            assert not isinstance(report, NotForUs), report.why
            self.reports.append(report)
        else:
            turn = read(form, NOW)
            assert not isinstance(turn, NotForUs), turn.why
            self.turns.append(turn)


@asynccontextmanager
async def open_door(public_url: str, auth_token: str) -> AsyncIterator[Door]:
    door = Door(public_url, auth_token)
    app = web.Application()
    app.router.add_post("/channels/sms", door.knock)
    app.router.add_post("/channels/sms/status", door.knock)
    async with TestServer(app) as server:
        door.local_url = str(server.make_url("")).rstrip("/")
        yield door
