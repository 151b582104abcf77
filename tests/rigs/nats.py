"""NATS servers for tests: one or a cluster of real ones, each of which may be killed, paused and started again."""

import asyncio
import contextlib
import gc
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import nats
import nats.errors
import pytest
from nats.js.errors import Error

from tests.rigs.ports import free_ports

START_SECONDS = 30.0


@dataclass
class Node:
    """One server with a folder of its own."""

    name: str
    port: int
    config: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        if self.process is None:
            binary = Path(sys.executable).with_name("nats-server")
            with self.config.with_suffix(".log").open("ab") as log:
                self.process = subprocess.Popen([binary, "-c", self.config], stdout=log, stderr=log)

    def kill(self) -> None:
        """As a power cut does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait(20)
            self.process = None

    def part(self) -> None:
        """Cut off: it answers nobody, and nobody's packets reach it; yet it lives and believes what it believed."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)
            self._until_stopped(Path(f"/proc/{self.process.pid}/task"))

    @staticmethod
    def _until_stopped(tasks: Path) -> None:
        """A signal is on its way for a moment, in which a thread may still answer."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks.iterdir()]
            if set(states) == {"T"}:
                return
            time.sleep(0.005)

    def rejoin(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)


@dataclass
class Cluster:
    nodes: list[Node]

    @property
    def url(self) -> str:
        """As DOORSTEP_LOG_URL names them."""
        return ",".join(node.url for node in self.nodes)

    async def leader(self) -> Node:
        """The node that leads the stream, once they agree on one that lives."""
        async with asyncio.timeout(START_SECONDS):
            while True:
                name = await self._leader()
                for node in self.nodes:
                    if node.name == name and node.process is not None:
                        return node
                await asyncio.sleep(0.2)

    async def _leader(self) -> str | None:
        living = [node.url for node in self.nodes if node.process is not None]
        with contextlib.suppress(nats.errors.Error, Error, OSError):
            client = await nats.connect(living, connect_timeout=2, max_reconnect_attempts=1, error_cb=_quiet)
            try:
                found = await client.jetstream(timeout=2).stream_info("DOORSTEP")
            finally:
                await client.close()
            return found.cluster.leader if found.cluster else None
        return None


LEFT_BEHIND = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""For the tests of a module that kills servers, beside `sockets_are_collected`."""


@pytest.fixture(autouse=True, scope="module")
def sockets_are_collected() -> Iterator[None]:
    """The client leaves the socket of a server that died to the collector: here, not in the midst of another's test."""
    yield
    gc.collect()


@contextlib.asynccontextmanager
async def nats_cluster(count: int = 3) -> AsyncIterator[Cluster]:
    """So many servers that have found one another."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-nats-"))
    ports = free_ports(count * 2)
    routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports[count:])
    nodes = []
    for n in range(count):
        config = folder / f"n{n}.conf"
        cluster = f'cluster {{ name: doorstep, listen: "127.0.0.1:{ports[count + n]}", routes: [{routes}] }}'
        config.write_text(
            f'server_name: n{n}\nlisten: "127.0.0.1:{ports[n]}"\n'
            f'jetstream {{ store_dir: "{folder}/n{n}", max_file: 1GB, max_mem: 64MB }}\n'
            f"{cluster if count > 1 else ''}\n"
        )
        nodes.append(Node(f"n{n}", ports[n], config))
    try:
        for node in nodes:
            node.start()
        await _ready(nodes)
        yield Cluster(nodes)
    finally:
        for node in nodes:
            node.kill()
        shutil.rmtree(folder, ignore_errors=True)


async def _ready(nodes: list[Node]) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            with contextlib.suppress(nats.errors.Error, Error, OSError):
                client = await nats.connect(nodes[-1].url, connect_timeout=1, max_reconnect_attempts=1, error_cb=_quiet)
                try:
                    await client.jetstream(timeout=1).account_info()
                    return
                finally:
                    await client.close()
            await asyncio.sleep(0.1)


async def _quiet(_problem: Exception) -> None:
    """Servers die here on purpose."""
