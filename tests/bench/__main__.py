"""`python -m tests.bench [NAME …]`: measures all, or what is named; prints a table and writes var/bench.json."""

import sys
import time

from tests.bench import (
    chat,
    dates,
    delayed,
    due,
    idle,
    ingest,
    latency,
    numbers,
    pages,
    reading,
    routes,
    tracking,
    understanding,
    workers,
)
from tests.bench.eta import measured as eta
from tests.bench.figures import Figure, keep, show
from tests.bench.machine import SENDER_CORE, canary_ms, pin

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
    reading,
    dates,
    eta,
    understanding,
    routes,
    tracking,
)
BENCHMARKS = {name: measure for room in ROOMS for name, measure in room.BENCHMARKS.items()}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; known are {', '.join(BENCHMARKS)}")  # noqa: T201
        return 2
    pin(SENDER_CORE)  # the service has the other core to itself
    figures: list[Figure] = []
    for name in names or BENCHMARKS:
        began = time.monotonic()
        found = BENCHMARKS[name]()
        figures += found
        show(found)
        print(f"{name}: {time.monotonic() - began:.0f} s; canary {canary_ms():.1f} ms")  # noqa: T201
    keep(figures)
    return 0 if all(one.ok for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
