"""Providers that fail at random: busy, broken, cut after they took the message, silent."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.process.audit import Taken
from tests.sms.standin import Answer, Cut, Refuse, Silent, TwilioStandIn
from tests.telegram import standin as telegram

BUSY, BROKEN, CUT, SILENT = 0.03, 0.03, 0.03, 0.002
"""How likely each failure is, while there is chaos."""


@dataclass
class FaultyTwilio(TwilioStandIn):
    """`chance` None: all is well."""

    chance: random.Random | None = None

    async def create(self, request: web.Request) -> web.StreamResponse:
        if self.chance is not None and (fault := _drawn(self.chance)) is not None:
            self.faults.append(_TWILIO[fault](self.chance.random() < 0.5))
        return await super().create(request)

    @property
    def taken(self) -> Taken:
        return Counter((message["to"], message["body"]) for message in self.messages)


_TWILIO: dict[str, Any] = {
    "busy": lambda _: Refuse(20429, 429, {"Retry-After": "1"}),
    "broken": lambda _: Answer(500, "<html>oops</html>"),
    "cut": Cut,
    "silent": Silent,
}


@dataclass
class FaultyTelegram(telegram.Standin):
    """Only messages fail; what is taken is counted, whatever is answered then. `chance` None: all is well."""

    chance: random.Random | None = None
    taken: Taken = field(default_factory=Counter)

    async def _carry_out(self, method: str, params: dict[str, Any]) -> web.Response:
        if method != "sendMessage":
            return await super()._carry_out(method, params)
        fault = _drawn(self.chance) if self.chance is not None else None
        if fault == "busy":
            return telegram._failure(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        if fault == "broken":
            return telegram._failure(500, "Internal Server Error")
        self.taken[str(params["chat_id"]), params["text"].strip()] += 1
        if fault == "cut":
            raise web.HTTPBadGateway(text="<html>cut</html>")
        return await super()._carry_out(method, params)


def _drawn(chance: random.Random) -> str | None:
    draw = chance.random()
    for name, share in (("busy", BUSY), ("broken", BROKEN), ("cut", CUT), ("silent", SILENT)):
        if draw < share:
            return name
        draw -= share
    return None
