"""Routes of today: vans, how far they are, their stops with their windows, and what will be late."""

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk
from api.console.forms import number
from api.console.shipment import Id
from flows.routes.watching import watched
from store import route_views
from store.route_views import Watching

PAGE = 40
URGENT = 8
HERE = "/console/routes"


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/routes")
    async def today(request: Request) -> Response:
        visit = await desk.visit(request)
        now, query = desk.deps.clock(), request.query_params
        watching = Watching(wrong=query.get("view") == "wrong", before=number(query.get("before")))
        found = list(await desk.read(visit, route_views.routes, watching, now, PAGE + 1))
        plain = watching == Watching()
        wrong = list(await desk.read(visit, route_views.routes, Watching(wrong=True), now, URGENT + 1)) if plain else []
        rows, more = found[:PAGE], found[PAGE:]
        older = f"{HERE}?{'view=wrong&' if watching.wrong else ''}before={rows[-1].id}" if more else None
        return desk.page(visit, "routes", rows=rows, wrong=wrong, older=older, watching=watching)

    @router.get("/routes/{route_id}")
    async def one(request: Request, route_id: Id) -> Response:
        visit = await desk.visit(request)
        found = await desk.read(visit, watched, route_id)
        if found is None:
            raise desk.missing(visit, "route")
        return desk.page(visit, "route", row=found.row, stops=found.stops)
