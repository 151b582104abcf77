"""The audit log, for supervisors: searched, and taken along as a file."""

import csv
import io
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from api.console.desk import Desk
from api.console.forms import clean, number
from api.console.sheet import PRIVATE
from api.figures_csv import safe
from flows.staff.sign_in import Role
from store import audit
from store.audit import Wanted

PAGE = 100
EXPORTED_AT_ONCE = 1_000
COLUMNS = ("id", "at", "who", "action", "subject", "why", "before", "after")
FILTERS = ("who", "subject", "action", "since", "until")


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/audit")
    async def log(request: Request) -> Response:
        visit = await desk.visit(request, Role.SUPERVISOR)
        asked = {name: clean(request.query_params.get(name, ""))[:100] for name in FILTERS}
        before = number(request.query_params.get("before"))
        found = await desk.deps.database.read(audit.page, _wanted(asked), before, PAGE + 1)
        rows, more = found[:PAGE], found[PAGE:]
        given = {name: value for name, value in asked.items() if value}
        older = f"/console/audit?{urlencode({**given, 'before': rows[-1].id})}" if more else None
        return desk.page(visit, "audit", rows=rows, asked=asked, given=urlencode(given), older=older)

    @router.get("/audit.csv")
    async def export(request: Request) -> Response:
        await desk.visit(request, Role.SUPERVISOR)
        asked = {name: clean(request.query_params.get(name, ""))[:100] for name in FILTERS}
        headers = {**PRIVATE, "content-disposition": 'attachment; filename="audit.csv"'}
        return StreamingResponse(_lines(desk, _wanted(asked)), media_type="text/csv; charset=utf-8", headers=headers)


def _wanted(asked: Mapping[str, str]) -> Wanted:
    until = _day(asked["until"])
    end = until + timedelta(days=1) if until else None
    return Wanted(asked["who"], asked["subject"], asked["action"].replace(" ", "_"), _day(asked["since"]), end)


def _day(text: str) -> datetime | None:
    """The beginning of a day, UTC; what is no day limits nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


async def _lines(desk: Desk, wanted: Wanted) -> AsyncIterator[str]:
    """The newest first, a thousand rows at a time: a log of years is never in memory."""
    yield _line(COLUMNS)
    before = None
    while rows := await desk.deps.database.read(audit.page, wanted, before, EXPORTED_AT_ONCE):
        yield "".join(_line([_cell(getattr(row, name)) for name in COLUMNS]) for row in rows)
        before = rows[-1].id


def _line(cells: Any) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _cell(value: object) -> object:
    """As text; nothing that a spreadsheet would run."""
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat()
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case str():
            return safe(value)
        case _:
            return str(value)
