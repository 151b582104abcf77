"""A process that is told to end sends and records what it has claimed: nobody need wonder whether it went."""

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from domain.talk.turn import ChannelName
from flows.messages import outbox
from flows.messages.channels import Composed, SendFailed, SendResult
from flows.messages.claiming import Room, claim
from flows.messages.outbox import Lane, Outbox
from flows.messages.say import say_due
from flows.messages.unsure import resolve
from store.tables import Message
from tests.flows.house import House, Recorded


@pytest.mark.parametrize("beside", [[], ["web"], ["web", "telegram"]])
async def test_what_is_claimed_as_the_process_ends_goes_and_is_recorded(
    house: House, monkeypatch: pytest.MonkeyPatch, beside: list[str]
) -> None:
    """Also where another lane has nothing to wait for."""
    claimed, go = threading.Event(), threading.Event()

    def slow_claim(tx: Connection, *rest: Any) -> Any:
        found = claim(tx, *rest)
        if found.rows:
            claimed.set()
            go.wait(60)
        return found

    monkeypatch.setattr(outbox, "claim", slow_claim)
    house.order("DS100")
    house.database.step(say_due, house.voice, house.now)
    channels = [house.sms, *(Recorded(ChannelName(name)) for name in beside)]
    lanes = {one.name.value: Lane(one, house.database, lambda: house.now, lambda _: None) for one in channels}
    outbox_ = Outbox(lanes)
    running = asyncio.create_task(outbox_.run())
    await asyncio.to_thread(claimed.wait, 60)
    running.cancel()
    asyncio.get_running_loop().call_later(0.1, go.set)
    await asyncio.gather(running, return_exceptions=True)
    await outbox_.land()
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


async def test_what_a_killed_process_left_is_told_to_the_operator(house: House) -> None:
    house.order("DS100")
    house.database.step(say_due, house.voice, house.now)
    (row,) = house.database.step(claim, "sms", house.sms.pace, house.now, Room(9, 9)).rows
    with capture_logs() as said:
        await resolve(house.database, {}, row.claimed_at + timedelta(seconds=119), timedelta(seconds=120))
        await resolve(house.database, {}, row.claimed_at + timedelta(seconds=120), timedelta(seconds=120))
    assert [(line["event"], line["messages"], line["seconds"]) for line in said] == [("messages.abandoned", 1, 120.0)]
