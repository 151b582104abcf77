"""Webhooks in: kept and acknowledged, then read, folded and planned; beside a plain handler and the HTTP floors."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.bench import homes, load, parcels
from tests.bench.databases import Databases, EngineName, Reader, databases, reading, write
from tests.bench.figures import Figure, figure
from tests.bench.machine import senders
from tests.bench.parcels import Webhook
from tests.bench.servers import Server, app, doorstep

ROUNDS = 3
CONNECTIONS = 64
PARCELS = 20_000
"""Shipments in each database; a round's webhooks are about the next few hundred of them."""
KEPT_RATIO = {"sqlite": 25.0, "postgresql": 15.0}
DIGESTED_RATIO = 10.0
DRAIN_SECONDS = 120


@dataclass(slots=True)
class Variant:
    """One way to take webhooks in. `per_round` parcels are reported in each round, about eight webhooks each."""

    name: str
    per_round: int
    server: Server
    memory: Reader | None = None
    waits_for_digest: bool = False
    rates: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    next_parcel: int = 1
    posted: set[str] = field(default_factory=set)
    accepted: int = 0


def sqlite() -> list[Figure]:
    return _ingest("sqlite")


def postgresql() -> list[Figure]:
    return _ingest("postgresql")


def requests(webhooks: Sequence[Webhook], path: str = f"/webhooks/{parcels.SLUG}") -> list[bytes]:
    """The webhooks as EasyPost would post them."""
    fixed = {"content-type": "application/json", "user-agent": "EasyPost/v2"}
    return [load.request(path, w.body, {**fixed, "x-hmac-signature": w.signature}) for w in webhooks]


def _ingest(engine: EngineName) -> list[Figure]:
    with databases(engine) as rooms, senders() as pool, ExitStack() as stack:
        variants = _variants(rooms, stack)
        for variant in variants:
            _round(variant, pool, rooms, max(5, variant.per_round // 10))  # warms up
            variant.rates.clear()
            variant.cpu_us.clear()
        for _ in range(ROUNDS):
            for variant in variants:
                _round(variant, pool, rooms, variant.per_round)
        for variant in variants:
            _check(variant)
        return _figures(f"ingest_{engine}", {variant.name: variant for variant in variants}, KEPT_RATIO[engine])


def _variants(rooms: Databases, stack: ExitStack) -> list[Variant]:
    def home(name: str) -> str:
        url = rooms.create(name)
        write(url, lambda tx: homes.furnish(tx, PARCELS, datetime.now(UTC)), homes.settle)
        return url

    urls = {name: home(name) for name in ("plain", "kept", "digested")}
    eyes = {name: stack.enter_context(reading(url)) for name, url in urls.items()}
    plain = stack.enter_context(app("plain", rooms.folder, urls["plain"]))
    kept = stack.enter_context(doorstep(urls["kept"], rooms.folder, work=False))
    digested = stack.enter_context(app("digesting", rooms.folder, urls["digested"]))
    bare = stack.enter_context(app("bare", rooms.folder))
    checked = stack.enter_context(app("checked", rooms.folder))
    return [
        Variant("plain", 60, plain, eyes["plain"]),
        Variant("kept", 1_000, kept, eyes["kept"]),
        Variant("digested", 800, digested, eyes["digested"], waits_for_digest=True),
        Variant("http", 1_500, bare),
        Variant("http_checked", 1_500, checked),
    ]


def _round(variant: Variant, pool: ProcessPoolExecutor, rooms: Databases, count: int) -> None:
    those = range(variant.next_parcel, variant.next_parcel + count)
    variant.next_parcel += count
    webhooks = parcels.webhooks(those, datetime.now(UTC).replace(microsecond=0), seed=those.start)
    used = variant.server.cpu_seconds() + rooms.cpu_seconds()
    posted = pool.submit(load.closed, variant.server.port, requests(webhooks), CONNECTIONS).result()
    ended = _digested_at(variant.memory) if variant.waits_for_digest and variant.memory else posted.ended
    used = variant.server.cpu_seconds() + rooms.cpu_seconds() - used
    if posted.statuses != {200: len(webhooks)} or posted.lost:
        raise AssertionError(f"{variant.name}: {posted.statuses}, {posted.lost} unanswered")
    variant.posted |= {w.key for w in webhooks}
    variant.accepted += posted.accepted
    variant.rates.append(len(webhooks) / (ended - posted.began))
    variant.cpu_us.append(used / len(webhooks) * 1e6)


def _digested_at(memory: Reader) -> float:
    until = time.monotonic() + DRAIN_SECONDS
    while memory.scalar("SELECT id FROM delivery WHERE state = 'kept' LIMIT 1") is not None:
        if time.monotonic() > until:
            raise AssertionError("what was kept is not digested in time")
        time.sleep(0.01)
    return time.monotonic()


def _check(variant: Variant) -> None:
    """All is stored and nothing twice; what is digested stands where its parcel's life ended."""
    if variant.memory is None:
        return
    stored = variant.memory.scalar("SELECT count(DISTINCT key) FROM delivery WHERE state IN ('kept', 'read')")
    assert stored == variant.memory.scalar("SELECT count(*) FROM delivery") == len(variant.posted), stored
    told = range(1, variant.next_parcel)
    events = variant.memory.scalar("SELECT count(DISTINCT key) FROM tracking_event")
    assert events == variant.memory.scalar("SELECT count(*) FROM tracking_event") == sum(map(parcels.events, told))
    if variant.name != "kept":
        known = [parcel for parcel in told if parcel % homes.UNANNOUNCED]
        ends = dict(variant.memory.rows("SELECT tracking_number, milestone FROM shipment WHERE milestone <> 'unknown'"))
        assert ends == {parcels.number(parcel): parcels.end(parcel) for parcel in known}
        assert variant.memory.scalar("SELECT count(*) FROM notice WHERE state = 'planned'") >= len(known)


def _figures(name: str, by_name: dict[str, Variant], kept_ratio: float) -> list[Figure]:
    plain, kept, digested = by_name["plain"], by_name["kept"], by_name["digested"]
    rate, cpu = "webhooks/s", "us CPU/webhook"
    tenth = 1 / DIGESTED_RATIO
    return [
        figure(f"{name}.plain_cpu", plain.cpu_us, cpu),
        figure(f"{name}.kept_cpu", kept.cpu_us, cpu, plain.cpu_us),
        figure(f"{name}.digested_cpu", digested.cpu_us, cpu, plain.cpu_us, ratio_at_most=tenth),
        *(figure(f"{name}.{v}_cpu", by_name[v].cpu_us, cpu, plain.cpu_us) for v in ("http", "http_checked")),
        figure(f"{name}.plain", plain.rates, rate),
        figure(f"{name}.kept", kept.rates, rate, plain.rates, ratio_at_least=kept_ratio),
        figure(f"{name}.digested", digested.rates, rate, plain.rates, ratio_at_least=DIGESTED_RATIO),
        *(figure(f"{name}.{v}", by_name[v].rates, rate, plain.rates) for v in ("http", "http_checked")),
    ]


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"ingest_sqlite": sqlite, "ingest_postgresql": postgresql}
