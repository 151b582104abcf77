"""Serving: one process with its doors, and the work behind them."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import structlog
import uvicorn
from fastapi import FastAPI

from api import app as application
from api import health
from api.rest.deps import Deps
from api.rest.router import build as build_rest
from doorstep import pages
from doorstep.alone import alone
from doorstep.draining import Server
from doorstep.metrics import registry
from doorstep.one_write import OneWrite
from doorstep.route_figures import RouteFigures
from doorstep.secret_key import secret_key
from doorstep.service import Service, compose, running
from doorstep.settings import Settings
from store import migrations

if TYPE_CHECKING:
    from doorstep.jetstream import JetStream

log = structlog.get_logger()

REQUESTS_SECONDS = 15
"""So long a door that ends waits for the requests under way."""
KEEP_ALIVE_SECONDS = 75
"""Longer than senders and proxies keep an idle connection (60 s), so that none writes into one as it is closed."""
YOUNG_OBJECTS = 20_000, 20, 20
"""Between two collections: a batch of webhooks makes thousands of objects, and none of them are rings."""

SWITCH_SECONDS = 0.0001
"""For so long the serving thread may keep the interpreter from the writing one, which asks for it at each statement."""


def settle_in() -> None:
    """What is loaded now lives as long as the process: no collection need look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*YOUNG_OBJECTS)
    sys.setswitchinterval(SWITCH_SECONDS)


def migrate(service: Service) -> None:
    """Brings the database to this code's version."""
    migrations.migrate(service.database.engine)


def build_app(service: Service, *, work: bool = True) -> FastAPI:
    """The web application of a composed service; the journeys run for as long as it does."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        migrate(service)
        async with running(service, work=work):
            settle_in()
            yield

    deps = Deps(
        database=service.database,
        clock=service.clock,
        public_url=service.settings.public_url,
        secret_key=secret_key(service.settings),
        api_token=service.settings.api_token,
        bot_username=lambda: service.telegram.known_username if service.telegram else None,
        after_plan=service.planned,
        positions=service.positions,
        routes_changed=service.driving.wake,
        voice=service.voice,
    )
    watched = RouteFigures(service.database)
    state = health.Health(
        service.database,
        service.clock,
        registry(service, watched),
        lambda: _pauses(service),
        _log_trouble(service.log) if service.log else None,
        works=work,
        look=watched.look,
        is_ending=lambda: service.is_ending,
    )
    machines = [health.router(state), build_rest(deps)]
    return application.build(
        service.door, service.channel_doors, [*machines, *pages.routers(service)], pages.mounts(), lifespan
    )


def _log_trouble(log: "JetStream") -> Callable[[], str | None]:
    return lambda: log.trouble


def _pauses(service: Service) -> dict[str, str | None]:
    now = service.clock()
    return {name: lane.pause.why if lane.pause.holds(now) else None for name, lane in service.outbox.lanes.items()}


async def serve(settings: Settings, *, work: bool = True) -> None:
    """Serves until SIGTERM or SIGINT, then drains. Raises SettingsProblem where another process serves the file."""
    with alone(settings.sqlite_path):
        await _serve(settings, work)


async def _serve(settings: Settings, work: bool) -> None:
    service = compose(settings)
    config = uvicorn.Config(
        build_app(service, work=work),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        http=OneWrite,
        timeout_graceful_shutdown=REQUESTS_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        backlog=4096,
    )
    await Server(config, service).serve()


async def work(settings: Settings) -> None:
    """The work without doors: digests, dispatches, sends, keeps the clock; until SIGTERM or SIGINT."""
    service = compose(settings)
    migrate(service)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with running(service):
        settle_in()
        log.info("work.started")
        await stop.wait()
        log.info("work.draining")
