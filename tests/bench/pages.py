"""The console's pages among a million shipments and five million messages: how long staff wait, over HTTP."""

import http.client
import time
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, String, cast, insert, literal

from domain.links import token_hash
from flows.staff import sign_in
from store.tables import Message, StaffSession
from store.writing import table_of
from tests.bench import homes
from tests.bench.databases import EngineName, databases, write
from tests.bench.figures import Figure, figure
from tests.bench.servers import doorstep

SHIPMENTS, MESSAGES_EACH = 1_000_000, 5
LOOKS = 20
P95_MS = 100.0
TOKEN = "bench-session-token"
PAGES = {
    "outbox": "/console/outbox",
    "outbox_filtered": "/console/outbox?kind=day_before",
    "inbox": "/console/conversations?view=waiting",
    "inbox_all": "/console/conversations?view=all",
    "words_said": "/console/conversations?q=parcel+77777",
    "shipments": "/console/shipments",
    "shipment_by_number": "/console/shipments?q=1ZBENCH1000777777",
    "shipment": "/console/shipments/{n}",
    "customer_why": "/console/customers/{n}",
    "conversation": "/console/conversations/{n}",
    "cases": "/console/cases",
    "audit": "/console/audit",
}


def sqlite() -> list[Figure]:
    return _pages("sqlite")


def postgresql() -> list[Figure]:
    return _pages("postgresql")


def _pages(engine: EngineName) -> list[Figure]:
    with databases(engine) as rooms:
        url, now = rooms.create("pages"), datetime.now(UTC)
        write(url, lambda tx: homes.furnish(tx, SHIPMENTS, now, all_announced=True))
        write(url, lambda tx: homes.add_pending(tx, SHIPMENTS // 4, now), lambda tx: _talk(tx, now), homes.settle)
        write(url, lambda tx: _sign_in(tx, now))
        with doorstep(url, rooms.folder, work=False) as server:
            waited = {name: _looks(server.port, path) for name, path in PAGES.items()}
    return [
        figure(f"pages_{engine}.{name}_p95", [sorted(ms)[int(0.95 * len(ms))]], "ms", at_most=P95_MS)
        for name, ms in waited.items()
    ]


def _talk(tx: Connection, now: datetime) -> None:
    """Each conversation has five messages, every tenth waits for a person."""
    n = homes.numbers(SHIPMENTS)
    said = {
        "direction": "in",
        "channel": "sms",
        "address": "+12125550123",
        "author": "customer",
        "name": "text",
        "state": "received",
    }
    rest = {"due_at": now, "created_at": now, "priority": 0, "units": 1, "rank": 0, "attempts": 0, "doubts": 0}
    words = literal("Where is my parcel ").concat(cast(n.c.i, String))
    for _ in range(MESSAGES_EACH):
        homes.fill(tx, Message, n, literal(True), conversation_id=n.c.i, shipment_id=n.c.i, text=words, **said, **rest)


def _sign_in(tx: Connection, now: datetime) -> None:
    member = sign_in.add(tx, "Ines", "a good long password", "supervisor", now)
    row = {"token_hash": token_hash(TOKEN), "staff_id": member, "created_at": now}
    tx.execute(insert(table_of(StaffSession)).values(**row, expires_at=now + sign_in.SESSION_LASTS))


def _looks(port: int, path: str) -> list[float]:
    """Milliseconds of each look, the first not counted: a page's statements are prepared once."""
    waited = []
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for look in range(LOOKS + 1):
        began = time.monotonic()
        asking.request("GET", path.format(n=1_000 + 7 * look), headers={"cookie": f"doorstep_console={TOKEN}"})
        answer = asking.getresponse()
        answer.read()
        waited.append((time.monotonic() - began) * 1000)
        assert answer.status == 200, (path, answer.status)
    asking.close()
    return waited[1:]


BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {"pages_sqlite": sqlite, "pages_postgresql": postgresql}
