"""One shipment's page, and what staff decide on it: each decision is a form, and the answer is the new plan."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy import Connection

from api.console import watching
from api.console.desk import Desk, Form, Visit
from api.console.forms import number
from domain.localtime import at_address
from flows.audit import By, Refused
from flows.staff import console_views, overrides
from flows.staff.overrides import Decided
from flows.staff.reveal import Revealed, reveal
from store import console_views as views

Id = Annotated[int, Path(ge=1, lt=2**62)]
KEY_LIMIT = 300


def routes(router: APIRouter, desk: Desk) -> None:
    database = desk.deps.database

    @router.get("/shipments/{shipment_id}")
    async def shipment(request: Request, shipment_id: Id) -> Response:
        visit = await desk.visit(request)
        return await show(desk, visit, shipment_id)

    @router.post("/shipments/{shipment_id}/hold")
    async def hold(request: Request, shipment_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await database.write(_hold, shipment_id, form, desk.by(visit, form))
        return await answer(desk, visit, shipment_id, result, "held")

    @router.post("/shipments/{shipment_id}/retime")
    async def retime(request: Request, shipment_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await database.write(_retime, shipment_id, form, desk.by(visit, form))
        return await answer(desk, visit, shipment_id, result, "retimed")

    @router.post("/shipments/{shipment_id}/release")
    async def release(request: Request, shipment_id: Id) -> Response:
        visit, form = await desk.posted(request)
        override_id, by = number(form.get("override")) or 0, desk.by(visit, form)
        result = await database.write(overrides.release, shipment_id, override_id, by)
        return await answer(desk, visit, shipment_id, result, "released")

    @router.post("/shipments/{shipment_id}/cancel")
    async def cancel(request: Request, shipment_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await database.write(overrides.cancel, shipment_id, _key(form), desk.by(visit, form))
        return await answer(desk, visit, shipment_id, result, "cancelled")

    @router.post("/shipments/{shipment_id}/send-now")
    async def send_now(request: Request, shipment_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await database.write(overrides.send_now, shipment_id, _key(form), desk.by(visit, form))
        return await answer(desk, visit, shipment_id, result, "sent_now")

    @router.post("/shipments/{shipment_id}/reveal")
    async def revealing(request: Request, shipment_id: Id) -> Response:
        """Answered in place and nowhere stored: the next look at the page is masked again."""
        visit, form = await desk.posted(request)
        result = await database.write(reveal, shipment_id, desk.by(visit, form))
        if isinstance(result, Refused):
            return await show(desk, visit, shipment_id, refused=result.why, status=409)
        return await show(desk, visit, shipment_id, revealed=result)


async def answer(
    desk: Desk, visit: Visit, shipment_id: int, result: Decided | Refused, done: str, path: str = ""
) -> Response:
    """The new plan, or the reason why there is none."""
    if isinstance(result, Refused):
        return await show(desk, visit, shipment_id, refused=result.why, status=409)
    desk.deps.after_plan(result.due_at)
    desk.deps.live.announce("console")
    return desk.go(path or f"/console/shipments/{shipment_id}", done)


async def show(
    desk: Desk, visit: Visit, shipment_id: int, refused: str = "", status: int = 200, revealed: Revealed | None = None
) -> Response:
    database = desk.deps.database
    live = await watching.shipment(shipment_id).address(database)
    page = await database.read(console_views.shipment, shipment_id, desk.deps.voice, desk.deps.clock())
    if page is None:
        raise desk.missing(visit, "shipment")
    return desk.page(visit, "shipment", status, live=live, page=page, refused=refused, revealed=revealed)


def _hold(tx: Connection, shipment_id: int, form: Form, by: By) -> Decided | Refused:
    row = views.shipment(tx, shipment_id)
    if row is None:
        return Refused("There is no such shipment.")
    until = _until(form.get("until", ""), row.zone)
    if isinstance(until, Refused):
        return until
    return overrides.hold(tx, shipment_id, _key(form) or None, until, by)


def _retime(tx: Connection, shipment_id: int, form: Form, by: By) -> Decided | Refused:
    row = views.shipment(tx, shipment_id)
    if row is None:
        return Refused("There is no such shipment.")
    at = _until(form.get("until", ""), row.zone)
    if at is None:
        return Refused("Say when it shall go.")
    return at if isinstance(at, Refused) else overrides.retime(tx, shipment_id, _key(form), at, by)


def _until(text: str, tz: str) -> datetime | Refused | None:
    """What a field for a local time holds, on the clocks of the delivery address; nothing means without end."""
    return (at_address(text, tz) or Refused("Write the time as 2026-11-24T09:00.")) if text else None


def _key(form: Form) -> str:
    return form.get("key", "")[:KEY_LIMIT]
