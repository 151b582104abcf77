"""Signals: what one process keeps, plans or queues wakes the others, by PostgreSQL's LISTEN and NOTIFY.

Hints only: they are sent after the commit they speak of, and a lost one costs the time until the next sweep.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from sqlalchemy import Connection, text

from store.lines import open_line

if TYPE_CHECKING:
    from psycopg import AsyncConnection

CHANNEL = "doorstep"
LIVE_AT_ONCE = 200
"""Topics in one notification: PostgreSQL takes at most 8,000 bytes."""
SIGN_OF_LIFE_SECONDS = 15.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0

log = structlog.get_logger()


class News(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened in the process `sender`: deliveries or turns were kept, messages queued, notices planned for
    `due_at` (the first), and open pages about `live` topics have something new to read.
    """

    sender: str
    kept: bool = False
    heard: bool = False
    queued: bool = False
    due_at: datetime | None = None
    live: tuple[str, ...] = ()


def tell(tx: Connection, news: News) -> None:
    """Tells every listening process, at the commit."""
    parts = [news.live[i : i + LIVE_AT_ONCE] for i in range(0, len(news.live), LIVE_AT_ONCE)] or [()]
    payloads = [msgspec.json.encode(msgspec.structs.replace(news, live=part)).decode() for part in parts]
    tx.execute(text("SELECT pg_notify(:channel, payload) FROM unnest(CAST(:payloads AS text[])) AS payload"), {
        "channel": CHANNEL, "payloads": payloads,
    })  # fmt: skip


async def listen(url: str) -> AsyncIterator[News | None]:
    """What other processes tell, for ever. None after each connection: what was told meanwhile went unheard.

    A lost connection is made anew.
    """
    import psycopg

    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            async with _listening(url) as line:
                pause = FIRST_PAUSE_SECONDS
                yield None
                async for payload in _payloads(line):
                    with suppress(msgspec.DecodeError):  # another version's words
                        yield msgspec.json.decode(payload, type=News)
        except (psycopg.Error, OSError, TimeoutError) as problem:
            log.warning("signals.lost", problem=type(problem).__name__, again_in_seconds=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


@asynccontextmanager
async def _listening(url: str) -> AsyncIterator["AsyncConnection[Any]"]:
    line = await open_line(url, "doorstep listening")
    try:
        await line.execute(f"LISTEN {CHANNEL}")
        yield line
    finally:
        await line.close()


async def _payloads(line: "AsyncConnection[Any]") -> AsyncIterator[str]:
    while True:
        async for notification in line.notifies(timeout=SIGN_OF_LIFE_SECONDS):
            yield notification.payload
        async with asyncio.timeout(SIGN_OF_LIFE_SECONDS):
            await line.execute("SELECT 1")
