"""A strict Twilio of our own: takes what Twilio takes, refuses what it refuses, and fails when it is told to.

Rules: https://www.twilio.com/docs/messaging/api/message-resource. What Twilio would swallow is a complaint here.
"""

import asyncio
import re
from base64 import b64encode
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sms.gsm7 import is_gsm7, to_gsm7

ACCOUNT, AUTH_TOKEN = "AC" + "0" * 31 + "1", "stand-in-token"
SENDER, SERVICE = "+12125550100", "MG" + "0" * 31 + "1"
KNOWN = {
    "To", "From", "MessagingServiceSid", "Body", "StatusCallback", "ValidityPeriod", "RiskCheck", "SmartEncoded",
}  # fmt: skip
PAGE_SIZE = 2


@dataclass(frozen=True, slots=True)
class Refuse:
    """Twilio's own refusal."""

    code: int
    status: int = 400
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Any other answer: a gateway's page, JSON of the wrong shape."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silent:
    """The request is read, and nothing comes back; `taken` says whether the message was."""

    taken: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """The line is cut; `taken` says whether the message was accepted before."""

    taken: bool = False


Fault = Refuse | Answer | Silent | Cut


@dataclass(slots=True)
class TwilioStandIn:
    """`orders` are the forms of Create Message as they came, `messages` the accepted ones, newest last."""

    url: str = ""
    faults: deque[Fault] = field(default_factory=deque)
    opted_out: set[str] = field(default_factory=set)
    orders: list[dict[str, str]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def create(self, request: web.Request) -> web.StreamResponse:
        form = dict(parse_qsl((await request.read()).decode(), keep_blank_values=True, strict_parsing=True))
        self.orders.append(form)
        if refusal := self._refusal(request, form):
            return refusal
        fault = self.faults.popleft() if self.faults else None
        match fault:
            case Refuse() | Answer():
                return _answer(fault)
            case Silent(taken) | Cut(taken):
                if taken:
                    self._accept(form)
                return await self._gone(request, fault)
            case None:
                return web.json_response(self._accept(form), status=201)

    async def list(self, request: web.Request) -> web.Response:
        """Newest first, two to a page, as few as Twilio gives when asked for two."""
        if refusal := self._unauthorised(request):
            return refusal
        to, page = request.query.get("To"), int(request.query.get("Page", "0"))
        found = [message for message in reversed(self.messages) if message["to"] == to]
        more = (
            f"{request.path}?To=%2B{(to or '+')[1:]}&Page={page + 1}" if len(found) > (page + 1) * PAGE_SIZE else None
        )
        shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        return web.json_response({"messages": shown, "page": page, "page_size": PAGE_SIZE, "next_page_uri": more})

    async def fetch(self, request: web.Request) -> web.Response:
        if refusal := self._unauthorised(request):
            return refusal
        sid = request.match_info["sid"]
        found = [message for message in self.messages if message["sid"] == sid]
        return web.json_response(found[0]) if found else _answer(Refuse(20404, 404))

    def _refusal(self, request: web.Request, form: dict[str, str]) -> web.Response | None:
        self.complaints += [f"unknown field {name}" for name in form.keys() - KNOWN]
        text, to, validity = form.get("Body", ""), form.get("To", ""), form.get("ValidityPeriod", "36000")
        if not is_gsm7(text) and is_gsm7(to_gsm7(text, fold=False)):
            self.complaints.append("avoidable UCS-2")
        checks = (
            (form.get("From", SENDER) == SENDER, Refuse(21606)),
            (form.get("MessagingServiceSid", SERVICE) == SERVICE, Refuse(21701, 404)),
            ("From" in form or "MessagingServiceSid" in form, Refuse(21603)),
            (re.fullmatch(r"\+[1-9]\d{6,14}", to), Refuse(21211)),
            (text, Refuse(21602)),
            (len(text) <= 1600, Refuse(21617)),
            (validity.isdigit() and 1 <= int(validity) <= 36000, Refuse(20001)),
            (_is_public(form.get("StatusCallback", "https://x.example")), Refuse(21609)),
            (to not in self.opted_out, Refuse(21610)),
        )
        refused = next((_answer(refusal) for passed, refusal in checks if not passed), None)
        return self._unauthorised(request) or refused

    def _unauthorised(self, request: web.Request) -> web.Response | None:
        expected = "Basic " + b64encode(f"{ACCOUNT}:{AUTH_TOKEN}".encode()).decode()
        return None if request.headers.get("Authorization") == expected else _answer(Refuse(20003, 401))

    def _accept(self, form: dict[str, str]) -> dict[str, Any]:
        now = format_datetime(datetime.now(UTC))
        message = {
            "sid": f"SM{len(self.messages):032x}", "to": form["To"], "from": form.get("From"),
            "body": form["Body"].strip(),
            "status": "queued" if "From" in form else "accepted", "direction": "outbound-api", "error_code": None,
            "date_created": now, "date_updated": now, "date_sent": None, "num_segments": "0", "account_sid": ACCOUNT,
            "messaging_service_sid": form.get("MessagingServiceSid"),
        }  # fmt: skip
        self.messages.append(message)
        return message

    async def _gone(self, request: web.Request, fault: Silent | Cut) -> web.Response:
        if isinstance(fault, Silent):
            await self.closing.wait()
        if request.transport:
            request.transport.abort()
        return web.Response()


@asynccontextmanager
async def twilio_standin(standin: TwilioStandIn | None = None) -> AsyncIterator[TwilioStandIn]:
    standin = standin or TwilioStandIn()
    app = web.Application()
    messages = f"/2010-04-01/Accounts/{ACCOUNT}/Messages"
    app.router.add_post(f"{messages}.json", standin.create)
    app.router.add_get(f"{messages}.json", standin.list)
    app.router.add_get(f"{messages}/{{sid}}.json", standin.fetch)
    app.router.add_route("*", "/{anything:.*}", _not_found)
    async with TestServer(app) as server:
        standin.url = str(server.make_url("/")).rstrip("/")
        try:
            yield standin
        finally:
            standin.closing.set()


async def _not_found(request: web.Request) -> web.Response:
    return _answer(Refuse(20404, 404))


def _answer(fault: Refuse | Answer) -> web.Response:
    if isinstance(fault, Answer):
        return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
    # Twilio's messages repeat the number: what we keep of them must not.
    body = {"code": fault.code, "message": "refused for +12125550123", "status": fault.status}
    return web.json_response(body, status=fault.status, headers=fault.headers)


def _is_public(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and "_" not in (parts.hostname or "_")
