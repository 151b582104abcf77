"""Sources: who posts to us, how it stands with each, and bringing one in."""

import secrets

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk, Form, Visit
from api.console.source import show
from flows.audit import Refused
from flows.staff import sources
from flows.staff.sign_in import Role
from flows.staff.sources import Opened
from flows.webhooks import onboarding
from flows.webhooks.feeds import Arrangement, NewFeed
from store import source_arrivals

NAME_LIMIT = 60


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/sources")
    async def listed(request: Request) -> Response:
        visit = await desk.visit(request)
        lines = await desk.deps.database.read(onboarding.lines)
        return desk.page(visit, "sources", lines=lines)

    @router.get("/sources/new")
    async def form(request: Request) -> Response:
        visit = await desk.visit(request, Role.SUPERVISOR)
        return await _form(desk, visit, {})

    @router.post("/sources")
    async def add(request: Request) -> Response:
        visit, form = await desk.posted(request, Role.SUPERVISOR)
        feed = _feed(form)
        if isinstance(feed, Refused):
            return await _form(desk, visit, form, feed.why, 409)
        by = desk.by(visit, form)
        result = await desk.deps.database.write(sources.open_source, feed, secrets.token_urlsafe(18), by)
        if isinstance(result, Refused):
            return await _form(desk, visit, form, result.why, 409)
        desk.deps.sources_changed()
        return await _welcome(desk, visit, result)


async def _welcome(desk: Desk, visit: Visit, opened: Opened) -> Response:
    """The new source's own page, with its secret on it; a reload shows it without."""
    note = "Open. Now tell the sender where to post; what it sends appears below by itself."
    page = await show(desk, visit, opened.source_id, note=note, secret=opened.secret)
    page.headers["HX-Push-Url"] = f"/console/sources/{opened.source_id}"
    return page


async def _form(desk: Desk, visit: Visit, form: Form, refused: str = "", status: int = 200) -> Response:
    merchants = await desk.deps.database.read(_merchants)
    scene = {"choices": onboarding.choices(), "merchants": merchants, "given": form, "refused": refused}
    return desk.page(visit, "source_new", status, **scene)


def _merchants(tx: Connection) -> list[str]:
    return source_arrivals.merchants(tx)


def _feed(form: Form) -> NewFeed | Refused:
    name, merchant, chosen = form.get("name", ""), form.get("merchant", ""), form.get("adapter", "")
    if not name or len(name) > NAME_LIMIT:
        return Refused(f"Give it a name of at most {NAME_LIMIT} characters.")
    if not merchant or len(merchant) > NAME_LIMIT:
        return Refused("Say whose parcels it reports: the merchant's short name.")
    choice = next((one for one in onboarding.choices() if one.name == chosen), None)
    if choice is None:
        return Refused("Choose how the sender speaks.")
    given = form.get("secret", "")
    if not given and choice.secret_is_theirs:
        return Refused(f"{choice.title} makes the secret itself: copy it to here. {choice.setup}")
    zone = form.get("zone") or None
    return NewFeed(name, choice.name, merchant, given or onboarding.fresh_secret(choice.name), Arrangement(zone=zone))
