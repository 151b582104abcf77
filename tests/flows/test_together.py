"""Turns that wait are answered together: what is slow about their words comes first, and one that fails fails alone."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, tzinfo
from threading import current_thread

from bot.understanding import words
from domain.talk.meaning import Meaning
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.talk.answer import Listener
from flows.talk.hear import TOGETHER, Hearing
from store.tables import Case, Inbound
from tests.flows.house import House

PHONES = [f"+1212555{n:04}" for n in range(TOGETHER + 2)]


class Watched:
    """The usual understanding, which stumbles over one text, and remembers where it was asked for what."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def _note(self, what: str, text: str) -> None:
        self.asked.append((what, current_thread().name.partition("-")[0], text))

    def understand(
        self, text: str, language: str, now: datetime, zone: tzinfo, tracking_numbers: Sequence[str]
    ) -> Meaning:
        self._note("understand", text)
        if text == "stumble":
            raise RuntimeError("it stumbles")
        return words.understand(text, language, now, zone, tracking_numbers)

    def think_ahead(self, text: str) -> None:
        self._note("think ahead", text)
        words.think_ahead(text)


def ask(house: House, *texts: str) -> Watched:
    """Each of these is asked by somebody else; all are answered."""
    watched = Watched()
    hearing = Hearing(house.database, house.voice, Listener(watched), lambda: house.now, lambda due: None)
    said = [
        Turn(ChannelName.SMS, f"k{n}", phone, house.now, TurnKind.TEXT, text)
        for n, (phone, text) in enumerate(zip(PHONES, texts, strict=False))
    ]

    async def all_of_it() -> None:
        assert await hearing.keep(said) == len(said)
        await hearing.drain()

    asyncio.run(all_of_it())
    return watched


def people(house: House) -> None:
    for n, phone in enumerate(PHONES):
        house.order(f"DS{n:03}", name=f"order-{n}", phone=phone)
    house.say()
    house.sms.said.clear()


def test_one_that_fails_fails_alone_and_staff_get_it(house: House) -> None:
    people(house)

    ask(house, "Where is my parcel?", "stumble", *["Where is my parcel?"] * TOGETHER)
    house.say()

    assert sorted({address for address, _ in house.sms.said}) == sorted({*PHONES} - {PHONES[1]})
    states = {row.address: (row.state, row.why) for row in house.rows(Inbound)}
    assert states.pop(PHONES[1]) == ("failed", "RuntimeError")
    assert {state for state, _ in states.values()} == {"handled"}
    assert [case.kind for case in house.rows(Case)] == ["turn_failed"]


def test_each_is_answered_once_though_its_batch_was_tried_again(house: House) -> None:
    people(house)

    ask(house, *["Where is my parcel?"] * 3, "stumble")
    house.say()

    assert sorted(address for address, _ in house.sms.said) == PHONES[:3]


def test_what_is_slow_is_done_before_and_not_by_the_writer(house: House) -> None:
    people(house)
    texts = [f"Where is my parcel, number {n}?" for n in range(TOGETHER + 1)]

    asked = ask(house, *texts).asked

    for text in texts:
        (ahead,) = [at for at, one in enumerate(asked) if one == ("think ahead", "read", text)]
        (answered,) = [at for at, one in enumerate(asked) if one == ("understand", "write", text)]
        assert ahead < answered
    assert asked.index(("understand", "write", texts[0])) < asked.index(("think ahead", "read", texts[-1]))
