"""The stand-in, a line to it, and a channel on that line.

A module shares the first two: a line takes a quarter of a second to close, while aiogram waits for TLS to say goodbye;
so its tests share a loop as well: `pytestmark = pytest.mark.asyncio(loop_scope="module")`.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.telegram.channel import TelegramChannel
from bot.telegram.line import Line
from tests.telegram.scene import Echo
from tests.telegram.standin import TOKEN, Standin, standin


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_standin() -> AsyncIterator[Standin]:
    async with standin() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def line(shared_standin: Standin) -> AsyncIterator[Line]:
    line = Line(TOKEN, shared_standin.url)
    yield line
    await line.close()


@pytest.fixture
def telegram(shared_standin: Standin) -> Standin:
    """The stand-in, as good as new."""
    shared_standin.forget()
    return shared_standin


@pytest.fixture
def channel(line: Line) -> TelegramChannel:
    return TelegramChannel(line, Echo())
