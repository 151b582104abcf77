"""A door that ends answers whoever has connected, tells them that it was the last answer, and lets nobody else in."""

import asyncio
import socket
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn

from doorstep import draining
from doorstep.draining import Server
from doorstep.one_write import OneWrite

ASKED = b"GET / HTTP/1.1\r\nhost: door\r\n\r\n"
GO_ON = asyncio.Event()


async def _app(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"] == "/slow":
        await GO_ON.wait()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def door(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    monkeypatch.setattr(draining, "LINGER_SECONDS", 20.0)
    settings, live = SimpleNamespace(drain_seconds=0.0), SimpleNamespace(close=lambda: None)
    service: Any = SimpleNamespace(settings=settings, live=live, is_ending=False)
    server = Server(uvicorn.Config(_app, port=0, lifespan="off", log_config=None, http=OneWrite), service)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
        await asyncio.sleep(0.01)
    yield server
    server.should_exit = True
    await asyncio.wait_for(serving, 30)


def _address(door: Server) -> tuple[str, int]:
    found: tuple[str, int] = door.servers[0].sockets[0].getsockname()[:2]
    return found


async def test_a_connection_that_is_open_may_bring_one_more_request(door: Server) -> None:
    address = _address(door)
    read, write = await asyncio.open_connection(*address)
    door.should_exit = True
    await _until_refused(address)
    write.write(ASKED)
    answer = await asyncio.wait_for(read.read(), 10)  # to its end: the connection is closed behind it
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"connection: close" in answer
    write.close()


async def test_who_waits_at_the_socket_when_it_is_closed_is_let_in(door: Server) -> None:
    address = _address(door)
    waiting = [socket.create_connection(address) for _ in range(5)]  # no turn of the loop, so that nobody accepts them
    for one in waiting:
        one.sendall(ASKED)
        one.setblocking(False)
    await door._take_no_more()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*address)
    loop = asyncio.get_running_loop()
    for one in waiting:
        assert (await asyncio.wait_for(loop.sock_recv(one, 1000), 10)).startswith(b"HTTP/1.1 200")
        one.close()


@pytest.mark.parametrize("turns", range(5))
async def test_who_is_just_being_let_in_when_the_door_is_closed_comes_in(door: Server, turns: int) -> None:
    connected = socket.create_connection(_address(door))
    connected.sendall(ASKED)
    connected.setblocking(False)
    for _ in range(turns):  # from waiting at the socket to an open connection
        await asyncio.sleep(0)
    await door._take_no_more()
    loop = asyncio.get_running_loop()
    assert (await asyncio.wait_for(loop.sock_recv(connected, 1000), 10)).startswith(b"HTTP/1.1 200")
    connected.close()


async def test_a_request_under_way_ends_its_connection(door: Server) -> None:
    read, write = await asyncio.open_connection(*_address(door))
    write.write(ASKED)
    assert b"connection: close" not in await read.readuntil(b"ok")
    write.write(ASKED.replace(b" / ", b" /slow "))
    while not door.server_state.tasks:  # noqa: ASYNC110 - uvicorn tells nobody
        await asyncio.sleep(0.01)
    door._give_last_answers()
    GO_ON.set()
    assert b"connection: close" in await asyncio.wait_for(read.read(), 10)
    write.close()


async def _until_refused(address: tuple[str, int]) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, write = await asyncio.open_connection(*address)
            except ConnectionRefusedError:
                return
            write.close()
            await asyncio.sleep(0.01)
