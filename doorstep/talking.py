"""Talking with Telegram: every process learns the bot's name, workers tell it how to deliver, and one of them polls."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog

from doorstep.doors import TelegramDoor
from doorstep.leadership import Leadership
from doorstep.settings import Settings

if TYPE_CHECKING:
    from bot.telegram.channel import TelegramChannel

log = structlog.get_logger()

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 10.0, 60.0


def poller(settings: Settings) -> Leadership:
    """Who polls for this bot: a second poller would take the first one's updates away."""
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    return Leadership(settings.database_url, f"polling bot {token.partition(':')[0]}")


async def talk(
    settings: Settings, telegram: "TelegramChannel", door: TelegramDoor, polling: Leadership, *, work: bool
) -> None:
    """Until cancelled. A refusal is said in the log, and tried again."""
    await _until_done(telegram.username)
    if not work:
        return
    from bot.telegram.menu import menu

    secret = settings.telegram_secret.get_secret_value() if settings.telegram_secret else None
    await _until_done(lambda: telegram.set_up(settings.telegram_mode, settings.public_url, secret, menu()))
    if settings.telegram_mode == "polling":
        await polling.run(lambda: telegram.poll(door.keep, asyncio.Event()))


async def _until_done(step: Callable[[], Awaitable[object]]) -> None:
    from bot.telegram.trouble import CallFailed

    while True:
        try:
            await step()
            return
        except CallFailed as refusal:
            log.error("telegram.set_up_failed", why=refusal.failure.why)
            wished = refusal.failure.retry_after_seconds or FIRST_PAUSE_SECONDS
            await asyncio.sleep(min(LONGEST_PAUSE_SECONDS, wished))
