"""What is logged, and a way to wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from structlog.testing import capture_logs
from structlog.typing import EventDict, WrappedLogger

Heard = Callable[[int], Awaitable[None]]


@contextmanager
def hearing() -> Iterator[tuple[list[EventDict], Heard]]:
    """The log entries, and `await heard(n)` which returns when there are n of them."""
    entries: asyncio.Queue[str] = asyncio.Queue()

    def note(_: WrappedLogger, name: str, entry: EventDict) -> EventDict:
        entries.put_nowait(name)
        return entry

    async def heard(count: int) -> None:
        for _ in range(count):
            await asyncio.wait_for(entries.get(), 10)

    with capture_logs(processors=[note]) as logs:
        yield logs, heard
