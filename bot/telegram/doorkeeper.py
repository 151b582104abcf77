"""What is done about an update the moment it comes, before anything slow: a tap is answered, a group is left."""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from aiogram.methods import AnswerCallbackQuery, LeaveChat, TelegramMethod

from bot.telegram.line import Line
from bot.telegram.shapes import Message, Tap, Update, seen
from bot.telegram.trouble import CallFailed, Trouble

_log = structlog.get_logger(__name__)

CALL_SECONDS = 5
AT_ONCE_LIMIT = 50
"""Calls under way. Beyond it a courtesy is left out: a spinner stops by itself, a group is left at its next message."""

_THERE = frozenset({"member", "administrator", "restricted"})


class Doorkeeper:
    """Courtesies that nobody waits for and whose failure changes nothing; the turn itself is handled from memory."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._answered: deque[str] = deque(maxlen=1000)
        """Taps come again when keeping them failed; a second answer is an error for Telegram."""

    def receive(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Start what is due for these updates and return at once."""
        for update in updates:
            try:
                shape = seen(update)
            except ValueError:
                continue  # whoever reads it says why
            if (tap := shape.callback_query) is not None and tap.id not in self._answered:
                self._answered.append(tap.id)
                self._begin(f"tap {tap.id}", AnswerCallbackQuery(callback_query_id=tap.id))
            if (group := _foreign_chat(shape)) is not None:
                self._begin(f"group {group}", LeaveChat(chat_id=group))

    async def close(self) -> None:
        """Give up what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, key: str, method: TelegramMethod[bool]) -> None:
        if key in self._under_way or len(self._under_way) >= AT_ONCE_LIMIT:
            return
        task = self._under_way[key] = asyncio.create_task(self._call(method))
        task.add_done_callback(lambda _: self._under_way.pop(key, None))

    async def _call(self, method: TelegramMethod[bool]) -> None:
        try:
            await self._line.call(method, CALL_SECONDS)
        except CallFailed as refusal:
            if refusal.trouble is not Trouble.LATE:
                _log.warning("telegram.courtesy_failed", method=method.__api_method__, why=refusal.failure.why)


def _foreign_chat(update: Update) -> int | None:
    """The group or channel that the update comes from, unless it only says that we are out of it."""
    if (change := update.my_chat_member) is not None:
        chat, is_there = change.chat, change.new_chat_member.status in _THERE
    elif message := update.message or update.edited_message or _below(update.callback_query):
        chat, is_there = message.chat, True
    else:
        return None
    return chat.id if is_there and not chat.is_private else None


def _below(tap: Tap | None) -> Message | None:
    return tap.message if tap else None
