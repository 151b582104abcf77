"""A source whose settings cannot be used is closed by itself, says why, and opens when they are mended."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from doorstep.service import compose, running
from doorstep.serving import build_app, migrate
from doorstep.settings import Settings
from flows.webhooks import feeds
from store.database import Database
from store.tables import Source
from store.writing import table_of
from tests.sources.scene import MAPPING

BODY = json.dumps({"ref": "DS100", "st": "VAN", "at": "2026-11-24T12:00:00Z"}).encode()


class Door:
    def __init__(self, http: httpx.AsyncClient, database: Database, forget: Any) -> None:
        self.http, self._database, self._forget = http, database, forget

    def set(self, name: str, **columns: Any) -> None:
        with self._database.transaction() as tx:
            tx.execute(update(table_of(Source)).where(table_of(Source).c.name == name).values(**columns))
        self._forget()

    def listed(self) -> dict[str, str | None]:
        with self._database.transaction() as tx:
            return {row["name"]: row["problem"] for row in feeds.listed(tx)}

    async def post(self, slug: str, body: bytes = BODY) -> httpx.Response:
        return await self.http.post(f"/webhooks/{slug}?token=s3cret", content=body)


@pytest.fixture
async def door(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", "a-secret-key-for-tests")
    service = compose(Settings.load())
    migrate(service)
    with service.database.transaction() as tx:
        for name, adapter in (("courier", "generic"), ("other", "generic"), ("fleet", "onfleet"), ("brown", "ups")):
            given = feeds.Arrangement(mapping=MAPPING if adapter == "generic" else None)
            feeds.add(tx, feeds.NewFeed(name, adapter, "acme", "s3cret", given), slug=name, now=datetime.now(UTC))
    app = build_app(service, work=False)
    transport = httpx.ASGITransport(app)
    async with running(service, work=False), httpx.AsyncClient(transport=transport, base_url="http://door") as http:
        yield Door(http, service.database, service.sources.forget)


@pytest.mark.parametrize(
    ("flaw", "why"),
    [
        ({"mapping": {"status": "st"}}, "its mapping cannot be used: missing: tracking_number"),
        ({"adapter": "pigeon"}, "There is no adapter called 'pigeon'"),
        ({"zone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
async def test_broken_settings_close_one_source_and_no_other(door: Door, flaw: dict[str, Any], why: str) -> None:
    door.set("courier", **flaw)

    assert (await door.post("courier")).status_code == 503
    assert (await door.http.get("/webhooks/courier")).status_code == 503
    assert (await door.post("other")).json() == {"accepted": 1, "duplicates": 0, "unreadable": 0}
    assert why in (door.listed()["courier"] or "")
    assert door.listed()["other"] is None


async def test_mended_settings_open_it_again(door: Door) -> None:
    door.set("courier", mapping={"status": "st"})
    assert (await door.post("courier")).status_code == 503

    door.set("courier", mapping=MAPPING)

    assert (await door.post("courier")).status_code == 200


async def test_the_mapping_of_each_source_is_its_own(door: Door) -> None:
    door.set("other", mapping={**MAPPING, "tracking_number": "parcel"})

    assert (await door.post("courier")).json()["unreadable"] == 0
    assert (await door.post("other")).json()["unreadable"] == 1


async def test_each_adapter_has_its_own_largest_body(door: Door) -> None:
    large = json.dumps({"trackingNumber": "1Z1", "photo": "A" * 300_000}).encode()
    credential = {"credential": "s3cret"}

    assert (await door.http.post("/webhooks/courier?token=s3cret", content=large)).status_code == 413
    assert (await door.http.post("/webhooks/brown", content=large, headers=credential)).status_code == 200


async def test_a_handshake_is_answered_as_its_sender_wants(door: Door) -> None:
    assert (await door.http.get("/webhooks/fleet?check=abc")).text == "abc"
    assert (await door.http.get("/webhooks/courier?check=abc")).text == ""
