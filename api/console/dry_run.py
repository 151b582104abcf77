"""Dry run: the last days of a merchant told again by a draft policy or a draft template, before anything is changed.

It goes on beside everything else; the page shows how far it is, and then what it found, to whoever looks later as well.
"""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk, Form, Visit
from api.console.forms import number
from api.console.shipment import Id
from domain.dry_runs import Change
from flows.dry_runs.report import from_kept
from flows.dry_runs.run import Draft
from flows.dry_runs.running import DryRuns, is_lost
from flows.messages.wording import CHANNELS, NAMES
from flows.staff.sign_in import Role
from store import dry_runs_kept, wordings

MOST = 500
"""Customers in one run of the page, the newest; `doorstep dry-run` takes more."""
MOST_DAYS = 31
RUNS = 10
"""So many of the last ones are named."""
GIVEN = ("merchant", "days", "policy", "name", "language", "channel", "source")
"""The fields that are kept, for the page to show them again."""


def routes(router: APIRouter, desk: Desk) -> None:
    runs = DryRuns(desk.deps.database, desk.deps.voice, desk.deps.clock)

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
            given = {name: form.get(name, "") for name in GIVEN}
            run_id = await runs.start(merchant_id, days, draft, visit.member.name, given, MOST)
        except ValueError as problem:
            return await _show(desk, visit, form, refused=str(problem))
        return desk.go(f"/console/dry-run/{run_id}")

    @router.get("/dry-run/{run_id}")
    async def found(request: Request, run_id: Id) -> Response:
        visit = await desk.visit(request)
        row = await desk.deps.database.read(dry_runs_kept.one, run_id)
        if row is None or not visit.member.sees(row.merchant_id):
            raise desk.missing(visit, "dry run")
        return await _show(desk, visit, row.given, run=row)


async def _show(desk: Desk, visit: Visit, given: Form, *, refused: str = "", run: Any = None) -> Response:
    report = from_kept(run.report) if run is not None and run.report is not None else None
    scene: dict[str, Any] = {
        "merchants": [m for m in await desk.deps.database.read(wordings.merchants) if visit.member.sees(m.id)],
        "given": given,
        "names": NAMES,
        "languages": desk.deps.wordsmith.languages(),
        "channels": CHANNELS,
        "refused": refused,
        "run": run,
        "lost": run is not None and is_lost(run, desk.deps.clock()),
        "runs": await desk.read(visit, dry_runs_kept.newest, RUNS),
        "report": report,
        "examples": report.examples if report else [],
        "strange": report.strange if report else [],
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
