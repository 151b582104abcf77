"""Cases: what a person must look at, with what to do about it."""

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk, Visit
from api.console.forms import number
from api.console.shipment import Id
from flows import staff_cases
from flows.staff_audit import Refused
from store import cases

PAGE = 40


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.get("/cases")
    async def listed(request: Request) -> Response:
        visit = await desk.visit(request)
        is_open = request.query_params.get("view") != "closed"
        return await _list(desk, visit, is_open, number(request.query_params.get("before")))

    @router.post("/cases/{case_id}/close")
    async def close(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(staff_cases.close, case_id, desk.by(visit, form))
        return await _answer(desk, visit, result, "case_closed")

    @router.post("/cases/{case_id}/answer")
    async def answer(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        confirmed = form.get("answer") == "confirm"
        result = await write(staff_cases.answer_change, case_id, confirmed, desk.by(visit, form))
        return await _answer(desk, visit, result, "change_confirmed" if confirmed else "change_declined")


async def _answer(desk: Desk, visit: Visit, result: Refused | None, done: str) -> Response:
    if isinstance(result, Refused):
        return await _list(desk, visit, True, None, result.why, 409)
    desk.deps.after_plan(desk.deps.clock())
    return desk.go("/console/cases", done)


async def _list(
    desk: Desk, visit: Visit, is_open: bool, before: int | None, refused: str = "", status: int = 200
) -> Response:
    found = await desk.deps.database.read(cases.listed, is_open, before, PAGE + 1)
    rows, more = found[:PAGE], found[PAGE:]
    view = "open" if is_open else "closed"
    older = f"/console/cases?view={view}&before={rows[-1].id}" if more else None
    return desk.page(visit, "cases", status, rows=rows, is_open=is_open, older=older, refused=refused)
