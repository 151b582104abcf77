"""Server-sent events: an open page is told that something changed, and reads for itself what."""

from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from api.tracking.deps import Deps
from flows.tracking import Opened, Stamp, stamp

LOOK_EVERY_SECONDS = 3.0
"""News of other processes, and scans nobody is written about, are found after this at the latest."""
MOST = 2000
"""Streams of one process; beyond them a page still works, it only does not change by itself."""
CHANGED = b"event: changed\ndata: \n\n"
MOVED = b"event: van\ndata: \n\n"
SPOKEN = CHANGED + b"event: language\ndata: \n\n"
"""All has changed, and the words that stand around it are of another language."""
ALIVE = b": \n\n"


class Streams:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._open = 0

    def follow(self, opened: Opened, seen: Stamp) -> Response:
        """A stream for a page drawn from `seen`; beyond MOST it is asked to try again later (204)."""
        if self._open >= MOST:
            return Response(status_code=204)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(self._changes(opened, seen), headers=headers, media_type="text/event-stream")

    async def _changes(self, opened: Opened, seen: Stamp) -> AsyncIterator[bytes]:
        self._open += 1
        try:
            yield b"retry: 2000\n\n"
            async for _ in self._deps.live.changes(str(opened.customer_id), LOOK_EVERY_SECONDS):
                before, seen = seen, await self._deps.database.read(stamp, opened)
                yield _news(before, seen)
        finally:
            self._open -= 1


def _news(before: Stamp, seen: Stamp) -> bytes:
    if seen.language != before.language:
        return SPOKEN
    return CHANGED if seen.page != before.page else MOVED if seen.van != before.van else ALIVE
