"""Telegram's old buttons come off: once, for the right message, and again later where Telegram is busy."""

from datetime import timedelta

import pytest

from domain.talk.turn import ChannelName, TurnKind
from flows.messages.channels import SendFailed
from flows.talk.freezing import ATTEMPTS, freeze_some
from store.tables import Message, Offer, OldButtons
from tests.flows.house import House

CHAT = "4242"


class Freezer:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.fails: list[SendFailed] = []

    async def freeze(self, address: str, provider_id: str) -> SendFailed | None:
        self.asked.append((address, provider_id))
        return self.fails.pop(0) if self.fails else None


@pytest.fixture
def bound(house: House) -> House:
    house.order("DS100", allow=("neighbour", "safe_place"))
    house.say()
    token = str(house.last_links[0]).rsplit("=", 1)[1]
    house.hear(house.turn("/start", ChannelName.TELEGRAM, CHAT, kind=TurnKind.START, start_token=token))
    house.hear(house.turn("I can't be home", ChannelName.TELEGRAM, CHAT))
    return house


def taps(house: House, label: str, address: str = CHAT) -> int:
    """Taps the newest button of that label; the message it stands under."""
    offer = [o for o in house.rows(Offer) if o.label == label][-1]
    house.hear(house.turn("", ChannelName.TELEGRAM, address, kind=TurnKind.CHOICE, choice_token=offer.token))
    return int(offer.message_id)


async def freeze(house: House, freezer: Freezer) -> int:
    return await freeze_some(house.database, freezer, lambda: house.now)


async def test_the_buttons_of_a_used_choice_come_off_once(bound: House) -> None:
    message = taps(bound, "neighbour")
    freezer = Freezer()
    assert await freeze(bound, freezer) == 1
    assert freezer.asked == [(CHAT, bound.rows(Message, id=message)[0].provider_id)]
    assert await freeze(bound, freezer) == 0
    assert bound.rows(OldButtons) == []


async def test_where_is_it_stays_and_so_do_other_peoples_buttons(bound: House) -> None:
    taps(bound, "human")
    taps(bound, "neighbour", address="777")
    assert bound.rows(OldButtons) == []


async def test_a_busy_telegram_is_asked_again_later(bound: House) -> None:
    taps(bound, "neighbour")
    freezer = Freezer()
    freezer.fails = [SendFailed("too fast", retry_after_seconds=30, whole_lane=True)]
    await freeze(bound, freezer)
    assert await freeze(bound, freezer) == 0
    bound.now += timedelta(seconds=31)
    assert await freeze(bound, freezer) == 1
    assert bound.rows(OldButtons) == []


async def test_it_is_given_up_after_some_attempts(bound: House) -> None:
    taps(bound, "neighbour")
    freezer = Freezer()
    freezer.fails = [SendFailed("no answer", unsure=True)] * ATTEMPTS
    for _ in range(ATTEMPTS):
        await freeze(bound, freezer)
        bound.now += timedelta(minutes=2)
    assert bound.rows(OldButtons) == []
