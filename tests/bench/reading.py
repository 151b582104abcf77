"""What it costs to verify and read one webhook of EasyPost's size, and that more adapters make it no dearer."""

import random
import statistics
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter_ns

import msgspec

from carriers.conformance.subject import FIXTURES
from carriers.contract import Reception
from carriers.dialect import Dialect
from carriers.registry import ADAPTERS
from carriers.signatures import Verified, sign, verify
from flows.webhooks.receive import read
from flows.webhooks.sources import OpenSource
from tests.bench.figures import Figure, figure

ROUNDS, EACH = 7, 1_500
SCANS = 8
"""As many as the production body that EasyPost's own libraries publish."""
MANY = 2_300
NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
SECRET = "a secret of the webhook"


def measure() -> list[Figure]:
    """Medians in microseconds: verified, decoded, read; alone and among a hundred times as many adapters."""
    body = _body()
    headers, document = _headers(body), msgspec.json.decode(body)
    ours, many, source = dict(ADAPTERS), _many(), _source(ADAPTERS)
    acts: dict[str, Callable[[], object]] = {
        "all": lambda: _whole(ours, headers, body),
        "among_many": lambda: _whole(many, headers, body),
        "verify": lambda: verify(source.adapter.signature, source.secrets, headers, {}, body, NOW),
        "read": lambda: read(source, document, body, Reception(NOW, headers)),
    }
    rounds = [{name: _median(act) for name, act in acts.items()} for _ in range(ROUNDS)]
    took = {name: [one[name] for one in rounds] for name in acts}
    return [
        figure("reading_easypost", took["all"], "µs", at_most=150),
        figure("reading_among_2300_adapters", took["among_many"], "µs", took["all"], at_most=150, ratio_at_most=1.25),
        figure("reading_verify_only", took["verify"], "µs"),
        figure("reading_read_only", took["read"], "µs"),
    ]


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"reading": measure}


def _whole(adapters: Mapping[str, Dialect], headers: Mapping[str, str], body: bytes) -> None:
    """What the webhook door does with one delivery before its commit."""
    source = _source(adapters)
    proof = verify(source.adapter.signature, source.secrets, headers, {}, body, NOW)
    reading = read(source, msgspec.json.decode(body), body, Reception(NOW, headers))
    assert isinstance(proof, Verified)
    assert len(reading.items) == 1


def _source(adapters: Mapping[str, Dialect]) -> OpenSource:
    return OpenSource(1, "fleet", 1, adapters["easypost"], (SECRET, "the one before"), None)


def _many() -> dict[str, Dialect]:
    """A hundred times as many adapters, in an order of their own."""
    copies = [(f"{name}-{n}", one) for name, one in ADAPTERS.items() for n in range(MANY // len(ADAPTERS))]
    random.Random(1).shuffle(copies)
    return {**{name: replace(one, name=name) for name, one in copies}, "easypost": ADAPTERS["easypost"]}


def _headers(body: bytes) -> dict[str, str]:
    return sign(ADAPTERS["easypost"].signature, SECRET, body, NOW, "m") | {"content-type": "application/json"}


def _body() -> bytes:
    """A fixture of ours, with as many scans as a parcel a day before its door has."""
    event = msgspec.json.decode((FIXTURES / "easypost" / "out_for_delivery.json").read_bytes())
    scans = event["result"]["tracking_details"]
    while len(scans) < SCANS:
        earlier = {**scans[0], "datetime": (NOW - timedelta(days=2, hours=len(scans))).isoformat()}
        scans.insert(0, earlier)
    return msgspec.json.encode(event)


def _median(act: Callable[[], object]) -> float:
    """The median of single calls, in microseconds."""
    took = []
    for _ in range(EACH):
        began = perf_counter_ns()
        act()
        took.append(perf_counter_ns() - began)
    return statistics.median(took) / 1000
