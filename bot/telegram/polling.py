"""Updates by long polling: fetched, kept, and only then acknowledged, so that none is lost whatever happens between.

aiogram's own polling acknowledges before a handler has finished: at most once. This is at least once; whoever keeps
updates knows one that comes again by its id.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from bot.telegram.doorkeeper import Doorkeeper
from bot.telegram.line import Line
from bot.telegram.methods import FetchUpdates
from bot.telegram.shapes import ASKED_FOR, update_id
from bot.telegram.trouble import CallFailed

_log = structlog.get_logger(__name__)

Keep = Callable[[list[dict[str, Any]]], Awaitable[None]]
"""Commits raw updates; returns when they are safe, raises when they are not."""

_Result = TypeVar("_Result")
_BATCH = 100
_ANSWER_SECONDS = 10
"""How much longer than the long poll itself its answer may take."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long Telegram may hold a fetch open (at most 50 s); the pauses after failures, doubling between the two."""

    fetch_seconds: int = 30
    first_pause_seconds: float = 1.0
    longest_pause_seconds: float = 60.0


DEFAULT_PATIENCE = Patience()


async def poll(
    line: Line, doorkeeper: Doorkeeper, keep: Keep, stop: asyncio.Event, patience: Patience = DEFAULT_PATIENCE
) -> None:
    """Fetch until `stop` is set; a failure of Telegram or of `keep` is logged and followed by a pause, never by an end.

    One poller per token: a second one gets, and gives the first, a conflict.
    """
    offset: int | None = None
    pause = patience.first_pause_seconds
    while not stop.is_set():
        try:
            offset = await _round(line, doorkeeper, keep, stop, offset, patience.fetch_seconds)
            pause = patience.first_pause_seconds
            continue
        except CallFailed as refusal:
            why, wished = refusal.failure.why, refusal.failure.retry_after_seconds or 0.0
        except Exception as problem:  # whatever keeping raised: the updates are still at Telegram, and come again
            why, wished = f"updates could not be kept ({type(problem).__name__})", 0.0
        seconds = max(pause, wished)
        _log.warning("telegram.polling_pauses", why=why, seconds=seconds)
        await _pause(stop, seconds)
        pause = min(pause * 2, patience.longest_pause_seconds)


async def _round(
    line: Line, doorkeeper: Doorkeeper, keep: Keep, stop: asyncio.Event, offset: int | None, seconds: int
) -> int | None:
    """Fetch and keep one batch; returns the offset that acknowledges it with the next fetch."""
    fetch = FetchUpdates(offset=offset, limit=_BATCH, timeout=seconds, allowed_updates=list(ASKED_FOR))
    found = await _unless(stop, line.call(fetch, seconds + _ANSWER_SECONDS))
    if found is None:
        return offset
    if not found:
        # All is acknowledged. After a quiet week ids begin anew, perhaps below this offset: forget it.
        return None
    batch = {number: update for update in found if (number := update_id(update)) is not None}
    if not batch:
        raise ValueError("not one of the updates has an id")
    updates = list(batch.values())
    doorkeeper.receive(updates)
    await keep(updates)
    return max(batch) + 1


async def _unless(stop: asyncio.Event, call: Coroutine[Any, Any, _Result]) -> _Result | None:
    """What the call returns, or None when `stop` is set first. An unanswered fetch acknowledges nothing."""
    called, stopped = asyncio.create_task(call), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({called, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return called.result() if called.done() else None
    finally:
        called.cancel()
        stopped.cancel()
        await asyncio.gather(called, stopped, return_exceptions=True)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
