"""Staff say what a customer's words really meant; what they were taken for stands beside the message."""

from fastapi import APIRouter, Request, Response

from api.console.conversation import show
from api.console.desk import Desk
from api.console.shipment import Id
from flows.audit import Refused
from flows.staff import teaching


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.post("/conversations/{conversation_id}/messages/{message_id}/meant")
    async def meant(request: Request, conversation_id: Id, message_id: Id) -> Response:
        visit, form = await desk.posted(request)
        label, by = form.get("label", ""), desk.by(visit, form)
        result = await write(teaching.teach_in, conversation_id, message_id, label, by)
        if isinstance(result, Refused):
            return await show(desk, visit, conversation_id, result.why, status=409)
        return desk.go(f"/console/conversations/{conversation_id}", "taught")
