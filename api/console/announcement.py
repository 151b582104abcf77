"""One announcement: handed in, approved, started, halted; how far it has come, and what came of each parcel."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.console import watching
from api.console.announcements import checked
from api.console.desk import Desk, Visit
from api.console.forms import number
from flows.audit import By, Refused
from flows.messages import announcement_views as views
from flows.messages import announcements as flow
from flows.messages import announcing
from flows.staff.sign_in import Role
from store import announcements

OUTCOMES = 50
STATES = ("sent", "reached", "merged", "planned", "held", "sending", "unsure", "failed", "suppressed", "expired")
_MOVING = {"planned", "sending"}
SHOWN_STATES = (*STATES, "withdrawn", "silent", "unreleased")
ACTS = {
    "approve": (Role.SUPERVISOR, flow.approve, "announcement_approved"),
    "start": (Role.SUPERVISOR, flow.start, "announcement_started"),
    "pause": (Role.AGENT, flow.pause, "announcement_paused"),
    "resume": (Role.SUPERVISOR, flow.resume, "announcement_started"),
    "stop": (Role.AGENT, flow.stop, "announcement_stopped"),
    "take-back": (Role.AGENT, flow.take_back, "announcement_kept"),
}


def routes(router: APIRouter, desk: Desk) -> None:
    database = desk.deps.database

    @router.get("/announcements/{announcement_id:int}")
    async def one(request: Request, announcement_id: int) -> Response:
        visit = await desk.visit(request)
        query = request.query_params
        return await _show(desk, visit, announcement_id, query.get("state", ""), number(query.get("after")) or 0)

    @router.post("/announcements/{announcement_id:int}/hand-in")
    async def hand_in(request: Request, announcement_id: int) -> Response:
        visit, form = await desk.posted(request)
        row = await _theirs(desk, visit, announcement_id)
        checks = checked(desk, row.texts)
        result = await database.write(flow.hand_in, announcement_id, checks, desk.by(visit, form))
        return await _answer(desk, visit, announcement_id, result, "announcement_handed_in")

    for name in ACTS:
        _act(router, desk, name)


def _act(router: APIRouter, desk: Desk, name: str) -> None:
    role, act, done = ACTS[name]

    @router.post(f"/announcements/{{announcement_id:int}}/{name}", name=name)
    async def decide(request: Request, announcement_id: int) -> Response:
        visit, form = await desk.posted(request, role)
        await _theirs(desk, visit, announcement_id)
        by: By = desk.by(visit, form)
        result = await desk.deps.database.write(act, announcement_id, by)
        if isinstance(result, flow.Now) and name in ("pause", "stop"):
            await desk.deps.database.write(announcing.recall_queued, announcement_id, by.at)
        return await _answer(desk, visit, announcement_id, result, done)


async def _theirs(desk: Desk, visit: Visit, announcement_id: int) -> Any:
    """The announcement, where it is one of a merchant they work for."""
    row = await desk.deps.database.read(announcements.get, announcement_id)
    if row is None or not visit.member.sees(row.merchant_id):
        raise desk.missing(visit, "announcement")
    return row


async def _answer(desk: Desk, visit: Visit, announcement_id: int, result: flow.Now | Refused, done: str) -> Response:
    if isinstance(result, Refused):
        return await _show(desk, visit, announcement_id, refused=result.why)
    return desk.go(f"/console/announcements/{announcement_id}", done)


async def _show(
    desk: Desk, visit: Visit, announcement_id: int, state: str = "", after: int = 0, refused: str = ""
) -> Response:
    deps = desk.deps
    live = await watching.announcement(announcement_id).address(deps.database)
    state = state if state in SHOWN_STATES else ""
    sheet = await deps.database.read(
        views.sheet, announcement_id, state, after, OUTCOMES, deps.wordsmith, deps.voice, deps.clock()
    )
    if sheet is None or not visit.member.sees(sheet.row.merchant_id):
        raise desk.missing(visit, "announcement")
    rows, more = sheet.outcomes[:OUTCOMES], sheet.outcomes[OUTCOMES:]
    here = f"/console/announcements/{announcement_id}"
    following = f"{here}?state={state}&after={rows[-1].shipment_id}" if more else None
    address = f"{here}?{urlencode({'state': state, 'after': after})}"
    scene: dict[str, Any] = {"sheet": sheet, "row": sheet.row, "here": here, "progress": sheet.progress}
    mine = visit.member.name in (sheet.row.created_by, sheet.row.changed_by, sheet.row.submitted_by)
    return desk.page(
        visit,
        "announcement",
        409 if refused else 200,
        **scene,
        outcomes=rows,
        following=following,
        state=state,
        states=SHOWN_STATES,
        refused=refused,
        mine=mine,
        live=live,
        address=address,
        moves=sheet.row.state == "sending" or bool(_MOVING & set(sheet.progress.states)),
    )
