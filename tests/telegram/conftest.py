"""The stand-in, and a channel connected to it."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram.channel import TelegramChannel
from bot.telegram.line import Line
from tests.telegram.scene import Echo
from tests.telegram.standin import TOKEN, Standin, standin


@pytest.fixture
async def telegram() -> AsyncIterator[Standin]:
    async with standin() as running:
        yield running


@pytest.fixture
async def line(telegram: Standin) -> AsyncIterator[Line]:
    line = Line(TOKEN, telegram.url)
    yield line
    await line.close()


@pytest.fixture
async def channel(telegram: Standin) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(Line(TOKEN, telegram.url), Echo())
    yield channel
    await channel.close()
