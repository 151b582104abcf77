"""The honest windows as a benchmark of the runner."""

import sys
from collections.abc import Callable

from tests.bench.eta import rows, what_is_replayed
from tests.bench.eta.rows import Row
from tests.bench.figures import Figure


def measure() -> list[Figure]:
    """Every goal, after one sentence about the data that was replayed."""
    sys.stdout.write(what_is_replayed() + "\n")
    return [_figure(row) for row in rows()]


def _figure(row: Row) -> Figure:
    ratio = row.value / row.baseline if row.baseline else None
    return Figure(row.name, row.value, row.unit, row.baseline, ratio, row.value, row.value, row.ok, row.goal)


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"eta": measure}
