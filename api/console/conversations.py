"""The inbox: who waits, what is mine, what nobody has, what has a case; and what was ever said, by its words."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.console import watching
from api.console.desk import Desk, Visit
from api.console.forms import clean, number
from api.console.paging import mark, place
from store import console_talk as talk
from store.console_talk import VIEWS, Looking

PAGE = 40
TEXT_LIMIT = 100
CHANNELS = ("telegram", "sms", "web")


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/conversations")
    async def conversations(request: Request) -> Response:
        visit = await desk.visit(request)
        query = request.query_params
        words = clean(query.get("q", ""))[:TEXT_LIMIT]
        if words:
            return await _said(desk, visit, words, number(query.get("before")))
        view, channel = query.get("view", ""), query.get("channel", "")
        looking = Looking(view if view in VIEWS else "waiting", channel if channel in CHANNELS else "")
        return await _listed(desk, visit, looking, query.get("after", ""))


async def _listed(desk: Desk, visit: Visit, looking: Looking, after: str) -> Response:
    live = await watching.EVERYTHING.address(desk.deps.database)
    rows = await desk.read(visit, talk.listed, looking, visit.member.name, place(after), PAGE + 1)
    page, more = rows[:PAGE], None
    query = {"view": looking.view} | ({"channel": looking.channel} if looking.channel else {})
    if len(rows) > PAGE:
        last = page[-1]
        at = last.waiting_since if looking.view in ("waiting", "unassigned") else last.last_at
        more = f"/console/conversations?{urlencode(query | {'after': mark(at, last.id)})}"
    here = f"/console/conversations?{urlencode(query | ({'after': after} if place(after) else {}))}"
    scene: dict[str, Any] = {"looking": looking, "rows": page, "more": more, "here": here, "words": ""}
    return desk.page(visit, "conversations", live=live, channels=CHANNELS, **scene)


async def _said(desk: Desk, visit: Visit, words: str, before: int | None) -> Response:
    rows = await desk.read(visit, talk.saying, words, before, PAGE + 1)
    page, more = rows[:PAGE], None
    if len(rows) > PAGE:
        more = f"/console/conversations?{urlencode({'q': words, 'before': page[-1].message_id})}"
    scene: dict[str, Any] = {"looking": Looking("all"), "rows": page, "more": more, "here": "", "words": words}
    return desk.page(visit, "conversations", channels=CHANNELS, **scene)
