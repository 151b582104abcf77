"""Webhooks that were not understood: why, what they said, and reading them again."""

from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Visit
from api.console.forms import number
from api.console.shipment import Id
from flows.audit import By, Refused
from flows.staff import webhooks as staff_webhooks
from flows.staff.sign_in import Role
from flows.staff.webhooks import ReadAgain
from store import console_webhooks as webhooks

PAGE = 40
UNMAPPED = 40
AT_ONCE = 500
"""One click reads so many again."""

log = structlog.get_logger()


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/webhooks")
    async def listed(request: Request) -> Response:
        visit = await desk.visit(request)
        return await _list(desk, visit, number(request.query_params.get("before")))

    @router.get("/webhooks/{delivery_id}")
    async def one(request: Request, delivery_id: Id) -> Response:
        return await _show(desk, await desk.visit(request), delivery_id)

    @router.post("/webhooks/read-again")
    async def read_all(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        ids = await desk.deps.database.read(webhooks.unreadable_ids, AT_ONCE)
        results = [await _read(desk, delivery_id, desk.by(visit, form)) for delivery_id in ids]
        understood = sum(isinstance(r, ReadAgain) and r.state != "unreadable" for r in results)
        note = f"Read {len(results)} again: {understood} understood now, {len(results) - understood} still not."
        return await _list(desk, visit, None, note)

    @router.post("/webhooks/{delivery_id}/read-again")
    async def read_one(request: Request, delivery_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await _read(desk, delivery_id, desk.by(visit, form))
        if isinstance(result, Refused):
            return await _show(desk, visit, delivery_id, result.why, 409)
        done = "read_again" if result.state != "unreadable" else "still_unreadable"
        return desk.go(f"/console/webhooks/{delivery_id}", done)


async def _read(desk: Desk, delivery_id: int, by: By) -> ReadAgain | Refused:
    """One delivery in a step of its own: a poisonous one stops no other."""
    try:
        result = await desk.deps.database.write(staff_webhooks.read_again, delivery_id, by)
    except Exception as problem:
        log.error("delivery.read_again_failed", delivery=delivery_id, problem=type(problem).__name__)
        return Refused(f"Its events could not be planned ({type(problem).__name__}): this needs a developer.")
    if isinstance(result, ReadAgain):
        desk.deps.after_plan(result.due_at)
    return result


async def _list(desk: Desk, visit: Visit, before: int | None, note: str = "") -> Response:
    found, unmapped = await desk.deps.database.read(_look, before)
    rows, more = found[:PAGE], found[PAGE:]
    older = f"/console/webhooks?before={rows[-1].id}" if more else None
    return desk.page(visit, "webhooks", rows=rows, unmapped=unmapped, older=older, note=note, at_once=AT_ONCE)


async def _show(desk: Desk, visit: Visit, delivery_id: int, refused: str = "", status: int = 200) -> Response:
    row, events = await desk.deps.database.read(_look_at, delivery_id)
    if row is None:
        raise desk.missing(visit, "webhook")
    return desk.page(visit, "webhook", status, row=row, events=events, refused=refused)


def _look(tx: Connection, before: int | None) -> tuple[list[Any], list[Any]]:
    return list(webhooks.unreadable(tx, before, PAGE + 1)), list(webhooks.unmapped(tx, UNMAPPED))


def _look_at(tx: Connection, delivery_id: int) -> tuple[Any, list[Any]]:
    return webhooks.delivery(tx, delivery_id), list(webhooks.events_of(tx, delivery_id))
