"""Announcements: the list of them, and one being written, with who would read what before anything goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Form, Visit
from api.console.forms import number
from domain.announcements import EDITABLE
from domain.axes import Milestone
from domain.localtime import zone
from flows.audit import Refused
from flows.messages import announcement_views as views
from flows.messages import announcements as flow
from flows.messages.wording import Checked
from store import announcements, wordings

PAGE = 30
NAME = "announcement"


def routes(router: APIRouter, desk: Desk) -> None:
    database = desk.deps.database

    @router.get("/announcements")
    async def listed(request: Request) -> Response:
        visit = await desk.visit(request)
        before = number(request.query_params.get("before"))
        rows = await database.read(announcements.page, visit.member.merchant_id, before, PAGE + 1)
        older = f"/console/announcements?before={rows[PAGE - 1].id}" if len(rows) > PAGE else None
        return desk.page(visit, "announcements", rows=rows[:PAGE], older=older)

    @router.get("/announcements/new")
    async def new(request: Request) -> Response:
        visit = await desk.visit(request)
        return await _form(desk, visit, None, {})

    @router.get("/announcements/{announcement_id:int}/edit")
    async def edit(request: Request, announcement_id: int) -> Response:
        visit = await desk.visit(request)
        row = await database.read(announcements.get, announcement_id)
        if row is None or row.state not in EDITABLE or not visit.member.sees(row.merchant_id):
            raise desk.missing(visit, "announcement to change")
        return await _form(desk, visit, announcement_id, given(row))

    @router.post("/announcements/try")
    async def attempt(request: Request) -> Response:
        visit, form = await desk.posted(request)
        return desk.page(visit, "announcement_reach", **await _seen(desk, visit, form))

    @router.post("/announcements")
    async def write(request: Request) -> Response:
        visit, form = await desk.posted(request)
        return await _write(desk, visit, None, form)

    @router.post("/announcements/{announcement_id:int}/edit")
    async def rewrite(request: Request, announcement_id: int) -> Response:
        visit, form = await desk.posted(request)
        return await _write(desk, visit, announcement_id, form)


async def _write(desk: Desk, visit: Visit, announcement_id: int | None, form: Form) -> Response:
    written = _written(desk, form)
    if isinstance(written, flow.Written) and not visit.member.sees(written.merchant_id):
        written = Refused("There is no such merchant.")
    if isinstance(written, Refused):
        return await _form(desk, visit, announcement_id, form, written.why)
    checks, by = checked(desk, written.texts), desk.by(visit, form)
    result = await desk.deps.database.write(flow.write, announcement_id, written, checks, by)
    if isinstance(result, Refused):
        return await _form(desk, visit, announcement_id, form, result.why)
    return desk.go(f"/console/announcements/{result.id}", "announcement_kept")


async def _form(desk: Desk, visit: Visit, announcement_id: int | None, form: Form, refused: str = "") -> Response:
    merchants = [m for m in await desk.deps.database.read(wordings.merchants) if visit.member.sees(m.id)]
    scene: dict[str, Any] = {
        "announcement_id": announcement_id,
        "merchants": merchants,
        "given": form,
        "languages": desk.deps.wordsmith.languages(),
        "milestones": list(Milestone),
        "fields": desk.deps.wordsmith.fields(),
        "refused": refused,
        "limit": flow.LONGEST_TITLE,
        **await _seen(desk, visit, form),
    }
    return desk.page(visit, "announcement_form", 409 if refused else 200, **scene)


async def _seen(desk: Desk, visit: Visit, form: Form) -> dict[str, Any]:
    """What is to be said about the words so far, and whom they would reach."""
    texts = _texts(desk, form)
    merchant_id = number(form.get("merchant"))
    problem, reach = "", None
    if merchant_id is not None and visit.member.sees(merchant_id):
        try:
            reach = await desk.deps.database.read(_reach, desk, merchant_id, form, texts)
        except ValueError as refusal:
            problem = str(refusal)
    return {"checks": checked(desk, texts), "reach": reach, "problem": problem}


def _reach(tx: Connection, desk: Desk, merchant_id: int, form: Form, texts: Mapping[str, str]) -> views.Reach:
    deps = desk.deps
    usable = {language: texts[language] for language, found in checked(desk, texts).items() if found.is_usable}
    fallback = form.get("fallback") or None
    return views.reach(tx, merchant_id, _chosen(form), usable, fallback, deps.wordsmith, deps.voice, deps.clock())


def checked(desk: Desk, texts: Mapping[str, str]) -> dict[str, Checked]:
    smith = desk.deps.wordsmith
    return {language: smith.check(NAME, language, "any", text) for language, text in texts.items() if text.strip()}


def given(row: Any) -> dict[str, str]:
    """An announcement's row as its form holds it."""
    chosen = row.chosen
    form = {
        "merchant": str(row.merchant_id),
        "title": row.title,
        "fallback": row.fallback or "",
        "areas": "\n".join(chosen.get("areas") or ()),
        "country": chosen.get("country") or "",
        "carriers": ", ".join(chosen.get("carriers") or ()),
        "on_from": chosen.get("on_from") or "",
        "on_to": chosen.get("on_to") or "",
        "expires": row.expires_at.strftime("%Y-%m-%dT%H:%M") if row.expires_at else "",
    }
    form |= {f"text_{language}": text for language, text in row.texts.items()}
    return form | {f"milestone_{name}": "on" for name in chosen.get("milestones") or ()}


def _written(desk: Desk, form: Form) -> flow.Written | Refused:
    merchant_id = number(form.get("merchant"))
    if merchant_id is None:
        return Refused("Choose a merchant.")
    try:
        expires = datetime.fromisoformat(form["expires"]).replace(tzinfo=zone("UTC")) if form.get("expires") else None
    except ValueError:
        return Refused("Write the end as 2026-11-24T18:00.")
    texts = {language: text for language, text in _texts(desk, form).items() if text}
    fallback = form.get("fallback") or None
    return flow.Written(merchant_id, form.get("title", ""), _chosen(form), texts, fallback, expires)


def _texts(desk: Desk, form: Form) -> dict[str, str]:
    return {language: form.get(f"text_{language}", "") for language in desk.deps.wordsmith.languages()}


def _chosen(form: Form) -> dict[str, object]:
    return {
        "areas": form.get("areas", "").replace(",", "\n").splitlines(),
        "country": form.get("country", "")[:2],
        "carriers": form.get("carriers", "").replace(",", " ").split(),
        "on_from": form.get("on_from", ""),
        "on_to": form.get("on_to", ""),
        "milestones": [m.value for m in Milestone if form.get(f"milestone_{m.value}")],
    }
