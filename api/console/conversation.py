"""One conversation: everything said both ways, who owns it, and a person's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Visit
from api.console.shipment import Id
from flows import staff_talk
from flows.phones import masked
from flows.staff_audit import Refused
from flows.staff_talk import TEXT_LIMIT, Owned
from store import console_talk as talk


@dataclass(frozen=True, slots=True)
class Thread:
    row: Any
    messages: Sequence[Any]
    parcels: Sequence[Any]
    cases: Sequence[Any]


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.get("/conversations/{conversation_id}")
    async def conversation(request: Request, conversation_id: Id) -> Response:
        return await _show(desk, await desk.visit(request), conversation_id)

    @router.post("/conversations/{conversation_id}/take-over")
    async def take_over(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(staff_talk.take_over, conversation_id, form.get("seen", ""), desk.by(visit, form))
        return await _answer(desk, visit, conversation_id, result, "taken_over")

    @router.post("/conversations/{conversation_id}/reply")
    async def reply(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        text, seen, by = form.get("text", ""), form.get("seen", ""), desk.by(visit, form)
        result = await write(staff_talk.reply, conversation_id, seen, text, desk.deps.voice, by)
        return await _answer(desk, visit, conversation_id, result, "", text)

    @router.post("/conversations/{conversation_id}/hand-back")
    async def hand_back(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(staff_talk.hand_back, conversation_id, form.get("seen", ""), desk.by(visit, form))
        return await _answer(desk, visit, conversation_id, result, "handed_back")

    @router.post("/conversations/{conversation_id}/queue")
    async def queue(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(staff_talk.enqueue, conversation_id, form.get("seen", ""), desk.by(visit, form))
        return await _answer(desk, visit, conversation_id, result, "queued")

    @router.post("/conversations/{conversation_id}/close")
    async def close(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(staff_talk.close, conversation_id, form.get("seen", ""), desk.by(visit, form))
        return await _answer(desk, visit, conversation_id, result, "closed")


async def _answer(
    desk: Desk, visit: Visit, conversation_id: int, result: Owned | Refused, done: str, text: str = ""
) -> Response:
    if isinstance(result, Refused):
        return await _show(desk, visit, conversation_id, result.why, text, 409)
    desk.deps.after_plan(result.due_at)
    desk.deps.live.announce("console")
    return desk.go(f"/console/conversations/{conversation_id}", done)


async def _show(
    desk: Desk, visit: Visit, conversation_id: int, refused: str = "", text: str = "", status: int = 200
) -> Response:
    thread = await desk.deps.database.read(_look, conversation_id)
    if thread is None:
        raise desk.missing(visit, "conversation")
    phone = masked(thread.row.phone) if thread.row.phone else ""
    scene = {"thread": thread, "phone": phone, "refused": refused, "text": text, "limit": TEXT_LIMIT}
    return desk.page(visit, "conversation", status, **scene)


def _look(tx: Connection, conversation_id: int) -> Thread | None:
    row = talk.conversation(tx, conversation_id)
    if row is None:
        return None
    parcels = talk.parcels(tx, row.customer_id) if row.customer_id is not None else []
    return Thread(row, talk.thread(tx, conversation_id), parcels, talk.open_cases(tx, conversation_id))
