"""Cases: what a person must look at, what happened, what to do, and doing it with one press."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console import watching
from api.console.desk import Desk, Form, Visit
from api.console.forms import number
from api.console.phrases import CASES
from api.console.shipment import Id
from flows.audit import Refused
from flows.staff import cases as staff_cases
from flows.staff import remedies as staff_remedies
from flows.staff import sign_in
from store import cases
from store.cases import VIEWS, Looking

PAGE = 40
SNOOZES = {"1": "1 hour", "4": "4 hours", "24": "a day", "72": "3 days", "168": "a week"}
"""For how many hours a case can be put off."""


def routes(router: APIRouter, desk: Desk) -> None:
    write = desk.deps.database.write

    @router.get("/cases")
    async def listed(request: Request) -> Response:
        visit = await desk.visit(request)
        return await show(desk, visit, looking_of(request.query_params))

    @router.post("/cases/{case_id}/close")
    async def close(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(staff_cases.close, case_id, desk.by(visit, form))
        return await _answer(desk, visit, form, result, "case_closed")

    @router.post("/cases/{case_id}/answer")
    async def answer(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        confirmed = form.get("answer") == "confirm"
        result = await write(staff_cases.answer_change, case_id, confirmed, desk.by(visit, form))
        return await _answer(desk, visit, form, result, "change_confirmed" if confirmed else "change_declined")

    @router.post("/cases/{case_id}/assign")
    async def assign(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        seen, to = form.get("seen", ""), form.get("to", "")
        result = await write(staff_cases.assign, case_id, seen, to, desk.by(visit, form))
        return await _answer(desk, visit, form, result, "case_assigned")

    @router.post("/cases/{case_id}/snooze")
    async def snooze(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        by = desk.by(visit, form)
        hours = form.get("hours", "")
        until = by.at + timedelta(hours=int(hours)) if hours in SNOOZES else None
        result = await write(staff_cases.snooze, case_id, until, by)
        return await _answer(desk, visit, form, result, "case_snoozed" if until else "case_woken")

    @router.post("/cases/{case_id}/note")
    async def note(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        result = await write(staff_cases.note, case_id, desk.by(visit, form))
        return await _answer(desk, visit, form, result, "case_noted")

    @router.post("/cases/{case_id}/remedy")
    async def remedy(request: Request, case_id: Id) -> Response:
        visit, form = await desk.posted(request)
        chosen = form.get("remedy", "")
        result = await write(staff_remedies.apply, case_id, chosen, desk.by(visit, form))
        if chosen != "take_over" or isinstance(result, Refused):
            return await _answer(desk, visit, form, result, "case_remedied")
        desk.deps.after_plan(result)
        desk.deps.live.announce("console")
        case = await desk.deps.database.read(cases.one, case_id)
        return desk.go(f"/console/conversations/{case.talk_id}", "taken_over")


async def _answer(desk: Desk, visit: Visit, form: Form, result: Refused | datetime | None, done: str) -> Response:
    looking = looking_of(form)
    if isinstance(result, Refused):
        return await show(desk, visit, looking, result.why, 409)
    desk.deps.after_plan(result or desk.deps.clock())
    desk.deps.live.announce("console")
    return desk.go(address(looking), done)


async def show(desk: Desk, visit: Visit, looking: Looking, refused: str = "", status: int = 200) -> Response:
    live = await watching.EVERYTHING.address(desk.deps.database)
    found, kinds, notes, colleagues = await desk.read(visit, _look, looking, visit.member.name, desk.deps.clock())
    rows, more = found[:PAGE], found[PAGE:]
    older = f"{address(looking)}&before={rows[-1].id}" if more else None
    scene = {"rows": rows, "kinds": kinds, "notes": notes, "colleagues": colleagues, "looking": looking}
    remedies = {row.id: staff_remedies.offered(row) for row in rows}
    return desk.page(
        visit,
        "cases",
        status,
        live=live,
        older=older,
        refused=refused,
        here=address(looking),
        snoozes=SNOOZES,
        remedies=remedies,
        **scene,
    )


def _look(tx: Connection, looking: Looking, me: str, now: datetime) -> tuple[Any, ...]:
    rows = cases.listed(tx, looking, me, now, PAGE + 1)
    notes = cases.notes(tx, [row.id for row in rows])
    return rows, cases.kinds(tx, now), notes, sign_in.who_can_answer(tx, me)


def looking_of(given: Form) -> Looking:
    view, kind = given.get("view", ""), given.get("kind", "")
    return Looking(view if view in VIEWS else "open", kind if kind in CASES else "", number(given.get("before")))


def address(looking: Looking) -> str:
    return "/console/cases?" + urlencode({"view": looking.view} | ({"kind": looking.kind} if looking.kind else {}))
