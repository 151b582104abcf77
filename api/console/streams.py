"""Server-sent events: an open page is told that something has changed, and reads for itself what."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from api.console import watching
from api.console.desk import Desk
from api.console.shipment import Id
from api.console.watching import Watched
from store import announcements

TOPIC = "console"
LOOK_EVERY_SECONDS = 0.8
"""News of other processes, and what became of a message, are found after this at the latest."""
MOST = 500
"""Streams of one process; beyond them a page works as well, it only does not change by itself."""
CHANGED = b"event: changed\ndata: \n\n"
ALIVE = b": \n\n"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


def routes(router: APIRouter, desk: Desk) -> None:
    streams = Streams(desk)

    @router.get("/live")
    async def all_of_it(request: Request, seen: str = "") -> Response:
        await desk.visit(request)
        return streams.follow(watching.EVERYTHING, seen)

    @router.get("/outbox/live")
    async def outbox(request: Request, seen: str = "") -> Response:
        await desk.visit(request)
        return streams.follow(watching.OUTBOX, seen)

    @router.get("/conversations/{conversation_id}/live")
    async def conversation(request: Request, conversation_id: Id, seen: str = "") -> Response:
        me = (await desk.visit(request)).member.name
        return streams.follow(watching.conversation(conversation_id, me, desk.deps.clock), seen)

    @router.get("/announcements/{announcement_id}/live")
    async def announcement(request: Request, announcement_id: Id, seen: str = "") -> Response:
        visit = await desk.visit(request)
        row = await desk.deps.database.read(announcements.get, announcement_id)
        if row is None or not visit.member.sees(row.merchant_id):
            raise desk.missing(visit, "announcement")
        return streams.follow(watching.announcement(announcement_id), seen)

    @router.get("/shipments/{shipment_id}/live")
    async def shipment(request: Request, shipment_id: Id, seen: str = "") -> Response:
        await desk.visit(request)
        return streams.follow(watching.shipment(shipment_id), seen)


class Streams:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = 0

    def follow(self, watched: Watched, seen: str) -> Response:
        """A stream for a page drawn from the mark `seen`; 204 tells a browser not to come back."""
        if self._open >= MOST:
            return Response(status_code=204)
        return StreamingResponse(self._changes(watched, seen), headers=HEADERS, media_type="text/event-stream")

    async def _changes(self, watched: Watched, seen: str) -> AsyncIterator[bytes]:
        deps, quiet = self._desk.deps, 0
        self._open += 1
        try:
            yield b"retry: 2000\n\n"
            async for _ in deps.live.changes(TOPIC, LOOK_EVERY_SECONDS):
                now = await watched.seen(deps.database)
                quiet = 0 if now != seen else quiet + 1
                if now != seen:
                    yield CHANGED
                elif quiet % 15 == 0:
                    yield ALIVE
                seen = now
        finally:
            self._open -= 1
