"""A deploy without a stop: a newer version migrates the database while this one serves, works and starts again."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from store.database import Database
from store.migrations import patiently
from tests.process import audit
from tests.process.fleet import Fleet, fleet
from tests.process.lives import insist, open_feed, ordered, posted, until_rest
from tests.sms.standin import ACCOUNT, AUTH_TOKEN, SENDER, twilio_standin
from tests.store.test_expanding import _from_tomorrow

PARCELS = 12


@pytest.mark.timeout(300)
async def test_the_version_before_goes_on_across_a_migration(postgres_url: str, tmp_path: Path) -> None:
    async with twilio_standin() as twilio:
        settings = {
            "twilio_account_sid": ACCOUNT, "twilio_auth_token": AUTH_TOKEN, "twilio_from": SENDER,
            "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "lease_seconds": "4",
        }  # fmt: skip
        async with fleet(postgres_url, tmp_path, 1, 1, **settings) as house:
            await house.start()
            source = await open_feed(house)
            acknowledged: set[str] = set()
            living = asyncio.create_task(_live(house, source, acknowledged))
            await asyncio.sleep(1)
            database = Database(postgres_url)
            patiently(database.engine, _from_tomorrow)  # as the first process of the newer version does when it starts
            house.workers[0].stop()
            await house.restart(house.workers[0])  # the old version once more: a crash, or a rollback
            await living
            await until_rest(database)
            delivered = {f"DS{n:03}" for n in range(PARCELS)}
            taken = audit.Taken((message["to"], message["body"]) for message in twilio.messages)
            broken = audit.broken(database, acknowledged, delivered, taken, datetime.now(UTC))
            database.close()
    assert len(acknowledged) == PARCELS * 2
    assert broken == []


async def _live(house: Fleet, source: dict[str, str], acknowledged: set[str]) -> None:
    for n in range(PARCELS):
        number = f"DS{n:03}"
        await insist(partial(ordered, house.doors[0], f"o{n}", number, f"+1212555{n:04}"))
        for milestone in ("out_for_delivery", "delivered"):
            event = {
                "id": f"{n}-{milestone}", "tracking_number": number, "milestone": milestone,
                "occurred_at": datetime.now(UTC).isoformat(),
            }  # fmt: skip
            await insist(partial(posted, house.doors[0], source, event))
            acknowledged.add(event["id"])
            await asyncio.sleep(0.2)
