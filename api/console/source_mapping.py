"""The generic adapter's mapping, written in the console: tried on a body before it counts, then read again by it."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk, Form, Visit
from api.console.shipment import Id
from api.console.shown import body as shown_body
from api.console.source import show, summary
from flows.audit import Refused
from flows.staff import relearning, sources
from flows.staff.sign_in import Role
from flows.webhooks import onboarding, source_trials
from flows.webhooks.feeds import Arrangement
from store import source_arrivals

EXAMPLE = {
    "tracking_number": "number",
    "status": "status",
    "occurred_at": "time",
    "text": "message",
    "statuses": {"MOVING": "in_transit", "VAN": "out_for_delivery", "DONE": "delivered"},
}
"""What the page begins with: the names are the sender's, and theirs to change."""


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/sources/{source_id}/mapping")
    async def page(request: Request, source_id: Id) -> Response:
        visit = await desk.visit(request, Role.SUPERVISOR)
        row = await _row(desk, visit, source_id)
        raw = await desk.deps.database.read(source_arrivals.newest_body, source_id) or b""
        text = json.dumps(row.mapping or EXAMPLE, indent=2, ensure_ascii=False)
        return _draw(desk, visit, row, {"mapping": text, "body": shown_body(raw) if raw else ""})

    @router.post("/sources/{source_id}/mapping/try")
    async def attempt(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        return await _try(desk, visit, form, source_id)

    @router.post("/sources/{source_id}/mapping")
    async def save(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        return await _save(desk, visit, form, source_id)


async def _try(desk: Desk, visit: Visit, form: Form, source_id: int) -> Response:
    row, mapping = await _row(desk, visit, source_id), _mapping(form)
    if isinstance(mapping, Refused):
        return _draw(desk, visit, row, form, mapping.why, 409)
    body = form.get("body", "").encode()
    tried = source_trials.drafted(onboarding.as_open(row), mapping, body, desk.deps.clock())
    if "flaw" in tried:
        return _draw(desk, visit, row, form, f"The mapping cannot be used: {tried['flaw']}.", 409)
    return _draw(desk, visit, row, form, tried=tried)


async def _save(desk: Desk, visit: Visit, form: Form, source_id: int) -> Response:
    database, by = desk.deps.database, desk.by(visit, form)
    row, mapping = await _row(desk, visit, source_id), _mapping(form)
    if isinstance(mapping, Refused):
        return _draw(desk, visit, row, form, mapping.why, 409)
    result = await database.write(sources.change_source, source_id, Arrangement(mapping=mapping), by)
    if isinstance(result, Refused):
        return _draw(desk, visit, row, form, result.why, 409)
    desk.deps.sources_changed()
    again = await relearning.read_again(database, row.name, by, desk.deps.after_plan)
    told = again.why if isinstance(again, Refused) else summary(again)
    return await show(desk, visit, source_id, note=f"The mapping counts from now on. {told}")


async def _row(desk: Desk, visit: Visit, source_id: int) -> Any:
    row = await desk.deps.database.read(source_arrivals.source, source_id)
    if row is None or row.adapter != "generic":
        raise desk.missing(visit, "mapping")
    return row


def _draw(
    desk: Desk, visit: Visit, row: Any, form: Form, refused: str = "", status: int = 200, tried: Any = None
) -> Response:
    fields = source_trials.fields_of(form.get("body", "").encode())
    scene = {"row": row, "given": form, "fields": fields, "tried": tried, "refused": refused}
    return desk.page(visit, "source_mapping", status, milestones=onboarding.MILESTONES, **scene)


def _mapping(form: Form) -> dict[str, Any] | Refused:
    try:
        found = json.loads(form.get("mapping", ""))
    except (ValueError, RecursionError) as flaw:
        return Refused(f"The mapping is no JSON: {flaw}.")
    return found if isinstance(found, dict) else Refused("The mapping must be one JSON object.")
