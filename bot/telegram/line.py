"""A line to Telegram's Bot API: one call at a time, and what became of it in our own words."""

import re
from typing import TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod
from aiohttp import ClientTimeout

from bot.telegram.failures import failed
from bot.telegram.trouble import unsure

TIMEOUT_SECONDS = 20.0
CONNECT_SECONDS = 5.0

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]+")
_CLIENT_ERRORS = (AiogramError, OSError, TypeError, ValueError, LookupError)
"""What a call can raise for an answer from outside. Beyond aiogram's own: `"restart" in None` for a 5xx without a
description (its check_response), and a charset in the answer's header that nobody knows or that is not true."""

_Result = TypeVar("_Result")


class Line:
    """Telegram, as one bot reaches it. Nothing that leaves this class holds the token, which is in every address."""

    def __init__(self, token: str, api_url: str | None = None, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        """Raises ValueError when the token or the address of the Bot API server (None: Telegram's) cannot be one."""
        if not _TOKEN.fullmatch(token):
            raise ValueError(
                "DOORSTEP_TELEGRAM_TOKEN is no bot token: digits, a colon and letters, as @BotFather gives it"
            )
        # No connection in time and no answer in time are two things: after the first, nothing was sent.
        # aiogram declares a number here, and hands on to aiohttp whatever it is given.
        timeout = ClientTimeout(total=timeout_seconds, sock_connect=min(CONNECT_SECONDS, timeout_seconds / 2))
        self._bot = Bot(token, session=AiohttpSession(api=_server(api_url), timeout=cast(float, timeout)))

    async def call(self, method: TelegramMethod[_Result], timeout_seconds: int | None = None) -> _Result:
        """Make one call; raises `CallFailed` for whatever Telegram, or the way to it, does."""
        try:
            answer: _Result | None = await self._bot(method, request_timeout=timeout_seconds)
            if answer is not None:
                return answer
            failure = unsure("Telegram's answer has no result")
        except _CLIENT_ERRORS as problem:
            failure = failed(problem)
        # Not inside `except`: the client's exception, with the address in it, would come along as the context.
        raise failure

    async def close(self) -> None:
        await self._bot.session.close()


def _server(api_url: str | None) -> TelegramAPIServer:
    if api_url is None:
        return PRODUCTION
    if not re.fullmatch(r"https?://[^\s{}]+", api_url):
        raise ValueError("DOORSTEP_TELEGRAM_API_URL must be an address such as https://api.telegram.org")
    return TelegramAPIServer.from_base(api_url)
