"""A stand-in 3PL: verifies every signature with the library of Standard Webhooks, and answers as it is told."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web
from standardwebhooks import Webhook

from flows.changes.ask_carrier import PostFailed
from tests.reschedule.scene import SECRET

Answer = int | tuple[int, Mapping[str, str]] | Exception


class Carrier:
    """Answers in turn, the last one for ever. `heard` holds the envelopes whose signature was right."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers) or [204]
        self.heard: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.during: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        expected = Webhook(SECRET).sign(headers["webhook-id"], at, body.decode())
        assert expected in headers["webhook-signature"].split()
        self.heard.append(msgspec.json.decode(body))
        self.ids.append(headers["webhook-id"])
        if self.during is not None:
            await self.during()
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return (answer, {}) if isinstance(answer, int) else answer


NO_ANSWER = PostFailed("its address did not answer within 20 s")


def http_carrier(heard: list[dict[str, Any]]) -> web.Application:
    """The same over HTTP; `Webhook.verify` also checks the age of the message against the real clock."""

    async def hook(request: web.Request) -> web.Response:
        heard.append(Webhook(SECRET).verify(await request.read(), dict(request.headers)))
        return web.Response(status=202)

    application = web.Application()
    application.router.add_post("/hooks", hook)
    return application
