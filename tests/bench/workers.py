"""Adding workers: the same webhooks waiting on PostgreSQL, read and told by one `doorstep work`, by two, by three."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, update

from carriers.contract import Reception
from carriers.registry import adapter
from flows.webhooks.receive import Arrival, keep, read
from flows.webhooks.sources import OpenSource
from store.tables import Merchant
from store.writing import table_of
from tests.bench import homes, parcels, providers
from tests.bench.databases import Databases, Reader, databases, reading, write
from tests.bench.figures import Figure, figure
from tests.bench.machine import CORES, senders
from tests.bench.servers import environment
from tests.rigs.ports import free_port

PARCELS = 4_000
CHUNK = 500
OUT_FOR_DELIVERY = 8
WORKERS = (1, 2, 3)
PATIENCE_SECONDS = 300
LOCKS_AT_MOST, MORE = 0.05, 1.15
ALL_DAY = {"hours": {"opens": "00:00", "closes": "00:00"}}
WAITS = (
    "SELECT count(*) FILTER (WHERE wait_event_type = 'Lock'), count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Webhooks read a second, messages told a second, parcels of which both is done a second; the share of all cores
    that was busy, and of active time that was spent waiting for locks."""

    read: float
    told: float
    done: float
    busy: float
    locks: float


def measure() -> list[Figure]:
    with databases("postgresql") as rooms, senders() as pool:
        runs = {count: _run(rooms, pool, count) for count in WORKERS}
    alone, figures = runs[1], list[Figure]()
    for count, run in runs.items():
        # The second finds what is left of the other core; the third finds both full, and must cost nothing.
        least = {2: MORE, 3: 1.0}.get(count)
        beside = [alone.done] if least else None
        figures += [
            figure(f"workers.read_{count}", [run.read], "webhooks/s"),
            figure(f"workers.told_{count}", [run.told], "messages/s"),
            figure(f"workers.done_{count}", [run.done], "parcels/s", beside, ratio_at_least=least),
            figure(f"workers.busy_{count}", [run.busy], "of all cores"),
        ]
    locks = [run.locks for run in runs.values()]
    return [*figures, figure("workers.lock_waits", locks, "of active time", at_most=LOCKS_AT_MOST)]


def _run(rooms: Databases, pool: ProcessPoolExecutor, count: int) -> Run:
    url = rooms.create(f"workers-{count}")
    write(url, lambda tx: _furnish(tx, datetime.now(UTC)), _wait_to_be_read, homes.settle)
    port = free_port()
    listening = pool.submit(providers.listen, port, float(PATIENCE_SECONDS), PARCELS)
    with reading(url) as look, working(url, rooms.folder, providers.settings(port), count):
        seen = _watch(look)
        came = listening.result()
        queued = Counter(row[0] for row in look.rows("SELECT address FROM message WHERE direction = 'out'"))
        left = look.scalar("SELECT count(*) FROM notice WHERE state = 'unsure'")
    twice = [to for to, times in Counter(to for to, _ in came).items() if times > queued[to]]
    assert not twice, f"{len(twice)} heard the same twice"
    assert not left, f"{left} are unsure"
    times = sorted(at for _, at in came)
    assert len(queued) == len({to for to, _ in came}) == PARCELS, f"{len(queued)} of {PARCELS} heard it"
    middle = times[len(times) // 20 : -len(times) // 20]
    told = (len(middle) - 1) / (middle[-1] - middle[0])
    most = round(PARCELS * 0.95)
    return Run(seen.rate, told, most / (times[most - 1] - seen.began), seen.busy, seen.locks)


def _furnish(tx: Connection, now: datetime) -> None:
    homes.furnish(tx, PARCELS, now, all_announced=True)
    homes.add_phones(tx, PARCELS, now)
    tx.execute(update(table_of(Merchant)).values(settings=ALL_DAY))


def _wait_to_be_read(tx: Connection) -> None:
    """A webhook about each parcel, kept and not read."""
    keep_news(tx, range(1, PARCELS + 1))


def keep_news(tx: Connection, numbers: range) -> None:
    """Each of these parcels is out for delivery: kept, to be read by whoever works."""
    now = datetime.now(UTC)
    source = OpenSource(1, "bench", 1, adapter("easypost"), (parcels.SECRET,), None)
    for start in range(0, len(numbers), CHUNK):
        arrivals = []
        for n in numbers[start : start + CHUNK]:
            body = parcels.webhook(n, OUT_FOR_DELIVERY, now).body
            reading_ = read(source, msgspec.json.decode(body), body, Reception(now, {}, None))
            arrivals.append(Arrival(source, reading_, body, {}, now))
        keep(tx, arrivals)


@contextmanager
def working(url: str, folder: Path, settings: Mapping[str, str], count: int) -> Iterator[None]:
    """So many `doorstep work` on all cores."""
    command = [str(Path(sys.executable).with_name("doorstep")), "work"]
    processes = []
    for n in range(count):
        with (folder / f"worker-{count}-{n}.log").open("wb") as log:
            made = subprocess.Popen(command, env=environment(url, 8000, settings), stdout=log, stderr=log)
        os.sched_setaffinity(made.pid, CORES)
        processes.append(made)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(60)


@dataclass(frozen=True, slots=True)
class Watched:
    """`began`: `time.time()` when the first was read; `busy`: the share of all cores from then until all were."""

    rate: float
    began: float
    busy: float
    locks: float


def _watch(look: Reader) -> Watched:
    """Until all is read: the rate between a tenth and nine tenths, and the share of active backends that wait."""
    waiting = active = 0
    began, at_first = 0.0, (0, 0)
    marks: list[tuple[float, int]] = []
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        left = look.scalar("SELECT count(*) FROM delivery WHERE state = 'kept'")
        if left < PARCELS and not began:
            began, at_first = time.time(), _ticks()
        marks.append((time.monotonic(), PARCELS - left))
        (row,) = look.rows(WAITS)
        waiting, active = waiting + row[0], active + row[1]
        if not left:
            break
        time.sleep(0.05)
    inner = [mark for mark in marks if PARCELS * 0.1 <= mark[1] <= PARCELS * 0.95]
    assert len(inner) > 1, "it was read before anybody looked, or not at all"
    rate = (inner[-1][1] - inner[0][1]) / (inner[-1][0] - inner[0][0])
    idle, total = (now - then for now, then in zip(_ticks(), at_first, strict=True))
    return Watched(rate, began, 1 - idle / total, waiting / max(1, active))


def _ticks() -> tuple[int, int]:
    """Of all cores together since the machine started: idle ones, and all (proc(5))."""
    user, nice, system, idle, waiting, *others = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:9])
    return idle + waiting, user + nice + system + idle + waiting + sum(others)


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"workers": measure}
