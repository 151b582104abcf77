"""A source's secret and settings: shown, changed, taken away; and the source closed or opened again."""

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk, Form, Visit
from api.console.shipment import Id
from api.console.source import show
from flows.audit import Refused
from flows.staff import sources
from flows.staff.sign_in import Role
from flows.webhooks.feeds import Arrangement


def routes(router: APIRouter, desk: Desk) -> None:
    database = desk.deps.database

    @router.post("/sources/{source_id}/secret")
    async def reveal(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        secret = await database.write(sources.reveal_secret, source_id, desk.by(visit, form))
        return await _told(desk, visit, source_id, secret, "")

    @router.post("/sources/{source_id}/rotate")
    async def rotate(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        given, by = form.get("secret") or None, desk.by(visit, form)
        secret = await database.write(sources.rotate_secret, source_id, given, False, by)
        desk.deps.sources_changed()
        note = "The new secret counts, and the old one still does: change it at the sender, then take the old one away."
        return await _told(desk, visit, source_id, secret, note)

    @router.post("/sources/{source_id}/rotate/finish")
    async def finish(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        result = await database.write(sources.rotate_secret, source_id, None, True, desk.by(visit, form))
        return await _done(desk, visit, source_id, result, "old_secret_gone")

    @router.post("/sources/{source_id}/settings")
    async def change(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        arrangement = _arrangement(form)
        result = await database.write(sources.change_source, source_id, arrangement, desk.by(visit, form))
        return await _done(desk, visit, source_id, result, "source_changed")

    @router.post("/sources/{source_id}/close")
    async def close(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        result = await database.write(sources.set_open, source_id, False, desk.by(visit, form))
        return await _done(desk, visit, source_id, result, "source_closed")

    @router.post("/sources/{source_id}/reopen")
    async def reopen(request: Request, source_id: Id) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        result = await database.write(sources.set_open, source_id, True, desk.by(visit, form))
        return await _done(desk, visit, source_id, result, "source_opened")


async def _told(desk: Desk, visit: Visit, source_id: int, secret: str | Refused, note: str) -> Response:
    if isinstance(secret, Refused):
        raise desk.missing(visit, "source")
    return await show(desk, visit, source_id, note=note, secret=secret)


async def _done(desk: Desk, visit: Visit, source_id: int, result: object, done: str) -> Response:
    desk.deps.sources_changed()
    if isinstance(result, Refused):
        return await show(desk, visit, source_id, refused=result.why, status=409)
    return desk.go(f"/console/sources/{source_id}", done)


def _arrangement(form: Form) -> Arrangement:
    """Every field of the form counts: an empty one takes away. A secret left empty stays, for it is not shown."""
    return Arrangement(
        zone=form.get("zone", ""),
        outbound_url=form.get("outbound_url", ""),
        api_key="" if form.get("no_key") else form.get("api_key") or None,
        api_url=form.get("api_url", ""),
        ask_by=form.get("ask_by", ""),
        dispatcher_email=form.get("dispatcher_email", ""),
        fetch_first=form.get("fetch_first") == "yes",
        requester=form.get("requester", ""),
    )
