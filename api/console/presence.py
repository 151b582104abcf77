"""Presence: an open conversation says every ten seconds who looks at it, and whether they write."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk
from api.console.shipment import Id
from flows.staff import talk
from flows.staff.sign_in import Role
from store import conversations, presence


def routes(router: APIRouter, desk: Desk) -> None:
    @router.post("/conversations/{conversation_id}/presence")
    async def beat(request: Request, conversation_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.VIEWER)
        doing = form.get("doing", "")
        if await desk.deps.database.write(_beat, conversation_id, visit.member.name, doing, desk.deps.clock()):
            desk.deps.live.announce("console")
        return Response(status_code=204)


def _beat(tx: Connection, conversation_id: int, who: str, doing: str, now: datetime) -> bool:
    """Says whether colleagues would see a difference."""
    if conversations.get(tx, conversation_id) is None:
        return False
    if doing == "gone":
        presence.leave(tx, conversation_id, who)
        return True
    if doing == "writing":
        talk.renew(tx, conversation_id, who, now)
    return presence.beat(tx, conversation_id, who, "writing" if doing == "writing" else "viewing", now)
