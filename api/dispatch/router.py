"""GET /d/{request}/{token} shows what is asked and changes nothing, though mail scanners open it; POST answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.tracking.forms import fields
from api.tracking.sheet import PRIVATE, Sheet
from flows.changes import dispatching
from flows.changes.dispatching import Question
from store.database import Database

STYLE = "/d/style.css"
LONGEST_WHY = 300
ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Deps:
    """`clock` gives aware UTC; `after_plan` is told that something may be due now."""

    database: Database
    clock: Callable[[], datetime]
    secret_key: bytes
    after_plan: Callable[[datetime | None], None]


def router(deps: Deps) -> APIRouter:
    """The page's routes; they are for people, so the API's documentation does not list them."""
    routes = APIRouter(include_in_schema=False)
    sheet = Sheet("dispatch", STYLE)

    @routes.get(STYLE)
    async def style() -> Response:
        return sheet.style()

    @routes.get("/d/{request_id}/{token}")
    async def show(request_id: str, token: str) -> Response:
        found = await deps.database.read(dispatching.look, deps.secret_key, request_id, token)
        return _page(sheet, found, token)

    @routes.post("/d/{request_id}/{token}")
    async def answer(request: Request, request_id: str, token: str) -> Response:
        form = await fields(request)
        agreed = ANSWERS.get(form.get("answer", ""))
        if agreed is None:
            found = await deps.database.read(dispatching.look, deps.secret_key, request_id, token)
            return _page(sheet, found, token, status=400)
        given = (agreed, form.get("why", "")[:LONGEST_WHY], deps.clock())
        found = await deps.database.write(dispatching.answer, deps.secret_key, request_id, token, *given)
        if found is None:
            return _page(sheet, None, token)
        deps.after_plan(deps.clock())
        return RedirectResponse(f"/d/{request_id}/{token}", 303, PRIVATE)

    return routes


def _page(sheet: Sheet, found: Question | None, token: str, status: int = 200) -> Response:
    if found is None:
        return sheet.draw("unknown", 404)
    return sheet.draw("page", status, question=found, path=f"/d/{found.request_id}/{token}", longest=LONGEST_WHY)
