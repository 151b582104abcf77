"""Webhook to message out: the service, durable before it answers, beside flows that keep nothing, in turns in one run.

A webhook about each of many parcels, as fast as it is answered; measured until the last message has come to the
provider. Ours also verifies the signature, plans, and writes down what it said.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, update

from store.tables import Merchant
from store.writing import table_of
from tests.bench import homes, load, parcels, providers
from tests.bench.databases import Databases, EngineName, databases, reading, write
from tests.bench.figures import Figure, figure
from tests.bench.ingest import requests
from tests.bench.machine import senders
from tests.bench.peers.automation import n8n, node_red
from tests.bench.peers.installing import NotInstalled
from tests.bench.servers import Server, app
from tests.bench.workers import ALL_DAY, OUT_FOR_DELIVERY
from tests.rigs.ports import free_port

ROUNDS = 3
OURS, NODE_RED, N8N = 1_000, 3_000, 120
"""Webhooks in a round: some seconds for each."""
CONNECTIONS, FEW_CONNECTIONS = 64, 16
PATIENCE_SECONDS = 180
THAN_N8N = 30.0


@dataclass(slots=True)
class Variant:
    """What is measured: `path` is where its webhooks go, `per_round` how many."""

    name: str
    server: Server
    path: str
    per_round: int
    connections: int
    more_cpu: Callable[[], float] = lambda: 0.0
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)


def sqlite() -> list[Figure]:
    return _messages("sqlite")


def postgresql() -> list[Figure]:
    return _messages("postgresql")


def _messages(engine: EngineName) -> list[Figure]:
    with databases(engine) as rooms, senders(2) as pool, _providers(pool) as (port, heard), ExitStack() as stack:
        url = rooms.create("doorstep")
        variants = [_doorstep(url, rooms, stack, port)]
        for peer, path, count, connections in (
            (node_red, "/webhooks/bench", NODE_RED, CONNECTIONS),
            (n8n, "/webhook/bench", N8N, FEW_CONNECTIONS),
        ):
            if (server := _started(stack, peer(rooms.folder, port), peer.__name__)) is not None:
                variants.append(Variant(peer.__name__, server, path, count, connections))
        _measure(variants, pool, port)
        with reading(url) as memory:
            ours = Counter(row[0] for row in memory.rows("SELECT address FROM message WHERE direction = 'out'"))
    twice = [to for to, times in Counter(heard).items() if to in ours and times > ours[to]]
    assert not twice, f"{len(twice)} heard the same twice"
    return _figures(f"peers_messages_{engine}", {variant.name: variant for variant in variants})


@contextmanager
def _providers(pool: ProcessPoolExecutor) -> Iterator[tuple[int, list[str]]]:
    """Where they listen; and who heard something, once they no longer do."""
    port, heard = free_port(), list[str]()
    listening = pool.submit(providers.listen, port, 3_600.0)
    until = time.monotonic() + 60
    while not _is_up(port):
        if time.monotonic() > until:
            raise RuntimeError("nobody plays the providers")
        time.sleep(0.05)
    try:
        yield port, heard
    finally:
        providers.stop(port)
        heard += [to for to, _ in listening.result()]


def _is_up(port: int) -> bool:
    try:
        providers.told(port)
    except OSError:
        return False
    return True


def _started(stack: ExitStack, peer: AbstractContextManager[Server], name: str) -> Server | None:
    try:
        return stack.enter_context(peer)
    except NotInstalled as problem:
        print(f"peers_messages: {name} cannot be installed here: {problem}")  # noqa: T201
        return None


def _doorstep(url: str, rooms: Databases, stack: ExitStack, port: int) -> Variant:
    write(url, lambda tx: _furnish(tx, datetime.now(UTC)), homes.settle)
    server = stack.enter_context(app("unpaced", rooms.folder, url, providers.settings(port)))
    return Variant("doorstep", server, f"/webhooks/{parcels.SLUG}", OURS, CONNECTIONS, rooms.cpu_seconds)


def _furnish(tx: Connection, now: datetime) -> None:
    customers = OURS * (ROUNDS + 1)
    homes.furnish(tx, customers, now, all_announced=True)
    homes.add_chats(tx, customers, now)
    tx.execute(update(table_of(Merchant)).values(settings=ALL_DAY))


def _measure(variants: Sequence[Variant], pool: ProcessPoolExecutor, port: int) -> None:
    """A B C A B C …; the first round warms up."""
    first = {"doorstep": 1, "node_red": 1_000_000, "n8n": 2_000_000}
    for round_ in range(ROUNDS + 1):
        for variant in variants:
            start = first[variant.name] + round_ * variant.per_round
            rate, cpu_us = _round(variant, range(start, start + variant.per_round), pool, port)
            if round_:
                variant.rates.append(rate)
                variant.cpu_us.append(cpu_us)


def _round(variant: Variant, those: range, pool: ProcessPoolExecutor, port: int) -> tuple[float, float]:
    """Messages a second from the first webhook to the last message, and processor time for each."""
    now = datetime.now(UTC).replace(microsecond=0)
    posts = requests([parcels.webhook(n, OUT_FOR_DELIVERY, now) for n in those], variant.path)
    before, used = providers.told(port), variant.server.cpu_seconds() + variant.more_cpu()
    posted = pool.submit(load.closed, variant.server.port, posts, variant.connections).result()
    if posted.statuses != {200: len(posts)} or posted.lost:
        raise AssertionError(f"{variant.name}: {posted.statuses}, {posted.lost} unanswered")
    ended = _told(port, before + len(posts), variant.name)
    used = variant.server.cpu_seconds() + variant.more_cpu() - used
    return len(posts) / (ended - posted.began), used / len(posts) * 1e6


def _told(port: int, people: int, name: str) -> float:
    until = time.monotonic() + PATIENCE_SECONDS
    while (so_far := providers.told(port)) < people:
        if time.monotonic() > until:
            raise AssertionError(f"{name}: {people - so_far} never heard anything")
        time.sleep(0.02)
    return time.monotonic()


def _figures(name: str, by_name: dict[str, Variant]) -> list[Figure]:
    rate, cpu, ours = "messages/s", "us CPU/message", by_name["doorstep"]
    goals: dict[str, dict[str, Any]] = {
        "node_red": {"rate": 1.0, "cpu": 1.0},
        "n8n": {"rate": THAN_N8N, "cpu": 1 / THAN_N8N},
    }
    figures = [figure(f"{name}.doorstep", ours.rates, rate), figure(f"{name}.doorstep_cpu", ours.cpu_us, cpu)]
    for peer, goal in goals.items():
        if (theirs := by_name.get(peer)) is not None:
            least, most = goal["rate"], goal["cpu"]
            figures += [
                figure(f"{name}.than_{peer}", ours.rates, rate, theirs.rates, ratio_at_least=least),
                figure(f"{name}.than_{peer}_cpu", ours.cpu_us, cpu, theirs.cpu_us, ratio_at_most=most),
            ]
    return figures


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {
    "peers_messages_sqlite": sqlite,
    "peers_messages_postgresql": postgresql,
}
