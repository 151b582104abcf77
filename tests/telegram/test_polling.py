"""Updates are acknowledged after they are kept, and not a moment before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.telegram.channel import TelegramChannel
from bot.telegram.line import Line
from bot.telegram.polling import Patience
from tests.telegram.hearing import hearing
from tests.telegram.scene import Echo, message, tap, update
from tests.telegram.standin import Answer, Cut, Fault, Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")

IMPATIENT = Patience(fetch_seconds=30, first_pause_seconds=0.01, longest_pause_seconds=0.02)


class Keeper:
    """Keeps batches, and says when it has kept some."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.kept = asyncio.Condition()
        self.failures = 0
        self.gate: asyncio.Event | None = None

    async def __call__(self, updates: list[dict[str, Any]]) -> None:
        if self.gate:
            await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise OSError("the disk of +12125550123 is full")
        async with self.kept:
            self.batches.append([update["update_id"] for update in updates])
            self.kept.notify_all()

    async def has(self, count: int) -> list[list[int]]:
        async with self.kept:
            await asyncio.wait_for(self.kept.wait_for(lambda: len(self.batches) >= count), 20)
        return self.batches


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@asynccontextmanager
async def polling(channel: TelegramChannel, keeper: Keeper) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(channel.poll(keeper, stop, IMPATIENT))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


def said(number: int) -> dict[str, Any]:
    return update(number, message=message(text="hi"))


async def test_a_batch_is_kept_and_acknowledged_with_the_next_fetch(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper
) -> None:
    await telegram.push(said(901), said(902))
    async with polling(channel, keeper):
        assert await keeper.has(1) == [[901, 902]]
        first, second = await telegram.called("getUpdates", 2)
    asked = {"limit": 100, "timeout": 30}
    kinds = ["message", "edited_message", "callback_query", "my_chat_member"]
    assert first == asked | {"allowed_updates": kinds}
    assert second == asked | {"allowed_updates": kinds, "offset": 903}


async def test_nothing_is_acknowledged_while_keeping_takes_time(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper
) -> None:
    keeper.gate = asyncio.Event()
    await telegram.push(tap(901))
    async with polling(channel, keeper):
        await telegram.called("answerCallbackQuery")  # at once, though keeping is not done
        assert len(telegram.params("getUpdates")) == 1
        keeper.gate.set()
        assert await keeper.has(1) == [[901]]


async def test_what_could_not_be_kept_comes_again(channel: TelegramChannel, telegram: Standin, keeper: Keeper) -> None:
    keeper.failures = 2
    await telegram.push(tap(901))
    with capture_logs() as logs:
        async with polling(channel, keeper):
            assert await keeper.has(1) == [[901]]
            fetched = await telegram.called("getUpdates", 4)
    assert [call.get("offset") for call in fetched] == [None, None, None, 902]
    assert telegram.params("answerCallbackQuery") == [{"callback_query_id": "q901"}]
    assert [entry["why"] for entry in logs] == ["updates could not be kept (OSError)"] * 2


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Answer(409, "Conflict: terminated by other getUpdates request"), "Another process fetches this bot's updates"),
        (
            Answer(409, "Conflict: can't use getUpdates while webhook is active"),
            "Telegram delivers to a webhook",
        ),
        (Answer(401, "Unauthorized"), "Telegram does not accept the token"),
        (Answer(502, body="<html>"), "What answered is not the Bot API"),
        (Answer(200, result={"no": "list"}), "What answered is not the Bot API"),
        (Answer(200, result=[{"message": {}}, 5]), "updates could not be kept (ValueError)"),
        (Cut(), "Telegram's server did not answer"),
    ],
)
async def test_a_failure_is_told_and_tried_again(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper, fault: Fault, why: str
) -> None:
    telegram.fail("getUpdates", fault)
    with capture_logs() as logs:
        async with polling(channel, keeper):
            await telegram.called("getUpdates", 2)
            await telegram.push(said(901))
            assert await keeper.has(1) == [[901]]
    assert [entry["why"].startswith(why) for entry in logs] == [True]


async def test_pauses_grow_up_to_a_limit_and_telegrams_wish_counts(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper
) -> None:
    telegram.fail("getUpdates", Cut(), Cut(), Cut(), Answer(429, "Too Many Requests", {"retry_after": 3600}))
    with hearing() as (logs, heard):
        async with polling(channel, keeper):
            await telegram.called("getUpdates", 4)
            await heard(4)
    assert [entry["seconds"] for entry in logs] == [0.01, 0.02, 0.02, 3600]


async def test_a_broken_update_does_not_hold_up_the_others(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper
) -> None:
    broken = {"update_id": 901, "message": {"message_id": "?", "poll": [[]]}}
    telegram.fail("getUpdates", Answer(result=[broken, {"update_id": "902"}, said(903)]))
    async with polling(channel, keeper):
        assert await keeper.has(1) == [[901, 903]]
        assert (await telegram.called("getUpdates", 2))[1]["offset"] == 904


async def test_after_a_quiet_fetch_any_id_is_the_next(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper
) -> None:
    telegram.fail("getUpdates", Answer(result=[said(901)]), Answer(result=[]))
    async with polling(channel, keeper):
        fetched = await telegram.called("getUpdates", 3)
    assert [call.get("offset") for call in fetched] == [None, 902, None]


async def test_it_stops_at_once_while_telegram_has_nothing_to_tell(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper
) -> None:
    async with polling(channel, keeper):
        await telegram.called("getUpdates")
    assert keeper.batches == []


async def test_it_stops_after_what_it_has_fetched_is_kept(
    channel: TelegramChannel, telegram: Standin, keeper: Keeper
) -> None:
    keeper.gate = asyncio.Event()
    await telegram.push(tap(901))
    stop = asyncio.Event()
    task = asyncio.create_task(channel.poll(keeper, stop, IMPATIENT))
    await telegram.called("answerCallbackQuery")
    stop.set()
    keeper.gate.set()
    await asyncio.wait_for(task, 10)
    assert keeper.batches == [[901]]


async def test_what_a_killed_poller_had_not_kept_comes_to_the_next(
    line: Line, telegram: Standin, keeper: Keeper
) -> None:
    keeper.gate = asyncio.Event()
    await telegram.push(tap(901), said(902))
    killed = asyncio.create_task(TelegramChannel(line, Echo()).poll(keeper, asyncio.Event(), IMPATIENT))
    await telegram.called("answerCallbackQuery")
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    assert keeper.batches == []

    keeper.gate.set()
    async with polling(TelegramChannel(line, Echo()), keeper):
        assert await keeper.has(1) == [[901, 902]]
