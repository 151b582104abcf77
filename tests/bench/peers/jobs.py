"""Jobs due: what Doorstep does with its notices beside procrastinate, both on PostgreSQL, in one run.

A notice that is said is planned again, put into words, claimed and recorded; the peer's job does nothing. What is
nearest to a bare job is a notice that is claimed and given its outcome without words.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Connection, select, update

from domain.links import Links
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Pace
from flows.messages.claiming import Room, claim
from flows.messages.outcomes import Came, record
from flows.messages.say import BATCH, say_due
from flows.messages.secret_words import as_sent
from flows.messages.voice import Voice
from flows.replan import replan
from store import notices
from store.database import Database
from store.tables import Merchant, Notice, Shipment
from store.writing import table_of
from tests.bench import due, homes
from tests.bench.databases import Databases, databases, write
from tests.bench.figures import Figure, figure
from tests.bench.machine import senders
from tests.bench.peers.installing import NotInstalled, from_pypi
from tests.bench.servers import SECRET_KEY
from tests.bench.workers import ALL_DAY
from tests.flows.house import Recorded

PROCRASTINATE = ("procrastinate==3.10.*", "psycopg[binary]==3.3.*")
JOBS = 2_000
TOLD = 2_000
ROUNDS = 3
PENDING = int(os.environ.get("PEERS_PENDING") or 1_000_000)
FASTER, LATER = 50.0, 1 / 1000
_SCRIPT = Path(__file__).with_name("procrastinate_app.py")


def jobs() -> list[Figure]:
    try:
        python = from_pypi("procrastinate", *PROCRASTINATE)
    except NotInstalled as problem:
        print(f"peers_jobs: procrastinate cannot be installed here: {problem}")  # noqa: T201
        return []
    with databases("postgresql") as rooms:
        theirs = [_peer(python, rooms.create("x"), JOBS) for _ in range(ROUNDS)]
        claimed, told = _ours(rooms)
        url = rooms.create("pending")
        _ask(python, url, "fill", PENDING)
        late = _ask(python, url, "lateness", due.DUE, due.PER_SECOND)
        assert isinstance(late, list)
        with senders() as pool:
            ours = due.lateness(rooms, pool, PENDING // len(homes.PENDING))
    name = "peers_jobs"
    return [
        figure(f"{name}.procrastinate", theirs, "jobs/s"),
        figure(f"{name}.claimed", claimed, "notices/s", theirs, ratio_at_least=FASTER),
        figure(f"{name}.told", told, "notices/s", theirs),
        figure(f"{name}.late_p50_1m", [median(ours)], "ms", [median(late)], ratio_at_most=LATER),
        figure(f"{name}.late_p99_1m", [_p99(ours)], "ms", [_p99(late)], ratio_at_most=LATER),
    ]


def _peer(python: Path, url: str, count: int) -> float:
    _ask(python, url, "fill", 0)
    rate = _ask(python, url, "execute", count)
    assert isinstance(rate, float)
    return rate


def _ask(python: Path, url: str, what: str, *numbers: float) -> object:
    command = [str(python), str(_SCRIPT), url, what, *map(str, numbers)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def _ours(rooms: Databases) -> tuple[list[float], list[float]]:
    """Notices a second: claimed and given an outcome, beside a million that wait; and said to a channel that takes all
    at once.
    """
    url, now = rooms.create("ours"), datetime.now(UTC)
    customers = max(PENDING // len(homes.PENDING), ROUNDS * (JOBS + TOLD))
    write(url, lambda tx: _furnish(tx, customers, now), lambda tx: homes.add_pending(tx, customers, now), homes.settle)
    database = Database(url)
    try:
        claimed = [_claimed(database, now, n) for n in range(ROUNDS)]
        return claimed, [_told(database, now, n) for n in range(ROUNDS)]
    finally:
        database.close()


def _furnish(tx: Connection, customers: int, now: datetime) -> None:
    homes.furnish(tx, customers, now, all_announced=True)
    homes.add_chats(tx, customers, now)
    tx.execute(update(table_of(Merchant)).values(settings=ALL_DAY))


def _claimed(database: Database, now: datetime, round_: int) -> float:
    """Of a kind that waits, so many are due: claimed as the dispatcher claims them, and each given an outcome."""
    _make_due(database, f"bench:{homes.PENDING[0]}", now, round_, JOBS)
    began, count = time.monotonic(), 0
    while True:
        with database.transaction() as tx:
            found = notices.due(tx, now, BATCH)
            notices.decide(tx, [row.id for row in found], "suppressed", "measured", now)
        if not found:
            return count / (time.monotonic() - began)
        count += len(found)


def _told(database: Database, now: datetime, round_: int) -> float:
    """The announcements of so many parcels, from their plan to what came of them."""
    channel = Recorded(ChannelName.TELEGRAM, Pace(1e9))
    links = Links("https://bench.example", SECRET_KEY.encode(), "bench_bot")
    tokens = iter(range(10**9))
    voice = Voice({ChannelName.TELEGRAM: channel}, links, lambda: f"bench-{round_}-{next(tokens)}")
    _plan_announcements(database, now, round_)
    began = time.monotonic()
    while len(channel.said) < TOLD:
        said = database.step(say_due, voice, now)
        rows = database.step(claim, channel.name.value, channel.pace, now, Room(500, 500)).rows
        came = [Came(row, channel.take(row.address, _words(row), row.token), now) for row in rows]
        assert came or said.decided, f"only {len(channel.said)} of {TOLD} were due"
        if came:
            database.step(record, came)
    return len(channel.said) / (time.monotonic() - began)


def _words(row: Any) -> Composed:
    found = as_sent(row.composed, SECRET_KEY.encode())
    assert found is not None
    return found


def _make_due(database: Database, key: str, now: datetime, round_: int, count: int) -> None:
    table = table_of(Notice)
    these = table.c.shipment_id.between(round_ * count + 1, (round_ + 1) * count)
    with database.transaction() as tx:
        tx.execute(update(table).where(table.c.key == key, these).values(send_after=now - timedelta(seconds=1)))


def _plan_announcements(database: Database, now: datetime, round_: int) -> None:
    shipment = table_of(Shipment)
    first = JOBS * ROUNDS + round_ * TOLD + 1
    with database.transaction() as tx:
        tx.execute(update(shipment).where(shipment.c.id.between(first, first + TOLD - 1)).values(announced_at=now))
        ids = list(tx.scalars(select(shipment.c.id).where(shipment.c.id.between(first, first + TOLD - 1))))
        for start in range(0, TOLD, 500):
            replan(tx, ids[start : start + 500], now)


def _p99(values: list[float]) -> float:
    return sorted(values)[int(0.99 * len(values))]


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"peers_jobs": jobs}
