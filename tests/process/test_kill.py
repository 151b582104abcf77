"""kill -9 while webhooks pour in: what was acknowledged is there afterwards, once, and is told once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from store.database import Database
from store.tables import EventRow, Message, Notice
from store.writing import table_of
from tests.process.service import Running, service

PARCELS = 60
EVENTS = 600


@pytest.mark.timeout(300)
async def test_nothing_acknowledged_is_lost_and_nothing_is_told_twice(database_url: str, tmp_path: Path) -> None:
    async with service(database_url, tmp_path, lease_seconds="20") as doorstep:
        await doorstep.start()
        source = doorstep.command("source", "add", "fleet", "--adapter", "doorstep", "--merchant", "acme", "--json")
        for n in range(PARCELS):
            await doorstep.order(f"order-{n}", f"DS{n:03}", phone=f"+1212555{n:04}")
        acknowledged: set[str] = set()
        for round_ in range(3):
            posting = [asyncio.create_task(_pour(doorstep, source, round_, lane, acknowledged)) for lane in range(8)]
            await asyncio.sleep(0.4)
            doorstep.kill()
            await asyncio.gather(*posting)
            await doorstep.start()
        await _until_quiet(doorstep)
        await _until_settled(database_url)
        doorstep.stop()
    _check(database_url, acknowledged)


async def _pour(doorstep: Running, source: dict[str, str], round_: int, lane: int, acknowledged: set[str]) -> None:
    """Posts events one after another until the service is gone; remembers those that were acknowledged."""
    for n in range(EVENTS):
        event_id = f"e-{round_}-{lane}-{n}"
        milestone = ("in_transit", "out_for_delivery", "delivered")[round_]
        event = {
            "id": event_id,
            "tracking_number": f"DS{(lane * 7 + n) % PARCELS:03}",
            "milestone": milestone,
            "occurred_at": datetime.now(UTC).isoformat(),
        }
        try:
            status, answer = await doorstep.post(source, event)
        except aiohttp.ClientError:
            return
        assert (status, answer["accepted"]) == (200, 1), answer
        acknowledged.add(event_id)


async def _until_quiet(doorstep: Running) -> None:
    """Waits until every kept webhook is digested."""
    async with asyncio.timeout(60):
        while True:
            _, report = await doorstep.call("GET", "/readyz")
            if report["oldest_unread_webhook_seconds"] is None:
                return
            await asyncio.sleep(0.1)


async def _until_settled(database_url: str) -> None:
    """Waits until somebody has looked into what was being said when the service died."""
    database = Database(database_url)
    notices = table_of(Notice)
    open_ones = select(notices.c.id).where(notices.c.state.in_(["unsure", "sending"])).limit(1)
    async with asyncio.timeout(150):
        while await database.read(lambda tx: tx.scalar(open_ones)) is not None:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.2)
    database.close()


def _check(database_url: str, acknowledged: set[str]) -> None:
    database = Database(database_url)
    events, messages, notices = table_of(EventRow), table_of(Message), table_of(Notice)
    with database.transaction() as tx:
        kept = set(tx.scalars(select(events.c.key)))
        said: Counter[Any] = Counter(
            (row.shipment_id, row.name) for row in tx.execute(select(messages).where(messages.c.direction == "out"))
        )
        unsure = tx.scalars(select(notices.c.key).where(notices.c.state == "unsure")).all()
    database.close()
    assert acknowledged
    assert acknowledged <= kept
    assert unsure == []
    assert max(said.values(), default=0) <= 1
