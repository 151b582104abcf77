"""Servers of a log, and what keeps and reads through it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from doorstep.jetstream import JetStream
from flows.webhooks.log import Logging
from flows.webhooks.log_reading import LogReading
from tests.flows.house import House
from tests.rigs.nats import Cluster, nats_cluster, sockets_are_collected

__all__ = ["sockets_are_collected"]


@pytest.fixture
async def cluster() -> AsyncIterator[Cluster]:
    async with nats_cluster(3) as found:
        yield found


@pytest.fixture
async def one_server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cluster]:
    """One that nobody kills: however busy the machine is, it answers in the end."""
    monkeypatch.setattr("doorstep.jetstream.TRY_SECONDS", 30.0)
    async with nats_cluster(1) as found:
        yield found


@dataclass
class Front:
    """A connection to the log, with what keeps and what reads."""

    log: JetStream
    keeping: Logging
    reading: LogReading
    arrivals: int = 0


@contextlib.asynccontextmanager
async def front(house: House, cluster: Cluster, replicas: int = 3) -> AsyncIterator[Front]:
    log = JetStream(cluster.url.split(","), replicas)
    running = asyncio.create_task(log.run())

    def arrived() -> None:
        made.arrivals += 1

    made = Front(log, Logging(log), LogReading(house.database, log, lambda: house.now, arrived))
    try:
        yield made
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
