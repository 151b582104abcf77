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
    shipment,
    shipments,
    sign_in,
    source,
    source_mapping,
    source_settings,
    sources,
    streams,
    templates,
    templates_compared,
    webhooks,
    words,
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
        return RedirectResponse(sign_in.START, 303, PRIVATE)

    talking = (sign_in, streams, shipments, shipment, words, conversations, conversation)
    rooms = (*talking, webhooks, sources, source, source_settings, source_mapping, cases, audit, analytics)
    writing = (templates_compared, templates, announcements, announcement)
    for room in (*rooms, *writing):
        room.routes(routes, desk)

    @routes.get("/{rest:path}")
    async def nothing(request: Request, rest: str) -> Response:
        raise desk.missing(await desk.visit(request), "page")

    return routes
