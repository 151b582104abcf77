"""A fleet: several processes of one service on one database, each of which may be killed and started again."""

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.process.service import START_SECONDS, Running, environment_of
from tests.rigs.ports import free_ports


@dataclass
class Worker:
    """`doorstep work`; its log is kept, and says when it has started."""

    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        with self.log.open("ab") as log:
            started = self.log.stat().st_size
            command = [sys.executable, "-m", "doorstep", "work"]
            running = subprocess.Popen(command, env=self.environment, stderr=log)  # noqa: ASYNC220
            self.process = running
        async with asyncio.timeout(START_SECONDS):
            while b"work.started" not in self.log.read_bytes()[started:]:
                assert running.poll() is None, self.log.read_text()[-2000:]
                await asyncio.sleep(0.05)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(90)
        self.process = None


@dataclass
class Fleet:
    """`doors` serve, without work where there are workers."""

    doors: list[Running]
    workers: list[Worker] = field(default_factory=list)

    async def start(self) -> None:
        """One door first: it makes the tables."""
        await self._open(self.doors[0])
        await asyncio.gather(*(self._open(door) for door in self.doors[1:]), *(w.start() for w in self.workers))

    async def restart(self, one: Running | Worker) -> None:
        await (self._open(one) if isinstance(one, Running) else one.start())

    async def _open(self, door: Running) -> None:
        await (door.start("--no-work") if self.workers else door.start())

    @property
    def processes(self) -> list[Running | Worker]:
        return [*self.doors, *self.workers]

    def said(self) -> str:
        """What all of them have logged so far."""
        return "".join(process.log.read_text() for process in self.processes if process.log.exists())


@contextlib.asynccontextmanager
async def fleet(
    database_url: str, folder: Path, doors: int = 1, workers: int = 0, **settings: str
) -> AsyncIterator[Fleet]:
    """A fleet that is not started yet; whatever still runs at the end is killed."""
    ports = free_ports(doors + 1)
    async with aiohttp.ClientSession() as http:
        running = Fleet(
            [
                Running(environment_of(database_url, port, **settings), port, http, log=folder / f"door-{n}.log")
                for n, port in enumerate(ports[:doors])
            ],
            [
                Worker(environment_of(database_url, ports[-1], **settings), folder / f"worker-{n}.log")
                for n in range(workers)
            ],
        )
        try:
            yield running
        finally:
            for process in running.processes:
                process.kill()
