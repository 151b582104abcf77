"""A small strict stand-in for the Bot API: it records calls, refuses what Telegram's description does not know,
and fails on demand."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "4200:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"

# Method → its parameters as far as we use them, and whether each comes as JSON (core.telegram.org/bots/api).
METHODS: dict[str, dict[str, bool]] = {
    "getMe": {},
    "getUpdates": {"offset": True, "limit": True, "timeout": True, "allowed_updates": True},
    "setWebhook": {"url": False, "secret_token": False, "allowed_updates": True, "drop_pending_updates": True},
    "deleteWebhook": {"drop_pending_updates": True},
    "setMyCommands": {"commands": True, "scope": True, "language_code": False},
    "sendMessage": {
        "chat_id": True,
        "text": False,
        "reply_markup": True,
        "disable_notification": True,
        "link_preview_options": True,
    },
    "editMessageReplyMarkup": {"chat_id": True, "message_id": True, "reply_markup": True},
    "answerCallbackQuery": {"callback_query_id": False},
    "leaveChat": {"chat_id": True},
}


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call is answered instead of the usual: a status with JSON, or the raw `body`."""

    status: int = 200
    description: str | None = None
    parameters: dict[str, Any] | None = None
    body: str | None = None
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    result: Any = None


class Silence:
    """No answer, until the caller has gone."""


class Cut:
    """The connection ends after the call was carried out."""


Fault = Answer | Silence | Cut


@dataclass
class Standin:
    url: str
    calls: list[Call] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of this method meet these, one each."""
        self.faults[method].extend(faults)

    def forget(self) -> None:
        """Forget all calls, updates and faults."""
        for remembered in (self.calls, self.updates, self.faults):
            remembered.clear()

    def params(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method so far."""
        return [call.params for call in self.calls if call.method == method]

    async def called(self, method: str, count: int = 1) -> list[dict[str, Any]]:
        """The parameters of the calls of a method, as soon as there are so many."""
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: len(self.params(method)) >= count), 20)
        return self.params(method)

    async def push(self, *updates: dict[str, Any]) -> None:
        async with self.changed:
            self.updates.extend(updates)
            self.changed.notify_all()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method, raw = request.match_info["method"], await request.post()
        if request.match_info["token"] != TOKEN:
            return _failure(401, "Unauthorized")
        if method not in METHODS:
            return _failure(404, "Not Found: method not found")
        if strange := raw.keys() - METHODS[method].keys():
            return _failure(400, f"Bad Request: unknown parameters {sorted(strange)}")
        params = {name: json.loads(str(raw[name])) if METHODS[method][name] else raw[name] for name in raw}
        async with self.changed:
            self.calls.append(Call(method, params))
            self.changed.notify_all()
        if self.faults[method]:
            return await _faulty(request, self.faults[method].popleft())
        return await self._carry_out(method, params)

    async def _carry_out(self, method: str, params: dict[str, Any]) -> web.Response:
        match method:
            case "getMe":
                return _success({"id": 4200, "is_bot": True, "first_name": "Doorstep", "username": "doorstep_bot"})
            case "sendMessage":
                return _success({"message_id": len(self.params("sendMessage")), "date": 1, "chat": {}})
            case "getUpdates":
                return _success(await self._waiting(params))
            case _:
                return _success(True)

    async def _waiting(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        async with self.changed:
            if offset := params.get("offset"):
                self.updates = [update for update in self.updates if update["update_id"] >= offset]
            if not self.updates and params.get("timeout"):
                await self.changed.wait_for(lambda: self.updates)
            return self.updates[: params["limit"]]


@asynccontextmanager
async def standin(here: Standin | None = None) -> AsyncIterator[Standin]:
    app = web.Application()
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    here = here or Standin("")
    app.router.add_post("/bot{token}/{method}", here.handle)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        here.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield here
    finally:
        await runner.cleanup()


async def _faulty(request: web.Request, fault: Fault) -> web.StreamResponse:
    match fault:
        case Silence():
            await asyncio.Event().wait()  # ends when the caller hangs up
        case Cut():
            assert request.transport is not None
            request.transport.close()
        case Answer(body=str(body)):
            return web.Response(status=fault.status, body=body.encode(), headers=fault.headers)
        case Answer(status=200):
            return _success(fault.result)
        case Answer():
            return _failure(fault.status, fault.description, fault.parameters)
    return web.Response()


def _success(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _failure(status: int, description: str | None, parameters: dict[str, Any] | None = None) -> web.Response:
    answer = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return web.json_response({name: value for name, value in answer.items() if value is not None}, status=status)
