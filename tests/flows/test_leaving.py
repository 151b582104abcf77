"""A process that is told to end sends and records what it has claimed: nobody need wonder whether it went."""

import asyncio
import threading
from typing import Any

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from flows.messages import outbox
from flows.messages.channels import Composed, SendFailed, SendResult
from flows.messages.claiming import claim
from flows.messages.outbox import Lane
from flows.messages.say import say_due
from store.tables import Message
from tests.flows.house import House, Recorded


async def test_what_is_claimed_as_the_process_ends_goes_and_is_recorded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed, go = threading.Event(), threading.Event()

    def slow_claim(tx: Connection, *rest: Any) -> Any:
        found = claim(tx, *rest)
        claimed.set()
        go.wait(60)
        return found

    monkeypatch.setattr(outbox, "claim", slow_claim)
    house.order("DS100")
    house.database.step(say_due, house.voice, house.now)
    lane = Lane(house.sms, house.database, lambda: house.now, lambda _: None)
    running = asyncio.create_task(lane.run())
    await asyncio.to_thread(claimed.wait, 60)
    running.cancel()
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(running, return_exceptions=True)
    await lane.land()
    assert [row.state for row in house.rows(Message)] == ["sent"]
    assert len(house.sms.said) == 1


async def test_what_a_provider_does_not_answer_in_time_is_counted(house: House) -> None:
    class Silent(Recorded):
        async def send(self, address: str, composed: Composed, token: str) -> SendResult:
            await asyncio.Event().wait()
            raise AssertionError("never")

    house.order("DS100")
    house.database.step(say_due, house.voice, house.now)
    lane = Lane(Silent(house.sms.name), house.database, lambda: house.now, lambda _: None)
    await lane.pump()
    assert lane.unrecorded == 1
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await lane.land()
    assert lane.unrecorded == 1
    assert [row.state for row in house.rows(Message)] == ["sending"]  # until others find it


async def test_a_provider_that_does_not_say_is_told_to_the_operator(house: House) -> None:
    house.sms.fails = [SendFailed("the line broke", unsure=True)]
    house.order("DS100")
    house.database.step(say_due, house.voice, house.now)
    lane = Lane(house.sms, house.database, lambda: house.now, lambda _: None)
    with capture_logs() as said:
        await lane.pump()
        await lane.land()
    assert [(line["event"], line["why"]) for line in said] == [("message.unsure", "the line broke")]
