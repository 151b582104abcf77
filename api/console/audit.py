"""The audit log, for supervisors."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.console.desk import Desk
from api.console.forms import clean, number
from flows.staff import Role
from store import audit

PAGE = 100


def routes(router: APIRouter, desk: Desk) -> None:
    @router.get("/audit")
    async def log(request: Request) -> Response:
        visit = await desk.visit(request, Role.SUPERVISOR)
        query = request.query_params
        who, subject = (clean(query.get(name, ""))[:100] for name in ("who", "subject"))
        found = await desk.deps.database.read(audit.page, who, subject, number(query.get("before")), PAGE + 1)
        rows, more = found[:PAGE], found[PAGE:]
        next_page = {"who": who, "subject": subject, "before": rows[-1].id} if more else {}
        older = f"/console/audit?{urlencode(next_page)}" if more else None
        return desk.page(visit, "audit", rows=rows, who=who, subject=subject, older=older)
