"""POST /webhooks/{slug}: the hot door. A plain ASGI callable, because a FastAPI route would cost twice the work."""

import json
from math import ceil
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from flows.webhooks.log import LogAway, LogTooLarge
from flows.webhooks.receive import Acknowledged, Rejected, WebhookDoor
from store.database import Overloaded
from store.trouble import Away

HARD_LIMIT = 6 * 1024 * 1024
"""No adapter takes more than this; reading stops here."""
COME_BACK_SECONDS = 2
AWAY_SECONDS = 5
_TITLES = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed", 413: "Too Large"}


class WebhookEndpoint:
    """Answers exactly 200 once kept; 4xx with a reason; 429 with Retry-After at the memory bound, 503 while the
    database is away. Returns the status that it answered with.
    """

    def __init__(self, door: WebhookDoor) -> None:
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> int:
        slug = scope["path_params"]["slug"]
        asked = scope["query_string"]
        query = dict(parse_qsl(asked.decode("latin-1"), keep_blank_values=True)) if asked else {}
        match scope["method"]:
            case "POST":
                return await self._post(scope, receive, send, slug, query)
            case "GET" | "HEAD":
                answer = await self._door.shake_hands(slug, query)
                if isinstance(answer, Rejected):
                    return await _problem(send, answer.status, answer.why)
                return await _send(send, 200, answer.encode(), b"text/plain; charset=utf-8")
            case _:
                return await _problem(send, 405, "use POST", ((b"allow", b"GET, HEAD, POST"),))

    async def _post(self, scope: Scope, receive: Receive, send: Send, slug: str, query: dict[str, str]) -> int:
        body = await _body(receive)
        if body is None:
            return await _problem(send, 413, f"larger than {HARD_LIMIT} bytes")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            answer = await self._door.receive(slug, headers, query, body)
        except Overloaded as problem:
            retry = ((b"retry-after", str(COME_BACK_SECONDS).encode()),)
            return await _problem(send, 429, f"busy: {problem}; nothing was kept, send it again", retry)
        except LogTooLarge as problem:
            return await _problem(send, 413, str(problem))
        except (Away, LogAway) as problem:
            retry = ((b"retry-after", str(AWAY_SECONDS).encode()),)
            return await _problem(send, 503, f"{problem}; nothing was kept, send it again", retry)
        match answer:
            case Acknowledged(accepted, duplicates, unreadable):
                counts = b'{"accepted": %d, "duplicates": %d, "unreadable": %d}' % (accepted, duplicates, unreadable)
                return await _send(send, 200, counts, b"application/json")
            case Rejected(status, why, wait):
                again = ((b"retry-after", str(ceil(wait)).encode()),) if wait is not None else ()
                return await _problem(send, status, why, again)


async def _body(receive: Receive) -> bytes | None:
    """Exactly what came, or None when it is too much."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body if len(body) <= HARD_LIMIT else None
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > HARD_LIMIT:
            return None
        parts.append(part)
    return b"".join(parts)


async def _problem(send: Send, status: int, why: str, headers: tuple[tuple[bytes, bytes], ...] = ()) -> int:
    title = _TITLES.get(status, "Try again later")
    document = {"type": "about:blank", "title": title, "status": status, "detail": why}
    return await _send(send, status, json.dumps(document).encode(), b"application/problem+json", headers)


async def _send(
    send: Send, status: int, body: bytes, kind: bytes, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> int:
    start = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})
    return status
