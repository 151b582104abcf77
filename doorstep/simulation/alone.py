"""A service of its own for a simulation: in this process, on a free port, over a database that is thrown away."""

import asyncio
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from pydantic import SecretStr

from doorstep.draining import Server
from doorstep.service import Service, compose
from doorstep.serving import build_app
from doorstep.settings import Settings


@asynccontextmanager
async def alone(*, demo: bool = False, map_tiles_url: str | None = None) -> AsyncIterator[Service]:
    """A running service that reaches nobody: whatever credentials the environment holds are left out."""
    with tempfile.TemporaryDirectory(prefix="doorstep-") as folder, _listener() as listener:
        listener.bind(("127.0.0.1", 0))
        service = compose(_settings(folder, listener.getsockname()[1], demo, map_tiles_url))
        config = uvicorn.Config(build_app(service), log_config=None, access_log=False, timeout_graceful_shutdown=2)
        server = _Quiet(config, service)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await asyncio.wait({serving, asyncio.ensure_future(server.ready.wait())}, return_when="FIRST_COMPLETED")
            yield service
        finally:
            server.should_exit = True
            await serving


def _listener() -> socket.socket:
    """Of TCP by name: asyncio asks for it before it sends what is small at once, and does not wait 40 ms for more."""
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)


def _settings(folder: str, port: int, demo: bool, map_tiles_url: str | None) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/doorstep.db",
        host="127.0.0.1",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        telegram_token=None,
        twilio_account_sid=None,
        twilio_auth_token=None,
        twilio_from=None,
        twilio_messaging_service_sid=None,
        secret_key=SecretStr(secrets.token_urlsafe(32)),
        api_token=SecretStr(secrets.token_urlsafe(32)),
        drain_seconds=0.0,
        demo=demo,
        map_tiles_url=map_tiles_url,
    )


class _Quiet(Server):
    """Leaves Ctrl-C to whoever asked for the simulation, and says when it serves."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config, service)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
