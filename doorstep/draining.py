"""Draining: a process that is asked to end says so, takes nothing new, and cuts off nobody who has asked already."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator
from time import monotonic

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from doorstep.service import Service

LINGER_SECONDS = 1.0
"""So long an open connection may still bring a request; it is answered, and told that it was the last."""


class Server(uvicorn.Server):
    """Answers until SIGTERM or SIGINT, then drains.

    For DOORSTEP_DRAIN_SECONDS `/readyz` says that it ends, and all is answered as before: a load balancer sends the
    next requests elsewhere. Then it takes no more connections, ends the streams of open pages, answers what the open
    connections bring in a last moment, and waits for what is under way.
    """

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.is_ending = True
        self._give_last_answers()
        await asyncio.sleep(self._service.settings.drain_seconds)
        await self._take_no_more()
        self._service.live.close()
        await self._linger()
        await super().shutdown(sockets)

    def _give_last_answers(self) -> None:
        """From now on each answer says that its connection ends with it: whoever has read it sends nothing after it."""
        self.server_state.default_headers = [*self.server_state.default_headers, (b"connection", b"close")]
        for connection in self.server_state.connections:
            if isinstance(connection, HttpToolsProtocol) and connection.cycle is not None:
                connection.cycle.keep_alive = False

    async def _take_no_more(self) -> None:
        """But lets in those who have connected: the system resets what waits at a socket when it is closed."""
        spares = [listening.dup() for server in self.servers for listening in server.sockets]
        await stop_accepting(self.servers)
        loop = asyncio.get_running_loop()
        for connected in [one for spare in spares for one in _waiting_at(spare)]:
            await loop.connect_accepted_socket(self._protocol, connected)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]  # as uvicorn itself calls it
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    async def _linger(self) -> None:
        until = monotonic() + LINGER_SECONDS
        while self.server_state.connections and monotonic() < until:  # noqa: ASYNC110 - uvicorn tells nobody
            await asyncio.sleep(0.02)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM has been heeded when all is drained, and the process ends with 0; uvicorn's own dies of it then."""
        with super().capture_signals():
            yield
            self._captured_signals = [one for one in self._captured_signals if one != signal.SIGTERM]


async def stop_accepting(servers: list[asyncio.Server]) -> None:
    """Closes what listens. Whom asyncio is letting in comes in before: a server that is closed drops him unanswered."""
    loop = asyncio.get_running_loop()
    for listening in [one for server in servers for one in server.sockets]:
        loop.remove_reader(listening)
    await asyncio.sleep(0)
    for server in servers:
        server.close()


def _waiting_at(listening: socket.socket) -> list[socket.socket]:
    """Accepts who waits there, and closes it."""
    found = []
    with listening, contextlib.suppress(OSError):  # BlockingIOError: nobody waits any more
        listening.setblocking(False)
        while True:
            connected, _ = listening.accept()
            connected.setblocking(False)
            found.append(connected)
    return found
