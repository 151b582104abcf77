"""Telegram: updates in, messages out. Importing this package is cheap; aiogram comes with the first `connect`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.telegram.channel import TelegramChannel
    from bot.telegram.composing import Words


def connect(token: str, words: "Words", api_url: str | None = None) -> "TelegramChannel":
    """Return the channel of the bot with this token; nothing is sent yet. Call it where an event loop runs.

    `api_url` is another Bot API server, None for Telegram's own. Raises ValueError, which names the setting and never
    its value, when the token is no bot token or the address no http(s) address.
    """
    # Here, and not above: aiogram takes half a second and 30 MiB, which no command but `serve` should pay.
    from bot.telegram import lazily  # before aiogram itself, which without it takes two seconds and 130 MiB

    lazily.import_aiogram()
    from bot.telegram.channel import TelegramChannel
    from bot.telegram.line import Line

    return TelegramChannel(Line(token, api_url), words)
