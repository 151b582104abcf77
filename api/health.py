"""/healthz, /readyz and /metrics: whether the process lives, whether it does its work, and its figures."""

from collections.abc import Awaitable, Callable, Mapping
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
    log_trouble: Callable[[], str | None] | None = None
    """Why the log in front takes nothing; None where there is no log."""
    works: bool = True
    """Whether this process does the work itself, or only serves the doors."""
    look: Callable[[], Awaitable[None]] | None = None
    """Reads what figures need of the database, before they are given out."""
    is_ending: Callable[[], bool] = lambda: False
    """Whether this process was asked to end, and drains."""


ENDING = "this process is ending: it takes no new connections in a moment"
TAKES_WEBHOOKS = "the log takes webhooks meanwhile: they are written down when the database is back"


def router(health: Health) -> APIRouter:
    routes = APIRouter(tags=["machines"])

    @routes.get("/healthz", summary="The process lives")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz", summary="The process does its part: a load balancer may send it requests")
    async def readyz() -> JSONResponse:
        report = await _report(health)
        return JSONResponse(report, 503 if report["status"] == "not ready" else 200)

    @routes.get("/metrics", summary="Figures for Prometheus")
    async def metrics() -> Response:
        if health.look is not None:
            await health.look()
        return Response(generate_latest(health.registry), media_type=CONTENT_TYPE_LATEST)

    return routes


async def _report(health: Health) -> dict[str, Any]:
    """`status` is `ready`, `not ready`, or `webhooks only` while a log takes them in the database's place. What others
    should have done is in `why`, and no reason to send a door that only serves no requests.
    """
    if health.is_ending():
        return {"status": "not ready", "why": [ENDING]}
    now = health.clock()
    log_trouble = health.log_trouble() if health.log_trouble else None
    try:
        found = await health.database.read(pulse.look)
    except Exception as problem:
        sentence = str(problem) if isinstance(problem, Away) else f"{AWAY} ({type(problem).__name__})"
        return _without_database(health, sentence, log_trouble)
    if health.database.trouble is not None and health.log_trouble is not None:
        return _without_database(health, health.database.trouble, log_trouble)
    ages = {
        "last_tick_seconds": _age(found.last_tick_at, now),
        "oldest_unread_webhook_seconds": _age(found.oldest_unread_at, now),
        "oldest_due_notice_seconds": _age(found.oldest_due_at, now) if found.oldest_due_at else None,
    }
    broken = [why for why in (health.database.trouble, log_trouble) if why is not None]
    late = _complaints(found, now)
    is_ready = not broken and not (late and health.works)
    status = "ready" if is_ready else "not ready"
    return {"status": status, "database": "ok", **ages, "channels": dict(health.lanes()), "why": [*broken, *late]}


def _without_database(health: Health, sentence: str, log_trouble: str | None) -> dict[str, Any]:
    if health.log_trouble is None:
        return {"status": "not ready", "why": [sentence]}
    if log_trouble is not None:
        return {"status": "not ready", "why": [sentence, log_trouble]}
    return {"status": "webhooks only", "why": [sentence, TAKES_WEBHOOKS]}


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
