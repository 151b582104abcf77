"""The outbox page: all that is going to go, by time; and what is decided there about one message or many."""

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console import watching
from api.console.desk import Desk, Form, Visit
from api.console.forms import clean, number
from api.console.paging import mark, place
from domain.notices import NoticeKind
from flows.audit import By, Refused
from flows.merchants import graces as listed_graces
from flows.staff import outbox as staff_outbox
from flows.staff.outbox import ACTIONS, Instruction
from flows.staff.sign_in import Role
from store import first_checks, outbox_views, scope
from store.outbox_views import Filter

PAGE = 40
AT_ONCE = 500
"""One click on all that match decides about so many."""
TEXT_LIMIT = 60
REFUSALS = 10
"""So many refusals are told one by one."""
FIELDS = 120

DONE = {
    "hold": "held",
    "release": "released",
    "retime": "given another time",
    "cancel": "cancelled",
    "send_now": "sent now",
    "words": "given these words",
}


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/outbox")
    async def outbox(request: Request) -> Response:
        visit = await desk.visit(request)
        return await show(desk, visit, looking_of(request.query_params), request.query_params.get("after", ""))

    @router.post("/outbox")
    async def decide(request: Request) -> Response:
        visit, form = await desk.posted(request, fields_limit=FIELDS)
        looking = looking_of(form)
        if form.get("all") == "yes" and not visit.supervises:
            return await show(desk, visit, looking, form.get("after", ""), refused="All at once is for supervisors.")
        return await _decide(desk, visit, looking, form)


async def _decide(desk: Desk, visit: Visit, looking: Filter, form: Form) -> Response:
    """Each message in a transaction of its own, so that one that has gone meanwhile stops no other."""
    told = Instruction(form.get("action", ""), form.get("until", ""), form.get("text", ""))
    by, database = desk.by(visit, form), desk.deps.database
    ids, more = await _chosen(desk, visit, looking, form)
    why = _wrong(told, by, ids)
    if why:
        return await show(desk, visit, looking, form.get("after", ""), refused=why, form=form)
    refused: list[str] = []
    due = None
    for notice_id in ids:
        result = await database.write(staff_outbox.decide, notice_id, told, replace(by, at=desk.deps.clock()))
        if isinstance(result, Refused):
            _, name = await database.read(staff_outbox.name_of, notice_id)
            refused.append(f"{name or 'One'}: {result.why}")
        elif result.due_at is not None:
            due = min(due, result.due_at) if due is not None else result.due_at
    desk.deps.after_plan(due)
    desk.deps.live.announce("console")
    count = len(ids) - len(refused)
    note = f"{count} {'message' if count == 1 else 'messages'} {DONE[told.action]}."
    if more:
        note += f" There are more: press again for the next {AT_ONCE}."
    return await show(desk, visit, looking, form.get("after", ""), note=note if count else "", refusals=refused)


async def _chosen(desk: Desk, visit: Visit, looking: Filter, form: Form) -> tuple[list[int], bool]:
    if form.get("all") == "yes":
        return await desk.read(visit, staff_outbox.matching, looking, desk.deps.voice, AT_ONCE)
    picked = (number(name.removeprefix("n-")) for name in form if name.startswith("n-"))
    ids = [notice_id for notice_id in picked if notice_id is not None]
    return (await desk.read(visit, scope.own_notices, ids) if ids else []), False


def _wrong(told: Instruction, by: By, ids: list[int]) -> str:
    """What stands in the way of deciding about any of them."""
    if told.action not in ACTIONS:
        return "Choose what to do with the messages."
    if not ids:
        return "Choose at least one message."
    if not by.why.strip():
        return "Say why: your colleagues will read it."
    if told.action == "retime" and not told.local:
        return "Say when they shall go."
    if told.action == "words" and not told.text.strip():
        return "Write the words that shall be sent."
    return ""


async def show(
    desk: Desk,
    visit: Visit,
    looking: Filter,
    after: str,
    note: str = "",
    refused: str = "",
    refusals: list[str] | None = None,
    form: Form | None = None,
) -> Response:
    deps, now = desk.deps, desk.deps.clock()
    live = await watching.OUTBOX.address(deps.database)
    page = await desk.read(visit, staff_outbox.page, looking, place(after), PAGE, deps.voice, now)
    (merchants, carriers), checks, graces = await desk.read(visit, _around)
    query = {name: value for name, value in asdict(looking).items() if value}
    more = f"/console/outbox?{urlencode(query | {'after': mark(*page.more)})}" if page.more else None
    scene = {
        "live": live,
        "page": page,
        "looking": looking,
        "query": query,
        "after": after,
        "more": more,
        "here": f"/console/outbox?{urlencode(query | ({'after': after} if place(after) else {}))}",
        "merchants": merchants,
        "carriers": carriers,
        "checks": checks,
        "graces": graces,
        "kinds": list(NoticeKind),
        "channels": [*staff_outbox.channels_of(deps.voice), "web"],
        "note": note,
        "refused": refused,
        "refusals": (refusals or [])[:REFUSALS],
        "refused_count": len(refusals or []),
        "form": form or {},
        "supervises": visit.member.may(Role.SUPERVISOR),
        "at_once": AT_ONCE,
    }
    return desk.page(visit, "outbox", 409 if refused else 200, **scene)


def _around(tx: Connection) -> tuple[Any, Any, Any]:
    return outbox_views.choices(tx), first_checks.listed(tx), listed_graces(tx)


def looking_of(given: Form) -> Filter:
    """The filter in an address or a form; what is no kind, channel or state is left out."""
    text = {name: clean(given.get(name, ""))[:TEXT_LIMIT] for name in ("merchant", "carrier", "area")}
    return Filter(
        **text,
        kind=_one_of(given.get("kind", ""), [kind.value for kind in NoticeKind]),
        channel=_one_of(given.get("channel", ""), ["telegram", "sms", "web"]),
        held=_one_of(given.get("held", ""), ["yes", "no"]),
    )


def _one_of(word: str, known: list[str]) -> str:
    return word if word in known else ""
