"""Applications to measure beside the service: `python -m tests.bench.apps KIND PORT` serves one of them."""

import asyncio
import contextlib
import sys

import msgspec
import uvicorn
import uvloop
from starlette.types import ASGIApp, Receive, Scope, Send

from carriers.registry import adapter
from carriers.signatures import verify
from doorstep.service import compose, utc_now
from doorstep.serving import build_app
from doorstep.settings import Settings
from flows.messages.channels import Pace
from tests.bench import parcels, plain

_OK = b'{"accepted": 1, "duplicates": 0, "unreadable": 0}'


async def bare(scope: Scope, receive: Receive, send: Send) -> None:
    """The floor: takes the body, and answers."""
    await receive()
    await _answer(send)


async def checked(scope: Scope, receive: Receive, send: Send) -> None:
    """The floor of an honest door: the signature is verified and the body parsed."""
    body = (await receive())["body"]
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    if headers.get("x-hmac-signature"):
        verify(adapter("easypost").signature, (parcels.SECRET,), headers, {}, body, utc_now())
        msgspec.json.decode(body)
    await _answer(send)


async def _answer(send: Send) -> None:
    size = str(len(_OK)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", size)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _OK})


async def digesting(port: int) -> None:
    """The service without its clock and its channels: it keeps, reads, folds and plans, and says nothing."""
    service = compose(Settings.load())
    reading = asyncio.create_task(service.digestion.run())
    await _serve(build_app(service, work=False), port, lifespan="on")
    reading.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await reading


async def unpaced(port: int) -> None:
    """The whole service, whose channel may say as much as it can: what is measured is not the provider's limit."""
    service = compose(Settings.load())
    for lane in service.outbox.lanes.values():
        lane.channel.pace = Pace(1e6)
    await _serve(build_app(service), port, lifespan="on")


async def _serve(app: ASGIApp, port: int, lifespan: str = "off") -> None:
    config = uvicorn.Config(
        app,
        port=port,
        lifespan=lifespan,  # type: ignore[arg-type]  # one of uvicorn's words
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=4096,
    )
    await uvicorn.Server(config).serve()


def main(kind: str, port: int) -> None:
    match kind:
        case "bare":
            uvloop.run(_serve(bare, port))
        case "checked":
            uvloop.run(_serve(checked, port))
        case "plain":
            uvloop.run(_serve(plain.build(Settings.load().database_url), port))
        case "digesting":
            uvloop.run(digesting(port))
        case "unpaced":
            uvloop.run(unpaced(port))
        case _:
            raise SystemExit(f"no application of kind {kind!r}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
