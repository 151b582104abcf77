"""/healthz, /readyz and /metrics: whether the process lives, whether it does its work, and its figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from store import pulse
from store.database import Database
from store.trouble import AWAY, Away

TICK_MAY_AGE = timedelta(seconds=60)
UNREAD_MAY_WAIT = timedelta(minutes=5)
DUE_MAY_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Health:
    """What the health pages look at. `lanes` says for each channel why it rests, or None."""

    database: Database
    clock: Callable[[], datetime]
    registry: CollectorRegistry
    lanes: Callable[[], Mapping[str, str | None]]
    log_trouble: Callable[[], str | None] = lambda: None
    """Why the log in front takes nothing, where there is one."""


def router(health: Health) -> APIRouter:
    routes = APIRouter(tags=["machines"])

    @routes.get("/healthz", summary="The process lives")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz", summary="The process does its work")
    async def readyz() -> JSONResponse:
        report = await _report(health)
        return JSONResponse(report, 200 if report["status"] == "ready" else 503)

    @routes.get("/metrics", summary="Figures for Prometheus")
    async def metrics() -> Response:
        return Response(generate_latest(health.registry), media_type=CONTENT_TYPE_LATEST)

    return routes


async def _report(health: Health) -> dict[str, Any]:
    now = health.clock()
    try:
        found = await health.database.read(pulse.look)
    except Exception as problem:
        sentence = str(problem) if isinstance(problem, Away) else f"{AWAY} ({type(problem).__name__})"
        return {"status": "not ready", "why": [sentence]}
    ages = {
        "last_tick_seconds": _age(found.last_tick_at, now),
        "oldest_unread_webhook_seconds": _age(found.oldest_unread_at, now),
        "oldest_due_notice_seconds": _age(found.oldest_due_at, now) if found.oldest_due_at else None,
    }
    why = _complaints(found, now)
    if health.database.trouble is not None:
        why.insert(0, health.database.trouble)
    if (trouble := health.log_trouble()) is not None:
        why.append(trouble)
    lanes = dict(health.lanes())
    return {"status": "not ready" if why else "ready", "database": "ok", **ages, "channels": lanes, "why": why}


def _complaints(found: pulse.Pulse, now: datetime) -> list[str]:
    why = []
    if found.last_tick_at is None or now - found.last_tick_at > TICK_MAY_AGE:
        why.append("the clock has not ticked for a minute: is a process running that works (doorstep work)?")
    if found.oldest_unread_at is not None and now - found.oldest_unread_at > UNREAD_MAY_WAIT:
        why.append("webhooks have waited for more than five minutes to be read")
    if found.oldest_due_at is not None and now - found.oldest_due_at > DUE_MAY_WAIT:
        why.append("notices have been due for more than five minutes")
    return why


def _age(at: datetime | None, now: datetime) -> float | None:
    return round(max(0.0, (now - at).total_seconds()), 1) if at is not None else None
