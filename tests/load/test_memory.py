"""Three times more webhooks than there is room for, while the database stands still.

Memory stays within its bound, what was acknowledged is there afterwards, and whoever was refused was told when to come
again.
"""

import asyncio
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, func, select, update
from standardwebhooks import Webhook

from api.webhooks import WebhookEndpoint
from flows import group_commit
from flows.group_commit import SHARE
from flows.webhooks.receive import WebhookDoor
from flows.webhooks.sources import Sources
from store.tables import EventRow, Source
from store.writing import table_of
from tests.flows.house import House
from tests.load.test_who_goes_first import _another_source

ROOM = 4_000
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BYTES_EACH = 20_000
"""What one webhook of 3 kB may take while it waits: its body, what was read of it, its request."""


@pytest.mark.timeout(240)
async def test_three_times_too_much_is_refused_beyond_the_bound_and_nothing_acknowledged_is_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "WAITING_LIMIT", ROOM)
    _another_source(house)
    with house.in_transaction() as tx:
        tx.execute(update(table_of(Source)).values(secret=SECRET))
    sources = Sources(house.database, lambda: datetime.now(UTC))
    endpoint = WebhookEndpoint(
        WebhookDoor(house.database, sources, lambda: datetime.now(UTC), lambda: None, per_second=1e9)
    )
    requests = [_request(("slug", "other")[n % 2], n) for n in range(3 * ROOM)]
    await _post(endpoint, _request("slug", 10**6))  # everything is warm
    go = threading.Event()
    standing = [asyncio.create_task(house.database.write(_stand, go)) for _ in range(4)]
    await asyncio.sleep(0.1)
    before = _memory()
    posted = []
    for n, request in enumerate(requests):
        posted.append(asyncio.create_task(_post(endpoint, request)))
        if n % 50 == 0:
            await asyncio.sleep(0.01)
    grown = _memory() - before
    go.set()
    answers = await asyncio.gather(*posted)
    await asyncio.gather(*standing)
    statuses = Counter(status for status, _ in answers)
    assert set(statuses) == {200, 429}, statuses
    assert ROOM <= statuses[200] <= ROOM * 1.2  # a batch or two is in the writer's hands
    assert {again for status, again in answers if status == 429} == {b"2"}
    assert grown < ROOM * BYTES_EACH, f"{grown / ROOM:.0f} bytes each"
    with house.in_transaction() as tx:
        assert tx.scalar(select(func.count()).select_from(table_of(EventRow))) == statuses[200] + 1
    assert SHARE == 0.5  # each of the two had its half


def _stand(_: Connection, go: threading.Event) -> None:
    go.wait(120)


Request = tuple[dict[str, object], bytes]


def _request(slug: str, n: int) -> Request:
    now = datetime.now(UTC)
    body = {"id": f"e{n}", "tracking_number": f"DS{n % 500}", "milestone": "in_transit",
            "occurred_at": now.isoformat(), "text": f"{n} " + "at the depot " * 210}  # fmt: skip
    raw = msgspec.json.encode(body)
    headers = {
        "webhook-id": f"m{n}",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(f"m{n}", now, raw.decode()),
    }
    scope: dict[str, object] = {
        "type": "http", "method": "POST", "path_params": {"slug": slug}, "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    return scope, raw


async def _post(endpoint: WebhookEndpoint, request: Request) -> tuple[int, bytes | None]:
    scope, raw = request
    answered: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": raw}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        answered.append(message)

    await endpoint(scope, receive, send)
    status, given = answered[0]["status"], answered[0]["headers"]
    assert isinstance(status, int)
    assert isinstance(given, list)
    return status, dict(given).get(b"retry-after")


def _memory() -> int:
    """Resident bytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
