"""The application: the hot webhook door as a bare route, everything else in FastAPI's comforts."""

from collections.abc import Sequence
from time import monotonic

from fastapi import APIRouter, FastAPI
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from api import documentation, problems
from api.guessing import Guessing, address_of, tell_to_wait
from api.headers import SecurityHeaders
from api.webhooks import WebhookEndpoint
from flows.receive import WebhookDoor

DESCRIPTION = "The conversation between a delivery and the person waiting for it."

HOT = "/webhooks/"


class Doors(FastAPI):
    """FastAPI, and before all its layers the webhooks' POST: they would cost a webhook as much as HTTP itself does."""

    hot: ASGIApp
    guessing: Guessing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        address = address_of(scope)
        if wait := self.guessing.wait_seconds(address):
            await tell_to_wait(wait, receive, send)
            return
        watched = self.guessing.watching(address, send)
        if scope["method"] == "POST" and scope["path"].startswith(HOT):
            scope["path_params"] = {"slug": scope["path"][len(HOT) :]}
            await self.hot(scope, receive, watched)
        else:
            await super().__call__(scope, receive, watched)


def build(
    door: WebhookDoor, routers: Sequence[APIRouter], mounts: Sequence[tuple[str, ASGIApp]], lifespan: Lifespan[FastAPI]
) -> FastAPI:
    """One app of all doors; `mounts` are (path, application) pairs such as static files."""
    app = Doors(
        title="Doorstep", description=DESCRIPTION, version="1", lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.router.redirect_slashes = False  # a redirect would turn a provider's POST into a GET
    endpoint = WebhookEndpoint(door)
    app.guessing = Guessing(monotonic)
    app.hot = ServerErrorMiddleware(endpoint, handler=problems.fault)
    app.router.routes.insert(0, Route(HOT + "{slug}", endpoint, include_in_schema=False))
    for router in routers:
        app.include_router(router)
    for path, mounted in mounts:
        app.mount(path, mounted)
    documentation.install(app)
    problems.install(app)
    app.add_middleware(SecurityHeaders)
    return app
