"""One conversation: everything said both ways, who owns it and who is there, and a person's answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from api.console import watching
from api.console.desk import Desk, Visit
from api.console.forms import number
from api.console.shipment import Id
from flows.audit import Refused
from flows.phones import masked
from flows.staff import sign_in, talk
from flows.staff import thread as staff_thread
from flows.staff.talk import TEXT_LIMIT, UNDO, Owned

OWNING: dict[str, tuple[Callable[..., Owned | Refused], str]] = {
    "take-over": (talk.take_over, "taken_over"),
    "hand-back": (talk.hand_back, "handed_back"),
    "queue": (talk.enqueue, "queued"),
    "nobody": (talk.leave, "left"),
    "close": (talk.close, "closed"),
}
"""What changes the owner, by its address; and what the page says after it."""


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.get("/conversations/{conversation_id}")
    async def conversation(request: Request, conversation_id: Id) -> Response:
        return await show(desk, await desk.visit(request), conversation_id)

    for path, (act, done) in OWNING.items():
        router.post(f"/conversations/{{conversation_id}}/{path}")(_owning(desk, act, done))

    @router.post("/conversations/{conversation_id}/give")
    async def give(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        to = form.get("to", "")
        result = await write(talk.give, conversation_id, form.get("seen", ""), to, desk.by(visit, form))
        return await _answer(desk, visit, conversation_id, result, "given")

    @router.post("/conversations/{conversation_id}/reply")
    async def reply(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        text, seen, by = form.get("text", ""), form.get("seen", ""), desk.by(visit, form)
        result = await write(talk.reply, conversation_id, seen, text, desk.deps.voice, by)
        return await _answer(desk, visit, conversation_id, result, "", text)

    @router.post("/conversations/{conversation_id}/undo")
    async def undo(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        message_id = number(form.get("message")) or 0
        result = await write(talk.undo, conversation_id, message_id, desk.by(visit, form))
        if isinstance(result, Refused):
            return await show(desk, visit, conversation_id, result.why, status=409)
        desk.deps.live.announce("console")
        return await show(desk, visit, conversation_id, text=result)

    @router.post("/conversations/{conversation_id}/note")
    async def note(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(talk.note, conversation_id, desk.by(visit, form))
        if isinstance(result, Refused):
            return await show(desk, visit, conversation_id, result.why, status=409)
        desk.deps.live.announce("console")
        return desk.go(f"/console/conversations/{conversation_id}", "noted")

    @router.post("/conversations/{conversation_id}/saved/{reply_id}")
    async def saved(request: Request, conversation_id: Id, reply_id: Id) -> Response:
        visit, form = await desk.posted(request)
        me, text = visit.member.name, form.get("text", "")
        found = desk.deps.database.read(staff_thread.with_saved, conversation_id, reply_id, text, desk.deps.voice, me)
        return await show(desk, visit, conversation_id, text=await found)


def _owning(desk: Desk, act: Callable[..., Owned | Refused], done: str) -> Callable[..., Any]:
    async def post(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request)
        by = desk.by(visit, form)
        result = await desk.deps.database.write(act, conversation_id, form.get("seen", ""), by)
        return await _answer(desk, visit, conversation_id, result, done)

    return post


async def _answer(
    desk: Desk, visit: Visit, conversation_id: int, result: Owned | Refused, done: str, text: str = ""
) -> Response:
    if isinstance(result, Refused):
        return await show(desk, visit, conversation_id, result.why, text, 409)
    desk.deps.after_plan(result.due_at)
    desk.deps.live.announce("console")
    return desk.go(f"/console/conversations/{conversation_id}", done)


async def show(
    desk: Desk, visit: Visit, conversation_id: int, refused: str = "", text: str = "", status: int = 200
) -> Response:
    now, me = desk.deps.clock(), visit.member.name
    live = await watching.conversation(conversation_id, me, desk.deps.clock).address(desk.deps.database)
    thread = await desk.deps.database.read(staff_thread.look, conversation_id, me, now)
    if thread is None:
        raise desk.missing(visit, "conversation")
    scene = {
        "live": live,
        "thread": thread,
        "phone": masked(thread.row.phone) if thread.row.phone else "",
        "refused": refused,
        "text": text,
        "limit": TEXT_LIMIT,
        "colleagues": await desk.deps.database.read(sign_in.who_can_answer, me),
        "undoable": lambda message: _undoable(message, me, now),
    }
    return desk.page(visit, "conversation", status, **scene)


def _undoable(message: Any, me: str, now: datetime) -> bool:
    """Whether these are one's own words that wait for their ten seconds to pass."""
    waits = message.state == "queued" and message.due_at > now - timedelta(seconds=1)
    return bool(waits and message.author == me and message.created_at > now - 2 * UNDO)
