"""The application: the hot webhook door as a bare route, everything else in FastAPI's comforts."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan

from api import documentation, problems
from api.headers import SecurityHeaders
from api.webhooks import WebhookEndpoint
from flows.receive import WebhookDoor

DESCRIPTION = "The conversation between a delivery and the person waiting for it."


def build(
    door: WebhookDoor, routers: Sequence[APIRouter], mounts: Sequence[tuple[str, ASGIApp]], lifespan: Lifespan[FastAPI]
) -> FastAPI:
    """One app of all doors; `mounts` are (path, application) pairs such as static files."""
    app = FastAPI(
        title="Doorstep", description=DESCRIPTION, version="1", lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.router.redirect_slashes = False  # a redirect would turn a provider's POST into a GET
    app.router.routes.insert(0, Route("/webhooks/{slug}", WebhookEndpoint(door), include_in_schema=False))
    for router in routers:
        app.include_router(router)
    for path, mounted in mounts:
        app.mount(path, mounted)
    documentation.install(app)
    problems.install(app)
    app.add_middleware(SecurityHeaders)
    return app
