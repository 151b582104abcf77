"""The list of shipments: newest first, searched, filtered, paged by key; what needs a person stands at the top."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk
from api.console.forms import clean, number
from domain.axes import Milestone
from store import console_views as views
from store.console_views import Looking

PAGE = 40
URGENT = 8
"""So many that need attention stand above the newest."""
TEXT_LIMIT = 100


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/shipments")
    async def shipments(request: Request) -> Response:
        visit = await desk.visit(request)
        query = request.query_params
        looking = Looking(
            text=clean(query.get("q", ""))[:TEXT_LIMIT],
            milestone=_milestone(query.get("milestone", "")),
            attention=query.get("view") == "attention",
            before=number(query.get("before")),
        )
        found, urgent = await desk.read(visit, _look, looking)
        rows, more = found[:PAGE], found[PAGE:]
        return desk.page(
            visit,
            "shipments",
            looking=looking,
            rows=rows,
            urgent=urgent,
            older=_address(looking, rows[-1].id) if more else None,
            milestones=list(Milestone),
        )


def _look(tx: Connection, looking: Looking) -> tuple[list[Any], list[Any]]:
    """A page and one more, and on the plain first page what needs attention."""
    plain = looking == Looking()
    urgent = views.shipments(tx, Looking(attention=True), URGENT + 1) if plain else []
    return list(views.shipments(tx, looking, PAGE + 1)), list(urgent)


def _milestone(word: str) -> str:
    return word if word in Milestone._value2member_map_ else ""


def _address(looking: Looking, before: int) -> str:
    query = {"q": looking.text, "milestone": looking.milestone, "view": "attention" if looking.attention else ""}
    return "/console/shipments?" + urlencode({k: v for k, v in query.items() if v} | {"before": before})
