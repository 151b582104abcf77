"""The landing page at /, and the demo behind its button."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.demo.deps import Deps
from api.tracking.forms import BODY_LIMIT_BYTES, fields
from api.tracking.sheet import PRIVATE, Sheet

STYLE = "/demo/style.css"
STOP_ASKING = 286
"""htmx stops polling at this status."""


def router(deps: Deps) -> APIRouter:
    """The pages are for people, so the API's documentation does not list them."""
    routes = APIRouter(include_in_schema=False)
    sheet = Sheet("demo", STYLE)

    @routes.get("/")
    async def landing() -> Response:
        stage = deps.stage
        return sheet.draw("landing", stories=stage.stories if stage else (), languages=deps.languages, why="")

    @routes.get(STYLE)
    async def style() -> Response:
        return sheet.style()

    if deps.stage is not None:
        _demo(routes, deps, sheet)
    return routes


def _demo(routes: APIRouter, deps: Deps, sheet: Sheet) -> None:
    stage = deps.stage
    assert stage is not None

    @routes.post("/demo")
    async def begin(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return Response("Start the demo from its own page.", 403)
        form = await fields(request)
        story, language = form.get("story", ""), form.get("language", "")
        known = story in stage.stories and language in deps.languages
        performance = await stage.begin(story if known else stage.stories[0], language if known else deps.languages[0])
        if performance is None:
            why = "Several parcels are on their way already. Wait a minute, and start another then."
            return sheet.draw("landing", 429, stories=stage.stories, languages=deps.languages, why=why)
        response = RedirectResponse(f"/demo/{performance}", 303, PRIVATE)
        deps.cookies.set_session(response, await deps.staff_session())
        return response

    @routes.post("/demo/carrier")
    async def carrier(request: Request) -> Response:
        """What Doorstep asks of the simulated 3PL."""
        body = await _body(request)
        return Response(status_code=413 if body is None else await stage.asked(dict(request.headers), body))

    @routes.get("/demo/{performance}")
    async def show(performance: str) -> Response:
        seen = stage.find(performance)
        if seen is None:
            return RedirectResponse("/", 303, PRIVATE)
        return sheet.draw("demo", demo=seen, swap=False, stories=stage.stories, languages=deps.languages)

    @routes.get("/demo/{performance}/log")
    async def log(performance: str, mark: str = "") -> Response:
        """What has changed since the page was drawn: 204 where nothing has, so that it is left in peace."""
        act = stage.find(performance)
        if act is None:
            return Response(status_code=STOP_ASKING, headers={"hx-reswap": "none"})
        return Response(status_code=204) if mark == act.mark else sheet.draw("log", demo=act, swap=True)


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT_BYTES:
            return None
    return bytes(body)
