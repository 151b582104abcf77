"""A composed message becomes one call, and what became of it."""

from collections.abc import Callable, Mapping

import structlog
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.telegram.keyboards import Buttons, rows
from bot.telegram.line import Line
from bot.telegram.methods import Markup, SendText
from bot.telegram.text import fitted
from bot.telegram.trouble import CallFailed, Trouble
from flows.messages.channels import Composed, SendFailed, SendResult, Sent

_log = structlog.get_logger(__name__)

_SAFE_LETTERS = 2000


async def send(line: Line, address: str, composed: Composed) -> SendResult:
    """Send it. What Telegram will not read, though we thought it could, goes once more in the plainest form."""
    if not _is_private(address):
        return SendFailed("The address is no private Telegram chat", permanent=True, unbind=True)
    said = as_method(address, composed)
    try:
        return await _say(line, said)
    except CallFailed as refusal:
        if (plainer := _PLAINER.get(refusal.trouble)) is None:
            return refusal.failure
        _log.error("telegram.sent_plainer", why=refusal.failure.why)
    try:
        return await _say(line, plainer(said))
    except CallFailed as refusal:
        return refusal.failure


def as_method(address: str, composed: Composed) -> SendText:
    """The call, as data. Previews are off: Telegram would fetch the link, and one-time links would be used up."""
    return SendText(
        chat_id=int(address),
        text=composed.text,
        reply_markup=_markup(composed),
        disable_notification=True if composed.extras.get("silent") else None,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


async def _say(line: Line, method: SendText) -> Sent:
    answer = await line.call(method)
    return Sent(str(answer.get("message_id", "")))


def _is_private(address: str) -> bool:
    """A person's chat has their own id, above zero; a group's is below, and a parcel is never shown to a group."""
    return address.isascii() and address.isdigit() and 0 < int(address) < 2**52


def _markup(composed: Composed) -> Markup | None:
    if label := composed.extras.get("ask_contact"):
        share = KeyboardButton(text=str(label), request_contact=True)
        return ReplyKeyboardMarkup(keyboard=[[share]], resize_keyboard=True, one_time_keyboard=True)
    if composed.buttons:
        return InlineKeyboardMarkup(inline_keyboard=[_row(row) for row in rows(composed.buttons)])
    if composed.extras.get("remove_keyboard"):
        return ReplyKeyboardRemove(remove_keyboard=True)
    return None


def _row(buttons: Buttons) -> list[InlineKeyboardButton]:
    return [InlineKeyboardButton(text=label, callback_data=token) for label, token in buttons]


_PLAINER: Mapping[Trouble, Callable[[SendText], SendText]] = {
    Trouble.TEXT_REFUSED: lambda said: said.model_copy(update={"text": fitted(said.text, _SAFE_LETTERS)}),
    Trouble.BUTTONS_REFUSED: lambda said: said.model_copy(update={"reply_markup": None}),
}
