"""What the client's exceptions mean. Telegram's words are translated here and nowhere else."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError, InvalidURL

from bot.telegram.trouble import (
    CallFailed,
    Trouble,
    busy,
    config,
    gone,
    moved,
    not_sent,
    refused,
    unacceptable,
    unsure,
)

DEFAULT_RETRY_SECONDS = 5.0
"""Telegram always says how long to wait; a proxy on the way may not."""

# Parts of descriptions in lower case: tdlib/telegram-bot-api Client.cpp, tdlib/td, and answers seen in practice.
# The first that fits counts: "message is not modified" goes on to speak of the reply markup.
BAD_REQUESTS: Mapping[str, Trouble] = {
    "chat not found": Trouble.GONE,
    "peer_id_invalid": Trouble.GONE,
    "user not found": Trouble.GONE,
    "can't parse entities": Trouble.TEXT_REFUSED,
    "message is too long": Trouble.TEXT_REFUSED,
    "message_too_long": Trouble.TEXT_REFUSED,
    "text is too long": Trouble.TEXT_REFUSED,
    "message is not modified": Trouble.UNCHANGED,
    "message to edit not found": Trouble.STALE,
    "message can't be edited": Trouble.STALE,
    "message_id_invalid": Trouble.STALE,
    "query is too old": Trouble.LATE,
    "query_id_invalid": Trouble.LATE,
    "webhook": Trouble.CONFIG,
    "secret token": Trouble.CONFIG,
    "button_": Trouble.BUTTONS_REFUSED,
    "reply markup": Trouble.BUTTONS_REFUSED,
    "reply_markup": Trouble.BUTTONS_REFUSED,
    "keyboard": Trouble.BUTTONS_REFUSED,
}
FORBIDDEN = ("bot was blocked", "user is deactivated", "can't initiate conversation", "bot was kicked")


def failed(problem: Exception) -> CallFailed:
    """What an exception of the client means.

    `str(problem)` is never used: it can hold the token (in an address), the person's words, or their chat.
    """
    meaning = next((_MEANINGS[kind] for kind in type(problem).__mro__ if kind in _MEANINGS), _unreadable)
    return meaning(problem)


def _bad_request(problem: TelegramBadRequest) -> CallFailed:
    said = _said(problem)
    part = next((part for part in BAD_REQUESTS if part in said), "")
    match BAD_REQUESTS.get(part, Trouble.REFUSED):
        case Trouble.GONE:
            return gone(part)
        case Trouble.CONFIG:
            return config(f"Telegram refused the webhook ({_harmless(said)}); check DOORSTEP_PUBLIC_URL")
        case Trouble.TEXT_REFUSED | Trouble.BUTTONS_REFUSED as trouble:
            return unacceptable(trouble, part)
        case trouble:
            return refused(_harmless(said), trouble)


def _conflict(problem: TelegramConflictError) -> CallFailed:
    if "webhook" in _said(problem):
        why = "Telegram delivers to a webhook, so nothing can be fetched; set DOORSTEP_TELEGRAM_MODE=webhook or restart"
    else:
        why = "Another process fetches this bot's updates; run one poller for a token, or use a token of your own"
    return config(why, Trouble.CONFLICT)


def _network(problem: TelegramNetworkError) -> CallFailed:
    """What matters is whether anything can have left: before there is a connection it cannot."""
    cause = problem.__cause__
    match cause:
        case InvalidURL():
            return config("Telegram's address cannot be used; check DOORSTEP_TELEGRAM_API_URL")
        case ClientConnectorError() | ConnectionTimeoutError():
            return not_sent(type(cause).__name__)
        case _:
            return unsure(f"Telegram's server did not answer ({type(cause).__name__})")


def _other(problem: TelegramAPIError) -> CallFailed:
    """Statuses for which aiogram has no class; all it keeps of them is the description."""
    said = _said(problem)
    if said.startswith("too many requests"):
        return busy(DEFAULT_RETRY_SECONDS)
    if said.startswith("misdirected"):
        return config("This Bot API server is not the one of the bot's token; check DOORSTEP_TELEGRAM_API_URL")
    return refused(_harmless(said))


def _no_api(_: ClientDecodeError) -> CallFailed:
    return unsure("What answered is not the Bot API (an error page? if it stays, check DOORSTEP_TELEGRAM_API_URL)")


def _unreadable(problem: Exception) -> CallFailed:
    return unsure(f"Telegram's answer could not be read ({type(problem).__name__})")


_MEANINGS: Mapping[type, Callable[[Any], CallFailed]] = {
    TelegramRetryAfter: lambda problem: busy(float(problem.retry_after)),
    TelegramMigrateToChat: lambda problem: moved(str(problem.migrate_to_chat_id)),
    TelegramForbiddenError: lambda problem: gone(_part(problem, FORBIDDEN)),
    TelegramBadRequest: _bad_request,
    TelegramUnauthorizedError: lambda _: config("Telegram does not accept the token; check DOORSTEP_TELEGRAM_TOKEN"),
    TelegramNotFound: lambda _: config("Telegram knows no such bot or method; check DOORSTEP_TELEGRAM_TOKEN"),
    TelegramConflictError: _conflict,
    # By its class a network error, though the server has answered: 413.
    TelegramEntityTooLarge: lambda _: refused("the request is too large"),
    TelegramNetworkError: _network,
    TelegramServerError: lambda _: unsure("Telegram had a fault of its own"),
    TelegramAPIError: _other,
    ClientDecodeError: _no_api,
}


def _said(problem: TelegramAPIError) -> str:
    said: object = problem.message  # None where the server gave no description, whatever the annotation says
    return said.lower() if isinstance(said, str) else ""


def _part(problem: TelegramAPIError, parts: tuple[str, ...]) -> str:
    said = _said(problem)
    return next((part for part in parts if part in said), "forbidden")


def _harmless(said: str) -> str:
    """A description without what it may quote from the message or the request: anything in quotes, long numbers."""
    unquoted = re.sub(r"""(["'`]).*\1""", "…", said.removeprefix("bad request: "))
    return re.sub(r"\d{4,}", "…", unquoted)[:120] or "without a reason"
