"""All of the console under /console, for the composition root to hang in."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.console import (
    analytics,
    announcement,
    announcements,
    audit,
    cases,
    conversation,
    conversations,
    dry_run,
    me,
    meanings,
    openid,
    outbox,
    people,
    person,
    presence,
    replies,
    second_step,
    shipment,
    shipments,
    sign_in,
    source,
    source_mapping,
    source_settings,
    sources,
    standing,
    streams,
    templates,
    templates_compared,
    webhooks,
    why,
    words,
)
from api.console import (
    routes as vans,
)
from api.console.deps import Deps
from api.console.desk import ConsoleRoute, Desk
from api.console.sheet import PRIVATE, STATIC

PREFIX = "/console"


def router(deps: Deps) -> APIRouter:
    """The routes; they are for people, so the API's documentation does not list them."""
    desk = Desk(deps)
    routes = APIRouter(prefix=PREFIX, include_in_schema=False, route_class=ConsoleRoute)

    @routes.get(STATIC.removeprefix(PREFIX) + "/{name}")
    async def static(name: str) -> Response:
        return desk.sheet.file(name) or Response(status_code=404)

    @routes.get("")
    @routes.get("/")
    async def start() -> Response:
        return RedirectResponse(second_step.START, 303, PRIVATE)

    entering = (sign_in, second_step, openid, me, people)
    talking = (outbox, standing, conversations, conversation, meanings, presence, replies, cases)
    sending = (webhooks, sources, source, source_settings, source_mapping)
    writing = (templates_compared, templates, announcements, announcement, dry_run)
    parcels = (person, shipments, shipment, vans, words, why)
    for room in (*entering, *(streams, audit, analytics), *talking, *sending, *writing, *parcels):
        room.routes(routes, desk)

    @routes.get("/{rest:path}")
    async def nothing(request: Request, rest: str) -> Response:
        raise desk.missing(await desk.visit(request), "page")

    return routes
