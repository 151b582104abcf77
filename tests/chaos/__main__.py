"""`make chaos`: storms on SQLite, on PostgreSQL and with a log in front, minutes long. It prints their seeds, and fails
when a promise breaks.

ONLY=sqlite, postgresql or log for one, SEED=… to draw the same again, SECONDS=… each, ROUNDS=… how many.
"""

import asyncio
import os
import random
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.chaos.postgres import CrashingPostgres
from tests.chaos.storm import Storm, storm
from tests.rigs.nats import nats_cluster

ENGINES = ("sqlite", "postgresql", "log")


def main() -> int:
    seconds, rounds = float(os.environ.get("SECONDS") or 60), int(os.environ.get("ROUNDS") or 2)
    only, seed = os.environ.get("ONLY"), os.environ.get("SEED")
    broken = 0
    for n in range(rounds):
        for engine in ENGINES:
            if only in (None, "", engine):
                chosen = int(seed) + n if seed else random.SystemRandom().randrange(10**6)
                _say(f"{engine} seed={chosen} …")
                came = asyncio.run(once(engine, chosen, seconds))
                _say("\n  ".join([str(came), *came.broken]))
                broken += len(came.broken)
    return 1 if broken else 0


async def once(engine: str, seed: int, seconds: float, processes: int = 2) -> Storm:
    """One storm on a database of its own. SQLite has one process, PostgreSQL so many doors and as many workers; with
    the log there are three of its servers besides.
    """
    with tempfile.TemporaryDirectory(prefix="doorstep-chaos-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if engine == "sqlite":
            return await storm(seed, seconds, folder, url=f"sqlite:///{folder / 'doorstep.db'}", doors=1, workers=0)
        crashing = CrashingPostgres(Path(tempfile.gettempdir(), f"{folder.name}-pg"))
        try:
            url, doors, workers = crashing.url, processes, processes
            start = partial(storm, seed, seconds, folder, url=url, crashing=crashing, doors=doors, workers=workers)
            if engine != "log":
                return await start()
            async with nats_cluster() as cluster:
                return await start(cluster=cluster)
        finally:
            crashing.end()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
