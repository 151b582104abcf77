"""The application: the doors of machines as bare routes, everything else in FastAPI's comforts."""

from collections.abc import Mapping, Sequence
from time import monotonic

from fastapi import APIRouter, FastAPI
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.routing import Route, request_response
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from api import channels, documentation, problems
from api.guessing import REFUSED, Guessing, address_of, tell_to_wait
from api.headers import SecurityHeaders
from api.webhooks import WebhookEndpoint
from flows.webhooks.receive import WebhookDoor

DESCRIPTION = "The conversation between a delivery and the person waiting for it."

HOT = "/webhooks/"


class Doors(FastAPI):
    """FastAPI, and before all its layers what machines post: they would cost it as much as HTTP itself does."""

    hot: WebhookEndpoint
    channels: Mapping[str, ASGIApp]
    """By path."""
    guessing: Guessing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        address = address_of(scope)
        if wait := self.guessing.wait_seconds(address):
            await tell_to_wait(wait, receive, send)
            return
        path = scope["path"]
        if scope["method"] == "POST" and path.startswith(HOT):
            scope["path_params"] = {"slug": path[len(HOT) :]}
            await self._take(address, scope, receive, send)
            return
        watched = self.guessing.watching(address, send)
        if scope["method"] == "POST" and path in self.channels:
            await self.channels[path](scope, receive, watched)
        else:
            await super().__call__(scope, receive, watched)

    async def _take(self, address: str, scope: Scope, receive: Receive, send: Send) -> None:
        """A webhook. What is refused is counted, and a fault answered, as of all other doors."""
        try:
            status = await self.hot(scope, receive, send)
        except Exception as problem:
            answer = await problems.fault(Request(scope), problem)
            await answer(scope, receive, send)
            raise
        if status in REFUSED:
            self.guessing.refused(address)


def build(
    door: WebhookDoor,
    channel_doors: channels.ChannelDoors,
    routers: Sequence[APIRouter],
    mounts: Sequence[tuple[str, ASGIApp]],
    lifespan: Lifespan[FastAPI],
) -> FastAPI:
    """One app of all doors; `mounts` are (path, application) pairs such as static files."""
    app = Doors(
        title="Doorstep", description=DESCRIPTION, version="1", lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.router.redirect_slashes = False  # a redirect would turn a provider's POST into a GET
    endpoint = WebhookEndpoint(door)
    app.guessing = Guessing(monotonic)
    app.hot = endpoint
    app.channels = {
        channels.PREFIX + path: ServerErrorMiddleware(
            SecurityHeaders(request_response(endpoint)), handler=problems.fault
        )
        for path, endpoint in channels.endpoints(channel_doors).items()
    }
    app.router.routes.insert(0, Route(HOT + "{slug}", endpoint, include_in_schema=False))
    for router in (*routers, channels.router(channel_doors)):
        app.include_router(router)
    for path, mounted in mounts:
        app.mount(path, mounted)
    documentation.install(app)
    problems.install(app)
    app.add_middleware(SecurityHeaders)
    return app
