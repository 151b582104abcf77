"""What Telegram is told at the start: how to deliver, which updates, which commands to show."""

import re
from collections.abc import Mapping
from typing import Literal

import structlog
from aiogram.methods import DeleteWebhook, SetMyCommands, SetWebhook
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.telegram.line import Line
from bot.telegram.menu import Menu
from bot.telegram.shapes import ASKED_FOR
from bot.telegram.trouble import CallFailed

_log = structlog.get_logger(__name__)

Mode = Literal["polling", "webhook"]
WEBHOOK_PATH = "/channels/telegram"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def set_up(line: Line, mode: Mode, public_url: str, secret: str | None, menu: Menu) -> None:
    """Switch delivery to `mode`, keeping what waits, and set the menu of commands. Repeating it changes nothing.

    Raises ValueError for a webhook without a usable secret, `CallFailed` when delivery could not be switched. A menu
    that Telegram refuses is logged: the bot works without it.
    """
    if mode == "webhook":
        await line.call(_webhook(public_url, secret))
    else:
        await line.call(DeleteWebhook(drop_pending_updates=False))
    for place, language in enumerate(menu):
        try:
            await line.call(_commands(menu[language], language if place else None))
        except CallFailed as refusal:
            _log.warning("telegram.menu_refused", language=language, why=refusal.failure.why)


def _webhook(public_url: str, secret: str | None) -> SetWebhook:
    if not _SECRET.fullmatch(secret or ""):
        raise ValueError("DOORSTEP_TELEGRAM_SECRET must be 1 to 256 letters, digits, _ or - for a webhook")
    return SetWebhook(
        url=public_url.rstrip("/") + WEBHOOK_PATH,
        secret_token=secret,
        allowed_updates=list(ASKED_FOR),
        drop_pending_updates=False,
    )


def _commands(described: Mapping[str, str], language: str | None) -> SetMyCommands:
    return SetMyCommands(
        commands=[BotCommand(command=command, description=words) for command, words in described.items()],
        scope=BotCommandScopeAllPrivateChats(),
        language_code=language,
    )
