"""Server-sent events: an open page is told that something has changed, and reads for itself what."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.responses import StreamingResponse

from api.console.desk import Desk
from api.console.shipment import Id
from store import console_talk, console_views, outbox_views

TOPIC = "console"
LOOK_EVERY_SECONDS = 0.8
"""News of other processes, and what became of a message, are found after this at the latest."""
MOST = 500
"""Streams of one process; beyond them a page works as well, it only does not change by itself."""
CHANGED = b"event: changed\ndata: \n\n"
ALIVE = b": \n\n"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}

Mark = Callable[..., Any]


def routes(router: APIRouter, desk: Desk) -> None:
    streams = _Streams(desk)

    @router.get("/live")
    async def all_of_it(request: Request) -> Response:
        return await streams.follow(request, console_talk.news)

    @router.get("/outbox/live")
    async def outbox(request: Request) -> Response:
        return await streams.follow(request, outbox_views.news)

    @router.get("/conversations/{conversation_id}/live")
    async def conversation(request: Request, conversation_id: Id) -> Response:
        def mark(tx: Connection) -> object:
            return console_talk.mark(tx, conversation_id, desk.deps.clock())

        return await streams.follow(request, mark)

    @router.get("/shipments/{shipment_id}/live")
    async def shipment(request: Request, shipment_id: Id) -> Response:
        return await streams.follow(request, console_views.mark, shipment_id)


class _Streams:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = 0

    async def follow(self, request: Request, mark: Mark, *about: int) -> Response:
        """A stream that speaks whenever the mark of what is shown has changed; 204 tells a browser not to come back."""
        await self._desk.visit(request)
        if self._open >= MOST:
            return Response(status_code=204)
        return StreamingResponse(self._changes(mark, *about), headers=HEADERS, media_type="text/event-stream")

    async def _changes(self, mark: Mark, *about: int) -> AsyncIterator[bytes]:
        deps, quiet = self._desk.deps, 0
        self._open += 1
        try:
            seen = await deps.database.read(mark, *about)
            yield b"retry: 2000\n\n"
            async for _ in deps.live.changes(TOPIC, LOOK_EVERY_SECONDS):
                now = await deps.database.read(mark, *about)
                quiet = 0 if now != seen else quiet + 1
                if now != seen:
                    yield CHANGED
                elif quiet % 15 == 0:
                    yield ALIVE
                seen = now
        finally:
            self._open -= 1
