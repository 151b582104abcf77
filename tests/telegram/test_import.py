"""The command line stays light: aiogram comes only where Telegram is talked to."""

import asyncio
import sys

import pytest

from bot.telegram import connect
from tests.telegram.scene import Echo
from tests.telegram.standin import TOKEN, Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIGHT = """
import sys
import bot.telegram, bot.telegram.reading, bot.telegram.composing, bot.telegram.webhook, bot.telegram.menu
print([name for name in ("aiogram", "aiohttp") if name in sys.modules])
"""


async def test_naming_telegram_does_not_bring_its_client() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LIGHT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, errors = await process.communicate()
    assert (out.decode().strip(), errors.decode()) == ("[]", "")


async def test_connecting_does_and_the_channel_works(telegram: Standin) -> None:
    channel = connect(TOKEN, Echo(), telegram.url)
    assert await channel.username() == "doorstep_bot"
    await channel.close()
