"""An answer goes out in one write, whatever its size, and what a closing connection holds goes first."""

import asyncio
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from doorstep.one_write import MOST_BYTES, Gathering, OneWrite

ASKED = b"GET / HTTP/1.1\r\nhost: doorstep.test\r\n\r\n"


class Wire(asyncio.Transport):
    """A connection that notes what is written to it, write by write."""

    def __init__(self) -> None:
        super().__init__({"sockname": ("127.0.0.1", 80), "peername": ("127.0.0.1", 50_000)})
        self.writes: list[bytes] = []
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.writes.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


@pytest.fixture
def wire() -> Wire:
    return Wire()


async def answered(wire: Wire, *asked: bytes, body: bytes = b"yes") -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    protocol = OneWrite(uvicorn.Config(app, server_header=False, date_header=False), ServerState(), {})
    protocol.connection_made(wire)
    for one in asked:
        protocol.data_received(one)
        await turns()
    protocol.connection_lost(None)


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_head_and_body_go_together(wire: Wire) -> None:
    await answered(wire, ASKED)
    assert wire.writes == [b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes"]


async def test_each_answer_of_a_connection_goes_by_itself(wire: Wire) -> None:
    await answered(wire, ASKED, ASKED)
    assert len(wire.writes) == 2


async def test_the_last_answer_goes_before_the_connection_ends(wire: Wire) -> None:
    await answered(wire, ASKED.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n"))
    assert b"".join(wire.writes).endswith(b"\r\n\r\nyes")
    assert wire.is_closed


async def test_much_does_not_wait_for_the_end_of_the_turn(wire: Wire) -> None:
    gathering = Gathering(wire, asyncio.get_running_loop())
    gathering.write(b"head")
    gathering.write(b"x" * MOST_BYTES)
    assert wire.writes == [b"head" + b"x" * MOST_BYTES]
    await turns()
    assert len(wire.writes) == 1


async def test_nothing_is_written_to_a_connection_that_has_gone(wire: Wire) -> None:
    gathering = Gathering(wire, asyncio.get_running_loop())
    gathering.write(b"too late")
    wire.close()
    await turns()
    assert wire.writes == []
