"""POST /channels/…: what Telegram and Twilio post to us. What they say is read by whoever knows the channel."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response

PREFIX = "/channels"
BODY_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class ChannelDoors:
    """The channels' own readers. Each answers with an HTTP status; None where the channel is not configured."""

    telegram: Callable[[bytes, str | None], Awaitable[int]] | None = None
    sms: Callable[[str, Mapping[str, list[str]], str | None], Awaitable[int]] | None = None
    sms_status: Callable[[str, Mapping[str, list[str]], Mapping[str, list[str]], str | None], Awaitable[int]] | None = (
        None
    )


Endpoint = Callable[[Request], Awaitable[Response]]

SUMMARIES = {
    "/telegram": "Updates from Telegram",
    "/sms": "A customer's text, from Twilio",
    "/sms/status": "What became of a text, from Twilio",
}


def router(doors: ChannelDoors) -> APIRouter:
    """The doors as the API's document knows them."""
    routes = APIRouter(prefix=PREFIX, tags=["channels"])
    for path, endpoint in endpoints(doors).items():
        routes.add_api_route(path, endpoint, methods=["POST"], summary=SUMMARIES[path], response_class=Response)
    return routes


def endpoints(doors: ChannelDoors) -> dict[str, Endpoint]:
    """By path. Closed doors answer 404: nothing tells a stranger what could be behind them."""

    async def telegram(request: Request) -> Response:
        if doors.telegram is None:
            return Response(status_code=404)
        body = await _limited(request)
        if body is None:
            return Response(status_code=413)
        return Response(status_code=await doors.telegram(body, request.headers.get("x-telegram-bot-api-secret-token")))

    async def sms(request: Request) -> Response:
        if doors.sms is None:
            return Response(status_code=404)
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        status = await doors.sms(_path(request), form, request.headers.get("x-twilio-signature"))
        return _twiml() if status == 200 else Response(status_code=status)

    async def sms_status(request: Request) -> Response:
        if doors.sms_status is None:
            return Response(status_code=404)
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        query = parse_qs(request.url.query, keep_blank_values=True)
        return Response(
            status_code=await doors.sms_status(_path(request), form, query, request.headers.get("x-twilio-signature"))
        )

    return {"/telegram": telegram, "/sms": sms, "/sms/status": sms_status}


def _twiml() -> Response:
    """An empty answer: whatever we say goes through the outbox."""
    return Response("<Response/>", media_type="application/xml")


def _path(request: Request) -> str:
    """The path and the raw query, as they were signed after our public address."""
    query = request.scope["query_string"].decode("latin-1")
    path: str = request.scope["path"]
    return f"{path}?{query}" if query else path


async def _form(request: Request) -> dict[str, list[str]] | None:
    body = await _limited(request)
    if body is None:
        return None
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500)


async def _limited(request: Request) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)
