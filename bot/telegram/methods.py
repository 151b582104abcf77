"""Two calls of the Bot API whose answers are taken as they are.

aiogram reads an answer into its own models, all of it or nothing: a field that Telegram changed tomorrow would make a
message that went look as if nobody knew, and one odd update would block all that wait behind it.
"""

from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, ReplyKeyboardMarkup, ReplyKeyboardRemove

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class SendText(TelegramMethod[dict[str, Any]]):
    """core.telegram.org/bots/api#sendmessage"""

    __returning__ = dict[str, Any]
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    reply_markup: Markup | None = None
    disable_notification: bool | None = None
    link_preview_options: LinkPreviewOptions | None = None


class FetchUpdates(TelegramMethod[list[Any]]):
    """core.telegram.org/bots/api#getupdates"""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None
