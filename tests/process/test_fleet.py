"""Two doors and two workers on one database, each killed in its turn: nothing is lost, and nothing is said twice."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.database import Database
from tests.process import audit
from tests.process.fleet import Fleet, fleet
from tests.process.lives import open_feed, posted, until_rest
from tests.sms.standin import ACCOUNT, AUTH_TOKEN, SENDER, TwilioStandIn, twilio_standin
from tests.telegram.standin import TOKEN, Standin, standin

PARCELS = 24
MILESTONES = ("in_transit", "out_for_delivery", "delivered")
SMS = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": AUTH_TOKEN, "twilio_from": SENDER}


@pytest.mark.timeout(240)
async def test_processes_are_killed_in_turn_and_the_audit_adds_up(postgres_url: str, tmp_path: Path) -> None:
    async with twilio_standin() as twilio:
        settings = {**SMS, "twilio_api_url": twilio.url, "twilio_segments_per_second": "100", "lease_seconds": "3"}
        async with fleet(postgres_url, tmp_path, doors=2, workers=2, **settings) as house:
            await house.start()
            source = await open_feed(house)
            for n in range(PARCELS):
                await house.doors[n % 2].order(f"order-{n}", f"DS{n:03}", phone=f"+1212555{n:04}")
            acknowledged: set[str] = set()
            posting = asyncio.gather(*(_live(house, source, n, acknowledged) for n in range(PARCELS)))
            restarts = []
            for process in house.processes:
                await asyncio.sleep(0.8)
                process.kill()
                restarts.append(asyncio.create_task(house.restart(process)))
            await asyncio.gather(posting, *restarts)
            database = Database(postgres_url)
            await until_rest(database)
        delivered = {f"DS{n:03}" for n in range(PARCELS)}
        assert len(acknowledged) == PARCELS * len(MILESTONES)
        assert audit.broken(database, acknowledged, delivered, _taken(twilio), datetime.now(UTC)) == []
        assert twilio.complaints == []
        database.close()


@pytest.mark.timeout(240)
async def test_one_process_polls_and_when_it_is_killed_another_does(postgres_url: str, tmp_path: Path) -> None:
    async with standin() as telegram:
        settings = {"telegram_token": TOKEN, "telegram_api_url": telegram.url}
        async with fleet(postgres_url, tmp_path, doors=1, workers=2, **settings) as house:
            await house.start()
            first, second = house.workers
            await _answered(telegram, 0)
            first.kill()
            await _answered(telegram, 1)
            await house.restart(first)
            second.kill()  # one of the two was the one that polled
            await _answered(telegram, 2)
        answers = Counter(params["chat_id"] for params in telegram.params("sendMessage"))
        assert answers == {7000: 1, 7001: 1, 7002: 1}


async def _answered(telegram: Standin, n: int) -> None:
    await telegram.push(_text(n))
    async with asyncio.timeout(60):
        while not any(params["chat_id"] == 7000 + n for params in telegram.params("sendMessage")):
            await telegram.called("sendMessage", len(telegram.params("sendMessage")) + 1)


def _text(n: int) -> dict[str, Any]:
    person = {"id": 7000 + n, "is_bot": False, "first_name": "Bo", "language_code": "en"}
    now = int(datetime.now(UTC).timestamp())
    chat = {"id": 7000 + n, "type": "private", "first_name": "Bo"}
    return {
        "update_id": 100 + n,
        "message": {"message_id": n, "from": person, "chat": chat, "date": now, "text": "hello"},
    }


async def _live(house: Fleet, source: dict[str, str], n: int, acknowledged: set[str]) -> None:
    """A parcel's day; like any 3PL we post again until we are told 200."""
    chance = random.Random(n)
    for milestone in MILESTONES:
        await asyncio.sleep(chance.uniform(0.2, 1.5))
        now = datetime.now(UTC).isoformat()
        event = {"id": f"{n}-{milestone}", "tracking_number": f"DS{n:03}", "milestone": milestone, "occurred_at": now}
        while event["id"] not in acknowledged:
            if await posted(chance.choice(house.doors), source, event):
                acknowledged.add(event["id"])
            else:
                await asyncio.sleep(0.1)


def _taken(twilio: TwilioStandIn) -> audit.Taken:
    return Counter((message["to"], message["body"]) for message in twilio.messages)
