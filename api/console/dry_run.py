"""Dry run: the last days of a merchant told again by a draft policy or a draft template, before anything is changed."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk, Form, Visit
from api.console.forms import number
from domain.dry_runs import Change
from flows.dry_run import Draft, Report
from flows.dry_run import dry_run as play
from flows.staff import Role
from flows.wording import CHANNELS, NAMES
from store import wordings

MOST = 500
"""Customers in one run of the page, the newest; `doorstep dry-run` takes more."""
MOST_DAYS = 31
SHOWN = 60


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/dry-run")
    async def form(request: Request) -> Response:
        visit = await desk.visit(request)
        query = request.query_params
        given = {name: query.get(name, "") for name in ("merchant", "name", "language", "channel")}
        version = number(query.get("version"))
        if version is not None and visit.member.sees(number(given["merchant"])):
            given["source"] = await _source(desk, given, version)
        return await _show(desk, visit, given)

    @router.post("/dry-run")
    async def run(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        try:
            merchant_id, draft = _draft(desk, form)
            if not visit.member.sees(merchant_id):
                raise ValueError("There is no such merchant.")
            days = number(form.get("days")) or 0
            if not 1 <= days <= MOST_DAYS:
                raise ValueError(f"A dry run on this page goes over 1 to {MOST_DAYS} days.")
            deps = desk.deps
            report = await play(deps.database, deps.voice, merchant_id, days, draft, deps.clock(), most=MOST)
        except ValueError as problem:
            return await _show(desk, visit, form, refused=str(problem))
        return await _show(desk, visit, form, report=report)


async def _show(desk: Desk, visit: Visit, given: Form, *, refused: str = "", report: Report | None = None) -> Response:
    scene: dict[str, Any] = {
        "merchants": [m for m in await desk.deps.database.read(wordings.merchants) if visit.member.sees(m.id)],
        "given": given,
        "names": NAMES,
        "languages": desk.deps.wordsmith.languages(),
        "channels": CHANNELS,
        "refused": refused,
        "report": report,
        "examples": report.examples[:SHOWN] if report else [],
        "strange": report.strange[:SHOWN] if report else [],
        "changes": list(Change),
        "most": MOST,
        "most_days": MOST_DAYS,
    }
    return desk.page(visit, "dry_run", 409 if refused else 200, **scene)


def _draft(desk: Desk, form: Form) -> tuple[int, Draft]:
    """Whose days, and what is tried. Raises ValueError with a sentence."""
    merchant_id = number(form.get("merchant"))
    if merchant_id is None:
        raise ValueError("Choose a merchant.")
    try:
        policy = json.loads(form.get("policy") or "{}")
    except (ValueError, RecursionError):
        raise ValueError('The policy is no JSON: write it like {"day_before_at": "17:00"}.') from None
    if not isinstance(policy, dict):
        raise ValueError('A policy is a JSON object of fields, such as {"day_before_at": "17:00"}.')
    source = form.get("source", "")
    if not source:
        return merchant_id, Draft(policy)
    name, language, channel = form.get("name", ""), form.get("language", ""), form.get("channel", "any")
    if name not in NAMES or language not in desk.deps.wordsmith.languages() or channel not in CHANNELS:
        raise ValueError("Say which message the words are for, in which language.")
    checked = desk.deps.wordsmith.check(name, language, channel, source)
    if not checked.is_usable:
        raise ValueError("The words cannot be used: " + "; ".join(p.why for p in checked.problems if p.grave) + ".")
    return merchant_id, Draft(policy, {(name, language, channel): source})


async def _source(desk: Desk, given: Form, version: int) -> str:
    place = (number(given["merchant"]) or 0, given["name"], given["language"], given["channel"])
    rows = await desk.deps.database.read(wordings.versions, place, 200)
    return next((str(row.source) for row in rows if row.number == version), "")
