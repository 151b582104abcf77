"""Standing holds on the outbox page: the first messages of a kind, and grace periods. For supervisors."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Form, Visit
from api.console.forms import number
from api.console.outbox import show
from api.console.shipment import Id
from domain.notices import NoticeKind
from flows import merchants
from flows.audit import By, Refused
from flows.messages import standing_holds
from flows.staff.sign_in import Role
from store.outbox_views import Filter

LANGUAGE_LIMIT = 8


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.post("/outbox/checks")
    async def begin(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        result = await write(_begin, form, desk.by(visit, form))
        return await _answer(desk, visit, result, "From now on the first of them are held.")

    @router.post("/outbox/checks/{check_id}/end")
    async def end(request: Request, check_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        result = await write(standing_holds.end_check, check_id, desk.by(visit, form))
        return await _answer(desk, visit, result, "Nothing more is held by it. What is held waits to be released.")

    @router.post("/outbox/grace")
    async def grace(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        minutes = number(form.get("minutes"))
        by = desk.by(visit, form)
        result = await write(merchants.set_grace, form.get("merchant", ""), form.get("kind", ""), minutes, by)
        return await _answer(desk, visit, result, "Set: it holds for what is planned from now on.")


def _begin(tx: Connection, form: Form, by: By) -> int | Refused:
    merchant_id = merchants.id_of(tx, form.get("merchant", ""))
    kind, first = form.get("kind", ""), number(form.get("first"))
    if merchant_id is None or kind not in NoticeKind._value2member_map_:
        return Refused("There is no such merchant or kind.")
    language = form.get("language", "")[:LANGUAGE_LIMIT].lower() or None
    return standing_holds.begin_check(tx, merchant_id, kind, language, first or 0, by)


async def _answer(desk: Desk, visit: Visit, result: Any, done: str) -> Response:
    if isinstance(result, Refused):
        return await show(desk, visit, Filter(), "", refused=result.why)
    return await show(desk, visit, Filter(), "", note=done)
