"""A customer's question is answered at once, also while webhooks pour in: fifty conversations a second, by SMS."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from hashlib import sha1
from hmac import new as hmac
from statistics import median
from urllib.parse import urlencode

from tests.bench import homes, load, parcels, providers
from tests.bench.databases import EngineName, databases, write
from tests.bench.figures import Figure, figure
from tests.bench.ingest import CONNECTIONS, requests
from tests.bench.machine import senders
from tests.bench.servers import doorstep
from tests.rigs.ports import free_port

PER_SECOND, SECONDS = 50, 12
CUSTOMERS = 20_000
P99_MS = 100.0
WORDS = ("Where is my parcel?", "when does it come", "wheres my package??", "Status please", "will it arrive today")
PUBLIC_URL = "https://bench.example"


def sqlite() -> list[Figure]:
    return _chat("sqlite")


def postgresql() -> list[Figure]:
    return _chat("postgresql")


def _chat(engine: EngineName) -> list[Figure]:
    """Webhooks at half of the service's own maximum, then none: a question is asked when it is due, whatever else."""
    with databases(engine) as rooms, senders(3) as pool:
        url, now = rooms.create("chat"), datetime.now(UTC)
        write(url, lambda tx: homes.furnish(tx, CUSTOMERS, now, all_announced=True))
        write(url, lambda tx: homes.add_phones(tx, CUSTOMERS, now), homes.settle)
        port = free_port()
        settings = {**providers.settings(port), "public_url": PUBLIC_URL, "telegram_token": "", "telegram_mode": ""}
        listening = pool.submit(providers.listen, port, 3.5 * SECONDS + 60)
        with doorstep(url, rooms.folder, settings) as server:
            ask(pool, server.port, 1, 2).result()  # warms up
            asked = {"quiet": ask(pool, server.port, 1_000, SECONDS).result()}
            most = pool.submit(load.closed, server.port, _webhooks(10_000, 400), CONNECTIONS).result().per_second
            half = most / 2
            storm = _webhooks(11_000, int(half * SECONDS / 8) + 1)
            due = [n / half for n in range(len(storm))]
            pouring = pool.submit(load.open_loop, server.port, storm, due, 256)
            asked["busy"] = ask(pool, server.port, 3_000, SECONDS).result()
            pouring.result()
            came = dict(reversed(listening.result()))
    return [
        figure(f"chat_{engine}.busy_webhooks", [half], "webhooks/s", [most]),
        *(one for name, when in asked.items() for one in _figures(f"chat_{engine}.{name}", when, came)),
    ]


def _webhooks(first: int, count: int) -> list[bytes]:
    return requests(parcels.webhooks(range(first, first + count), datetime.now(UTC).replace(microsecond=0), seed=first))


def ask(
    pool: ProcessPoolExecutor, port: int, first: int, seconds: int, per_second: int = PER_SECOND
) -> "Future[dict[str, float]]":
    """Each customer from number `first` on asks once; returns when (`time.time()`) by phone."""
    return pool.submit(_asked, port, range(first, first + per_second * seconds), per_second)


def _asked(port: int, customers: range, per_second: int) -> dict[str, float]:
    due = [position / per_second for position in range(len(customers))]
    began = load.timed_open_loop(port, [text(n) for n in customers], due, 64)
    return {homes.phone(n): began + seconds_in for n, seconds_in in zip(customers, due, strict=True)}


def text(customer: int) -> bytes:
    """A text as Twilio would post it, signed."""
    fields = {
        "MessageSid": f"SM{customer:032x}",
        "AccountSid": providers.ACCOUNT,
        "From": homes.phone(customer),
        "To": providers.SENDER,
        "Body": WORDS[customer % len(WORDS)],
        "NumMedia": "0",
        "FromCountry": "US",
    }
    signed = PUBLIC_URL + "/channels/sms" + "".join(name + fields[name] for name in sorted(fields))
    signature = b64encode(hmac(providers.AUTH_TOKEN.encode(), signed.encode(), sha1).digest()).decode()
    headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
    return load.request("/channels/sms", urlencode(fields).encode(), headers)


def waits(asked: Mapping[str, float], came: Mapping[str, float]) -> list[float]:
    """The milliseconds to each answer, the shortest first."""
    missing = [phone for phone in asked if phone not in came]
    assert not missing, f"{len(missing)} of {len(asked)} were not answered"
    return sorted((came[phone] - at) * 1000 for phone, at in asked.items())


def _figures(name: str, asked: Mapping[str, float], came: Mapping[str, float]) -> list[Figure]:
    waited = waits(asked, came)
    p99 = waited[int(0.99 * len(waited))]
    return [
        figure(f"{name}_p50", [median(waited)], "ms"),
        figure(f"{name}_p99", [p99], "ms", at_most=P99_MS),
    ]


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"chat_sqlite": sqlite, "chat_postgresql": postgresql}
