"""`python -m tests.bench [NAME …]`: measures all, or what is named; prints a table and writes var/bench.json."""

import sys
import time

from tests.bench import (
    chat,
    dates,
    delayed,
    due,
    fleet,
    idle,
    ingest,
    latency,
    numbers,
    pages,
    reading,
    routes,
    storm,
    tracking,
    understanding,
    workers,
)
from tests.bench.eta import measured as eta
from tests.bench.figures import Figure, keep, show
from tests.bench.machine import SENDER_CORE, canary_ms, pin
from tests.bench.peers import jobs, messages

ROOMS = (
    ingest,
    latency,
    due,
    delayed,
    numbers,
    pages,
    chat,
    idle,
    workers,
    fleet,
    storm,
    reading,
    dates,
    eta,
    understanding,
    routes,
    tracking,
)
BENCHMARKS = {name: measure for room in ROOMS for name, measure in room.BENCHMARKS.items()}
PEERS = {name: measure for room in (jobs, messages) for name, measure in room.BENCHMARKS.items()}
"""Only when they are named: they install what others would use instead."""


def main(names: list[str]) -> int:
    known = BENCHMARKS | PEERS
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; known are {', '.join(known)}")  # noqa: T201
        return 2
    pin(SENDER_CORE)  # the service has the other core to itself
    figures: list[Figure] = []
    for name in names or BENCHMARKS:
        began = time.monotonic()
        found = known[name]()
        figures += found
        show(found)
        print(f"{name}: {time.monotonic() - began:.0f} s; canary {canary_ms():.1f} ms")  # noqa: T201
    keep(figures)
    return 0 if all(one.ok for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
