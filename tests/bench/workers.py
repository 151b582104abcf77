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
LOCKS_AT_MOST = 0.05
ALL_DAY = {"hours": {"opens": "00:00", "closes": "00:00"}}
WAITS = (
    "SELECT count(*) FILTER (WHERE wait_event_type = 'Lock'), count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"
)


def measure() -> list[Figure]:
    with databases("postgresql") as rooms, senders() as pool:
        runs = {count: _run(rooms, pool, count) for count in WORKERS}
    alone = runs[1]
    figures = [figure("workers.read_1", [alone[0]], "webhooks/s"), figure("workers.told_1", [alone[1]], "messages/s")]
    for count in WORKERS[1:]:
        read_rate, told, _ = runs[count]
        # The second finds the other core; the third finds both full, and must cost nothing.
        least = 1.15 if count == 2 else None
        figures.append(figure(f"workers.read_{count}", [read_rate], "webhooks/s", [alone[0]], ratio_at_least=least))
        figures.append(figure(f"workers.told_{count}", [told], "messages/s", [alone[1]]))
    locks = [run[2] for run in runs.values()]
    return [*figures, figure("workers.lock_waits", locks, "of active time", at_most=LOCKS_AT_MOST)]


def _run(rooms: Databases, pool: ProcessPoolExecutor, count: int) -> tuple[float, float, float]:
    """Webhooks read a second, messages told a second, and the share of active time spent waiting for locks."""
    url = rooms.create(f"workers-{count}")
    write(url, lambda tx: _furnish(tx, datetime.now(UTC)), _wait_to_be_read, homes.settle)
    port = free_port()
    listening = pool.submit(providers.listen, port, float(PATIENCE_SECONDS), PARCELS)
    with reading(url) as look, working(url, rooms.folder, providers.settings(port), count):
        rate, locks = _watch(look)
        came = listening.result()
        queued = Counter(row[0] for row in look.rows("SELECT address FROM message WHERE direction = 'out'"))
        left = look.scalar("SELECT count(*) FROM notice WHERE state = 'unsure'")
    twice = [to for to, times in Counter(to for to, _ in came).items() if times > queued[to]]
    assert not twice, f"{len(twice)} heard the same twice"
    assert not left, f"{left} are unsure"
    times = sorted(at for _, at in came)
    assert len(queued) == len({to for to, _ in came}) == PARCELS, f"{len(queued)} of {PARCELS} heard it"
    middle = times[len(times) // 20 : -len(times) // 20]
    return rate, (len(middle) - 1) / (middle[-1] - middle[0]), locks


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


def _watch(look: Reader) -> tuple[float, float]:
    """Until all is read: the rate between a tenth and nine tenths, and the share of active backends that wait."""
    waiting = active = 0
    marks: list[tuple[float, int]] = []
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        left = look.scalar("SELECT count(*) FROM delivery WHERE state = 'kept'")
        marks.append((time.monotonic(), PARCELS - left))
        (row,) = look.rows(WAITS)
        waiting, active = waiting + row[0], active + row[1]
        if not left:
            break
        time.sleep(0.05)
    inner = [mark for mark in marks if PARCELS * 0.1 <= mark[1] <= PARCELS * 0.95]
    assert len(inner) > 1, "it was read before anybody looked, or not at all"
    rate = (inner[-1][1] - inner[0][1]) / (inner[-1][0] - inner[0][0])
    return rate, waiting / max(1, active)


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"workers": measure}
