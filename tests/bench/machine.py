"""The machine under measurement: which core does what, what a process tree costs, and how quick the machine is now."""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
SERVICE_CORE, SENDER_CORE = CORES[0], CORES[-1]
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def pin(core: int) -> None:
    """This process, and what it starts from now on, stays on one core."""
    os.sched_setaffinity(0, {core})


def unpin() -> None:
    """This process, and what it starts from now on, may use every core again."""
    os.sched_setaffinity(0, CORES)


@contextmanager
def senders(count: int = 1) -> Iterator[ProcessPoolExecutor]:
    """Processes for what posts and plays providers, away from the service's core."""
    with ProcessPoolExecutor(count, get_context("spawn"), pin, (SENDER_CORE,)) as pool:
        for future in [pool.submit(time.sleep, 0.05) for _ in range(count)]:
            future.result()
        yield pool


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and all its descendants, those that ended included."""
    return sum(_used(one) for one in tree(pid)) / _TICKS


def resident_mebibytes(pid: int) -> float:
    """Resident memory of a process and its descendants."""
    pages = (int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in tree(pid))
    return sum(pages) * _PAGE / 2**20


def tree(pid: int) -> list[int]:
    """The process and its living descendants."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            children[int(fields[1])].append(int(entry.name))
    found = [pid]
    for one in found:
        found += children[one]
    return found


def _used(pid: int) -> int:
    """Clock ticks of a process and of its children that ended."""
    return sum(map(int, _fields(pid)[11:15]))


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from `state` on (proc(5)); none when the process has just ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["", "0", *["0"] * 20]


def canary_ms() -> float:
    """What a fixed loop takes now: where this moves between runs, other figures move with it."""
    return statistics.median(_loop() for _ in range(5)) * 1000


def _loop() -> float:
    began = time.perf_counter()
    total = 0
    for number in range(300_000):
        total += number * number % 7
    return time.perf_counter() - began
