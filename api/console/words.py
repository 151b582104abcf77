"""Correcting the words of one message: what would go now stands beside what is being written."""

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk, Visit
from api.console.forms import clean
from api.console.shipment import KEY_LIMIT, Id, answer
from flows.audit import Refused
from flows.staff import console_views, overrides
from flows.staff.overrides import TEXT_LIMIT


def routes(router: APIRouter, desk: Desk) -> None:
    database = desk.deps.database

    @router.get("/shipments/{shipment_id}/words")
    async def words(request: Request, shipment_id: Id) -> Response:
        visit = await desk.visit(request)
        key = clean(request.query_params.get("key", ""))[:KEY_LIMIT]
        return await _show(desk, visit, shipment_id, key)

    @router.post("/shipments/{shipment_id}/words/preview")
    async def preview(request: Request, shipment_id: Id) -> Response:
        visit, form = await desk.posted(request)
        return await _show(desk, visit, shipment_id, form.get("key", ""), form.get("text", ""))

    @router.post("/shipments/{shipment_id}/words")
    async def correct(request: Request, shipment_id: Id) -> Response:
        visit, form = await desk.posted(request)
        key, text, by = form.get("key", "")[:KEY_LIMIT], form.get("text", ""), desk.by(visit, form)
        result = await database.write(overrides.correct, shipment_id, key, text, by)
        if isinstance(result, Refused):
            return await _show(desk, visit, shipment_id, key, text, result.why, by.why, 409)
        return await answer(desk, visit, shipment_id, result, "corrected")


async def _show(
    desk: Desk,
    visit: Visit,
    shipment_id: int,
    key: str,
    text: str | None = None,
    refused: str = "",
    why: str = "",
    status: int = 200,
) -> Response:
    written = text[:TEXT_LIMIT] if text else None
    deps = desk.deps
    found = await deps.database.read(console_views.coming, shipment_id, key, deps.voice, deps.clock(), written)
    if found is None:
        if refused:
            why_gone = f"{refused} There is nothing to correct any more."
            return desk.page(visit, "said", 409, title="Not done", why=why_gone)
        raise desk.missing(visit, "planned message")
    row, coming = found
    scene = {"row": row, "coming": coming, "text": text, "refused": refused, "why": why, "limit": TEXT_LIMIT}
    return desk.page(visit, "words", status, **scene)
