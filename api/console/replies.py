"""Saved replies: what there is, and adding, changing or removing one."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Form, Visit
from api.console.shipment import Id
from flows import merchants
from flows.audit import By, Refused
from flows.staff import replies
from flows.staff.replies import FIELDS, Saved
from store import outbox_views, saved_replies

LANGUAGE_LIMIT = 8


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.get("/replies")
    async def listed(request: Request) -> Response:
        return await _show(desk, await desk.visit(request))

    @router.post("/replies")
    async def add(request: Request) -> Response:
        visit, form = await desk.posted(request)
        result = await write(_save, form, desk.by(visit, form))
        if isinstance(result, Refused):
            return await _show(desk, visit, result.why, form)
        return desk.go("/console/replies", "reply_saved")

    @router.post("/replies/{reply_id}")
    async def change(request: Request, reply_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(_change, reply_id, form, desk.by(visit, form))
        if isinstance(result, Refused):
            return await _show(desk, visit, result.why, form, reply_id)
        return desk.go("/console/replies", "reply_saved")

    @router.post("/replies/{reply_id}/remove")
    async def remove(request: Request, reply_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(replies.remove, reply_id, desk.by(visit, form))
        return await _show(desk, visit, result.why) if result else desk.go("/console/replies", "reply_removed")


def _save(tx: Connection, form: Form, by: By) -> int | Refused:
    given = _given(tx, form)
    return given if isinstance(given, Refused) else replies.save(tx, given, by)


def _change(tx: Connection, reply_id: int, form: Form, by: By) -> Refused | None:
    given = _given(tx, form)
    return given if isinstance(given, Refused) else replies.change(tx, reply_id, form.get("seen", ""), given, by)


def _given(tx: Connection, form: Form) -> Saved | Refused:
    merchant = form.get("merchant", "")
    merchant_id = merchants.id_of(tx, merchant) if merchant else None
    if merchant and merchant_id is None:
        return Refused("There is no such merchant.")
    language = form.get("language", "")[:LANGUAGE_LIMIT].lower() or None
    return Saved(form.get("name", ""), form.get("text", ""), language, merchant_id)


async def _show(
    desk: Desk, visit: Visit, refused: str = "", form: Form | None = None, changing: int | None = None
) -> Response:
    """`form` is what was refused: of a new one, or of the one that is `changing`."""
    rows, shops = await desk.deps.database.read(_look)
    scene = {
        "rows": rows,
        "merchants": shops,
        "fields": FIELDS,
        "refused": refused,
        "form": form or {},
        "changing": changing,
    }
    return desk.page(visit, "replies", 409 if refused else 200, **scene)


def _look(tx: Connection) -> tuple[object, object]:
    return saved_replies.listed(tx), outbox_views.choices(tx)[0]
