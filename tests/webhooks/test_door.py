"""POST /webhooks/{slug}: what is kept, what is refused, and never a 500."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from standardwebhooks import Webhook

from doorstep.service import Service, compose, running
from doorstep.serving import build_app, migrate
from doorstep.settings import Settings
from flows.webhooks import feeds
from flows.webhooks.fairness import Allowance
from store.tables import Delivery, EventRow
from store.writing import table_of

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY="


class Sender:
    """A 3PL that speaks the native format, well or badly."""

    def __init__(self, service: Service, http: httpx.AsyncClient) -> None:
        self.service, self.http = service, http
        self._count = 0

    async def post(
        self, body: bytes, *, slug: str = "fleet-slug", secret: str = SECRET, at: datetime | None = None, **headers: str
    ) -> httpx.Response:
        self._count += 1
        now = at or datetime.now(UTC)
        message_id = headers.pop("message_id", f"msg_{self._count}")
        signature = Webhook(secret).sign(message_id, now, body.decode("utf-8", "replace"))
        signed = {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
            "content-type": "application/json",
        }
        return await self.http.post(f"/webhooks/{slug}", content=body, headers={**signed, **headers})

    async def event(self, **fields: Any) -> httpx.Response:
        return await self.post(json.dumps(event(**fields)).encode())

    def kept(self) -> list[Any]:
        table = table_of(Delivery)
        with self.service.database.transaction() as tx:
            return list(tx.execute(select(table).order_by(table.c.id)).all())

    def events(self) -> list[Any]:
        with self.service.database.transaction() as tx:
            return list(tx.execute(select(table_of(EventRow))).all())


def event(**fields: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"id": "evt-1", "tracking_number": "DS100", "milestone": "in_transit", "occurred_at": now, **fields}


@pytest.fixture
async def sender(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sender]:
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "a-secret-key-for-tests")
    service = compose(Settings.load())
    migrate(service)
    with service.database.transaction() as tx:
        feed = feeds.NewFeed("fleet", "doorstep", "acme", SECRET)
        feeds.add(tx, feed, slug="fleet-slug", now=datetime.now(UTC))
        tasks = feeds.NewFeed("tasks", "onfleet", "acme", "00ff")
        feeds.add(tx, tasks, slug="tasks-slug", now=datetime.now(UTC))
    app = build_app(service)
    async with running(service), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door") as http:
        yield Sender(service, http)


async def test_an_event_is_kept_and_a_repeat_is_a_duplicate(sender: Sender) -> None:
    body = json.dumps(event()).encode()
    assert (await sender.post(body, message_id="m1")).json() == {"accepted": 1, "duplicates": 0, "unreadable": 0}
    assert (await sender.post(body, message_id="m1")).json() == {"accepted": 0, "duplicates": 1, "unreadable": 0}
    assert (await sender.post(body, message_id="m2")).json() == {"accepted": 0, "duplicates": 1, "unreadable": 0}
    assert len(sender.events()) == 1


async def test_the_same_event_a_hundred_times_is_one_event(sender: Sender) -> None:
    answers = [(await sender.event()).json() for _ in range(100)]
    assert sum(a["accepted"] for a in answers) == 1
    assert sum(a["duplicates"] for a in answers) == 99


async def test_a_batch_counts_its_events(sender: Sender) -> None:
    events = [event(id="a"), event(id="b"), {"id": "c"}]
    answer = await sender.post(json.dumps({"events": events}).encode())
    assert answer.json() == {"accepted": 2, "duplicates": 0, "unreadable": 1}
    (kept,) = sender.kept()
    assert kept.why


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"slug": "nobody"}, 404),
        ({"secret": "whsec_" + "Ym9ndXM=" * 4}, 401),
        ({"at": datetime.now(UTC) - timedelta(hours=1)}, 401),
        ({"at": datetime.now(UTC) + timedelta(hours=1)}, 401),
        ({"webhook-signature": ""}, 401),
        ({"webhook-timestamp": "soon"}, 401),
    ],
)
async def test_what_proves_nothing_is_refused_and_not_kept(sender: Sender, changes: Any, status: int) -> None:
    answer = await sender.post(json.dumps(event()).encode(), **changes)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert sender.kept() == []


async def test_a_body_that_is_too_large_is_413_and_one_that_is_not_json_400(sender: Sender) -> None:
    assert (await sender.post(b'"' + b"x" * 300_000 + b'"')).status_code == 413
    for body in (b"", b"{", b"not json", b"[" * 100_000):
        assert (await sender.post(body)).status_code == 400
    assert sender.kept() == []


STRANGE = [
    "null", "1", '"text"', "[]", "{}", '{"events": 1}', '{"events": [null, 1, "x", []]}',
    '{"id": 1, "tracking_number": 2, "milestone": 3, "occurred_at": 4}',
    '{"id": "a", "tracking_number": "\\u0000DS", "milestone": "in_transit", "occurred_at": "2026-11-23T08:12:00Z"}',
    '{"id": "a", "tracking_number": "DS1", "milestone": "in_transit", "occurred_at": "2026-13-45T99:99:99Z"}',
    '{"id": "a", "tracking_number": "DS1", "milestone": "in_transit", "occurred_at": 1e400}',
    '{"id": "a", "tracking_number": "DS1", "milestone": "in_transit", "occurred_at": 99999999999999999999999}',
    '{"id": "a", "tracking_number": "DS1", "milestone": "in_transit", "occurred_at": "0001-01-01T00:00:00+14:00"}',
    '{"id": "a", "tracking_number": "DS1", "milestone": "in_transit", "occurred_at": "9999-12-31T23:59:59-12:00"}',
    '{"id": "a", "tracking_number": "DS1", "milestone": "x", "occurred_at": "2026-11-23T08:12:00Z", "text": "\\ud83d"}',
    "[" * 200 + "]" * 200,
]  # fmt: skip


@pytest.mark.parametrize("text", STRANGE)
async def test_authentic_nonsense_is_kept_and_shown_never_a_500(sender: Sender, text: str) -> None:
    answer = await sender.post(text.encode())
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 200:
        assert len(sender.kept()) == 1
        counts = answer.json()
        assert sum(counts.values()) >= 1


async def test_an_unknown_word_is_kept_as_unknown_beside_the_senders_own(sender: Sender) -> None:
    await sender.event(milestone="LX-07")
    (row,) = sender.events()
    assert (row.milestone, row.raw_status) == ("unknown", "LX-07")


async def test_a_time_without_a_zone_is_marked_as_assumed(sender: Sender) -> None:
    await sender.event(occurred_at="2026-11-23T08:12:00")
    (row,) = sender.events()
    assert row.zone_source == "assumed"


async def test_a_get_answers_politely_and_tells_nothing(sender: Sender) -> None:
    assert (await sender.http.get("/webhooks/fleet-slug?check=1")).status_code == 200
    assert (await sender.http.get("/webhooks/nobody")).status_code == 404
    assert (await sender.http.put("/webhooks/fleet-slug")).status_code == 405


@pytest.mark.parametrize("check", ["c0ffee", "ünï & <b>"])
async def test_the_handshake_of_a_sender_is_echoed_as_plain_text(sender: Sender, check: str) -> None:
    answer = await sender.http.get("/webhooks/tasks-slug", params={"check": check})

    assert (answer.status_code, answer.text) == (200, check)
    assert answer.headers["content-type"].startswith("text/plain")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=20,
)


async def test_any_json_is_answered(sender: Sender) -> None:
    bodies: list[bytes] = []

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(event(), json_values)) | json_values)
    def collect(value: Any) -> None:
        bodies.append(json.dumps(value).encode())

    collect()
    for body in bodies:
        assert (await sender.post(body)).status_code in (200, 400)


async def test_beyond_its_allowance_a_source_is_told_when_to_come_back_and_nothing_is_kept(sender: Sender) -> None:
    sender.service.door._allowance = Allowance(0.1)  # one at once, and another every ten seconds
    assert (await sender.event(id="evt-1")).status_code == 200
    refused = await sender.event(id="evt-2")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert len(sender.kept()) == 1
