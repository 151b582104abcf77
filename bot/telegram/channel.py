"""The Telegram channel: what the rest of the house holds in its hand."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from aiogram.methods import EditMessageReplyMarkup, GetMe

from bot.telegram.composing import Words, compose
from bot.telegram.doorkeeper import Doorkeeper
from bot.telegram.line import Line
from bot.telegram.menu import Menu
from bot.telegram.polling import DEFAULT_PATIENCE, Keep, Patience, poll
from bot.telegram.sending import send
from bot.telegram.setting_up import Mode, set_up
from bot.telegram.trouble import CallFailed, Trouble
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Pace, SendFailed, SendResult, Sent, Utterance


class TelegramChannel:
    """One bot. Nothing here raises for what Telegram does, except where a docstring says `CallFailed`."""

    name = ChannelName.TELEGRAM
    # core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    pace = Pace(units_per_second=30, address_gap_seconds=1)

    def __init__(self, line: Line, words: Words) -> None:
        self._line = line
        self._words = words
        self._doorkeeper = Doorkeeper(line)
        self._username: str | None = None

    def compose(self, utterance: Utterance) -> Composed:
        return compose(utterance, self._words)

    async def send(self, address: str, composed: Composed, token: str) -> SendResult:
        """Say it in a private chat. `token` stays here: Telegram has no status callbacks it could come back in."""
        return await send(self._line, address, composed)

    async def find(self, address: str, composed: Composed, sent_after: datetime) -> Sent | None:
        """None: a bot cannot look into a chat."""
        return None

    async def freeze(self, address: str, provider_id: str) -> SendFailed | None:
        """Take the buttons off a message that was sent before; None when they are off, or the message is gone."""
        try:
            await self._line.call(EditMessageReplyMarkup(chat_id=int(address), message_id=int(provider_id)))
        except CallFailed as refusal:
            return None if refusal.trouble in {Trouble.UNCHANGED, Trouble.STALE} else refusal.failure
        return None

    async def username(self) -> str:
        """The bot's name, asked once. Raises `CallFailed`."""
        if self._username is None:
            self._username = (await self._line.call(GetMe())).username or ""
        return self._username

    @property
    def known_username(self) -> str | None:
        """The bot's name, as links into the chat need it; None until `username` has asked."""
        return self._username or None

    async def set_up(self, mode: Mode, public_url: str, secret: str | None, menu: Menu) -> None:
        """Say how to deliver and which commands to show. Raises `CallFailed`, and ValueError for a bad secret."""
        await set_up(self._line, mode, public_url, secret, menu)

    def receive(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """For updates that came by webhook, before they are kept: answer taps, leave groups. Returns at once."""
        self._doorkeeper.receive(updates)

    async def poll(self, keep: Keep, stop: asyncio.Event, patience: Patience = DEFAULT_PATIENCE) -> None:
        """Fetch updates until `stop` is set, acknowledging what `keep` has committed."""
        await poll(self._line, self._doorkeeper, keep, stop, patience)

    async def close(self) -> None:
        await self._doorkeeper.close()
        await self._line.close()
