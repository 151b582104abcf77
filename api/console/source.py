"""One source's page: how it is tried, what its first webhooks said, and the words nobody has mapped."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Form, Visit
from api.console.shipment import Id
from flows.audit import Refused
from flows.staff import relearning
from flows.staff.relearning import Relearned
from flows.webhooks import onboarding, source_trials
from flows.webhooks.lessons import NewLesson
from flows.webhooks.sources import ClosedSource, OpenSource, opened
from store import lessons, source_arrivals


def routes(router: APIRouter, desk: Desk) -> None:
    database = desk.deps.database

    @router.get("/sources/{source_id}")
    async def one(request: Request, source_id: Id) -> Response:
        return await show(desk, await desk.visit(request), source_id)

    @router.get("/sources/{source_id}/arrivals")
    async def arrivals(request: Request, source_id: Id) -> Response:
        """The part of the page that follows what comes."""
        visit = await desk.visit(request)
        found = await database.read(onboarding.latest, source_id)
        row = await database.read(source_arrivals.source, source_id)
        if row is None:
            raise desk.missing(visit, "source")
        return desk.page(visit, "source_arrivals", row=row, arrivals=found)

    @router.post("/sources/{source_id}/test")
    async def test(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request)
        return await _test(desk, visit, form, source_id)

    @router.post("/sources/{source_id}/map")
    async def teach(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request)
        return await _teach(desk, visit, form, source_id)

    @router.post("/sources/{source_id}/read-again")
    async def read_again(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request)
        source, _ = await open_source(desk, visit, source_id)
        result = await relearning.read_again(database, source.name, desk.by(visit, form), desk.deps.after_plan)
        return await _relearned(desk, visit, source_id, result, "Read again")


async def show(
    desk: Desk,
    visit: Visit,
    source_id: int,
    *,
    note: str = "",
    refused: str = "",
    secret: str | None = None,
    tried: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    found = await desk.deps.database.read(onboarding.look, source_id, desk.deps.public_url)
    if found is None:
        raise desk.missing(visit, "source")
    words = {
        "milestones": onboarding.MILESTONES,
        "details": onboarding.DETAIL_WORDS,
        "reasons": onboarding.REASON_WORDS,
    }
    address = onboarding.whole_address(found.row, desk.deps.public_url) if secret else found.address
    told = {"note": note, "refused": refused, "secret": secret, "tried": tried, "address": address}
    return desk.page(visit, "source", status, seen=found, row=found.row, **words, **told)


async def _test(desk: Desk, visit: Visit, form: Form, source_id: int) -> Response:
    """A body of theirs, or a sample, signed and posted through the webhook door as they would."""
    source, slug = await open_source(desk, visit, source_id)
    body = form.get("body", "").encode() or source_trials.sample(source.adapter, source_trials.SAMPLE_NUMBER)
    if body is None:
        why = "There is no sample for this adapter: paste one of the sender's bodies."
        return await show(desk, visit, source_id, refused=why, status=409)
    tried = source_trials.trial(source, body, desk.deps.clock())
    if tried["door"] == "open" and desk.deps.door is not None:
        tried["posted"] = await source_trials.knock(desk.deps.door, slug, source, body, desk.deps.clock())
    return await show(desk, visit, source_id, tried=tried)


async def _teach(desk: Desk, visit: Visit, form: Form, source_id: int) -> Response:
    source, _ = await open_source(desk, visit, source_id)
    detail, reason, part = (form.get(name) or None for name in ("detail", "reason", "part"))
    new = NewLesson(source.name, form.get("word", ""), form.get("milestone", ""), detail, reason, part)
    result = await relearning.teach(desk.deps.database, new, desk.by(visit, form), desk.deps.after_plan)
    desk.deps.sources_changed()
    return await _relearned(desk, visit, source_id, result, f"Mapped: “{new.word}” counts from now on")


async def open_source(desk: Desk, visit: Visit, source_id: int) -> tuple[OpenSource, str]:
    """The source as the door finds it, and its slug; a page that says why where it is closed."""

    def look(tx: Connection) -> Any:
        return source_arrivals.source(tx, source_id), lessons.of(tx, source_id)

    row, taught = await desk.deps.database.read(look)
    if row is None:
        raise desk.missing(visit, "source")
    found = opened(row, taught)
    if isinstance(found, ClosedSource):
        raise desk.instead(await show(desk, visit, source_id, refused=f"It is closed: {found.why}.", status=409))
    return found, row.slug


async def _relearned(desk: Desk, visit: Visit, source_id: int, result: Relearned | Refused, what: str) -> Response:
    if isinstance(result, Refused):
        return await show(desk, visit, source_id, refused=result.why, status=409)
    return await show(desk, visit, source_id, note=f"{what}. {summary(result)}")


def summary(result: Relearned) -> str:
    """What came of it, in a sentence or two."""
    told = [f"Webhooks gone through: {result.read}. Events that are new or mean something else now: {result.events}."]
    if result.still_unreadable:
        told.append(f"{result.still_unreadable} are still not understood.")
    if result.failed:
        told.append(f"{result.failed} could not be planned: this needs a developer.")
    if result.left:
        told.append(f"{result.left} more wait: read again.")
    return " ".join(told)
