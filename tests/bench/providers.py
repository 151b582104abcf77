"""Telegram and Twilio while something is measured: they take all that is asked, and note when it came."""

import asyncio
import time
from contextlib import suppress
from urllib.parse import parse_qs
from urllib.request import urlopen

import uvloop
from aiohttp import web

ACCOUNT = "AC" + "0" * 31 + "1"
AUTH_TOKEN = "bench-auth-token"
SENDER = "+12125550100"
TELEGRAM_TOKEN = "123456:bench-telegram-token"
_BOT = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}

Arrivals = list[tuple[str, float]]
"""To whom (a chat's id, a phone number) and when (`time.time()`) a message came."""


def listen(port: int, seconds: float, enough: int | None = None) -> Arrivals:
    """Plays both providers for so long, or until a moment after so many people heard; returns the messages."""
    return uvloop.run(_listen(port, seconds, enough))


async def _listen(port: int, seconds: float, enough: int | None) -> Arrivals:
    came: Arrivals = []
    heard: set[str] = set()
    over = asyncio.Event()

    def note(to: str) -> None:
        came.append((to, time.time()))
        heard.add(to)
        if enough is not None and len(heard) >= enough:
            over.set()

    async def telegram(request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        if method == "sendmessage":
            fields = await request.post()
            chat = str(fields["chat_id"])
            note(chat)
            said = {"message_id": len(came), "date": int(time.time()), "chat": {"id": int(chat), "type": "private"}}
            return web.json_response({"ok": True, "result": said})
        return web.json_response({"ok": True, "result": _BOT if method == "getme" else True})

    async def twilio(request: web.Request) -> web.Response:
        to = parse_qs((await request.read()).decode())["To"][0]
        note(to)
        answer = {"sid": f"SM{len(came):032x}", "status": "queued", "to": to, "from": SENDER, "error_code": None}
        return web.json_response(answer, status=201)

    async def told(_: web.Request) -> web.Response:
        return web.json_response(len(heard))

    async def end(_: web.Request) -> web.Response:
        over.set()
        return web.Response()

    app = web.Application()
    app.router.add_get("/told", told)
    app.router.add_get("/end", end)
    app.router.add_route("*", "/bot{token}/{method}", telegram)
    app.router.add_post("/2010-04-01/Accounts/{account}/Messages.json", twilio)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
    if enough is not None:
        await asyncio.sleep(2)  # what is said twice comes now
    await runner.cleanup()
    return came


def stop(port: int) -> None:
    """Ends the process that listens before its time."""
    with urlopen(f"http://127.0.0.1:{port}/end", timeout=60):
        pass


def told(port: int) -> int:
    """How many people have heard something so far; asked of the process that listens."""
    with urlopen(f"http://127.0.0.1:{port}/told", timeout=60) as answer:
        return int(answer.read())


def settings(port: int) -> dict[str, str]:
    """The settings of a service that speaks to these providers; the sender may say a thousand segments a second."""
    url = f"http://127.0.0.1:{port}"
    return {
        "telegram_token": TELEGRAM_TOKEN,
        "telegram_api_url": url,
        "telegram_mode": "webhook",
        "telegram_secret": "bench-telegram-secret",
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": AUTH_TOKEN,
        "twilio_from": SENDER,
        "twilio_segments_per_second": "1000",
        "twilio_api_url": url,
    }
