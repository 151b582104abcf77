"""The inbox: who waits for a person, what is mine, and everything."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.console.desk import Desk
from api.console.forms import number
from store import console_talk as talk

PAGE = 40
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/conversations")
    async def conversations(request: Request) -> Response:
        visit = await desk.visit(request)
        view = request.query_params.get("view", "waiting")
        before = _place(request.query_params.get("before", ""))
        found = await desk.deps.database.read(_look, view, visit.member.name, before)
        rows, more = found[:PAGE], found[PAGE:]
        older = f"/console/conversations?view=all&before={_mark(rows[-1])}" if more and view == "all" else None
        return desk.page(visit, "conversations", view=view, rows=rows, older=older)


def _look(tx: Connection, view: str, me: str, before: tuple[datetime, int] | None) -> list[Any]:
    match view:
        case "mine":
            return list(talk.owned(tx, me, PAGE + 1))
        case "all":
            return list(talk.recent(tx, before, PAGE + 1))
        case _:
            return list(talk.waiting(tx, PAGE + 1))


def _mark(row: Any) -> str:
    """The place of a row in the list: its last time in microseconds, and its id."""
    return f"{(row.last_at - _EPOCH) // timedelta(microseconds=1)}-{row.id}"


def _place(mark: str) -> tuple[datetime, int] | None:
    at, _, row_id = mark.partition("-")
    microseconds, found = number(at), number(row_id)
    if microseconds is None or found is None or microseconds > 4_102_444_800_000_000:
        return None
    return _EPOCH + timedelta(microseconds=microseconds), found
