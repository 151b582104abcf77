"""All of the REST door under /api/v1, for the composition root to hang in."""

from typing import Any

from fastapi import APIRouter, Security
from fastapi.security import HTTPBearer

from api.auth import bearer
from api.problems import MEDIA_TYPE
from api.rest import (
    analytics,
    orders,
    overrides,
    pickup_points,
    reschedules,
    routes,
    shipments,
    slots,
    takeover,
    vehicles,
)
from api.rest.deps import Deps
from api.rest.guarded import guarded

PREFIX = "/api/v1"

# The routes themselves keep the door, before a body is read; this one only tells the documentation.
_documented = HTTPBearer(auto_error=False, description="DOORSTEP_API_TOKEN")


def build(deps: Deps) -> APIRouter:
    """The routes; the app they go into needs `api.problems.install` as well."""
    router = APIRouter(
        prefix=PREFIX,
        route_class=guarded(bearer(deps.api_token)),
        dependencies=[Security(_documented)],
        responses=_PROBLEMS,
    )
    for room in (
        orders,
        shipments,
        overrides,
        takeover,
        slots,
        pickup_points,
        reschedules,
        routes,
        vehicles,
        analytics,
    ):
        room.routes(router, deps)
    return router


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}


_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Unprocessable Content"]},
        "status": {"type": "integer", "examples": [422]},
        "detail": {"type": "string", "examples": ["customer.phone holds too few digits."]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "examples": ["customer.phone"]},
                    "detail": {"type": "string", "examples": ["customer.phone holds too few digits."]},
                },
            },
        },
    },
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _problem("The body is not JSON"),
    401: _problem("No API token, or not this one"),
    413: _problem("The body is too large"),
    422: _problem("A field is wrong: errors names it"),
    429: _problem("Too much at once: see Retry-After"),
}
