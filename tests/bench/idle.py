"""What the service takes while nothing happens, with every channel configured: memory, processor, time to start."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from tests.bench import homes, providers
from tests.bench.databases import EngineName, databases, write
from tests.bench.figures import Figure, figure
from tests.bench.machine import resident_mebibytes, senders
from tests.bench.servers import doorstep
from tests.rigs.ports import free_port

MEBIBYTES = 250.0
START_SECONDS = 60.0
QUIET_SECONDS = 10.0


def sqlite() -> list[Figure]:
    return _idle("sqlite")


def postgresql() -> list[Figure]:
    return _idle("postgresql")


def _idle(engine: EngineName) -> list[Figure]:
    with databases(engine) as rooms, senders() as pool:
        url = rooms.create("idle")
        write(url, lambda tx: homes.furnish(tx, 1_000, datetime.now(UTC)))
        port = free_port()
        listening = pool.submit(providers.listen, port, QUIET_SECONDS + 15)
        with doorstep(url, rooms.folder, providers.settings(port)) as server:
            time.sleep(3)
            used = server.cpu_seconds()
            time.sleep(QUIET_SECONDS)
            used = server.cpu_seconds() - used
            memory = resident_mebibytes(server.pid)
        listening.result()
    return [
        figure(f"idle_{engine}.memory", [memory], "MiB", at_most=MEBIBYTES),
        figure(f"idle_{engine}.processor", [100 * used / QUIET_SECONDS], "% of a core", at_most=2.0),
        figure(f"idle_{engine}.start", [server.started_seconds], "s", at_most=START_SECONDS),
    ]


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"idle_sqlite": sqlite, "idle_postgresql": postgresql}
