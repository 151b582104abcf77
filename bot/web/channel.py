"""The chat on the tracking page as a channel: the page reads the store, so what is recorded is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Option, Pace, Sent, Utterance


class Words(Protocol):
    """Where words come from; `bot.words.Words` is one."""

    def say(self, utterance: Utterance, channel: ChannelName) -> str: ...

    def label(self, option: Option, utterance: Utterance, channel: ChannelName) -> str: ...


class WebChannel:
    """`announce` is told the address after each message, so that an open page can look again; it must not raise."""

    name: ChannelName = ChannelName.WEB

    def __init__(self, words: Words, announce: Callable[[str], None] | None = None) -> None:
        self.pace = Pace(units_per_second=1000)
        self._words = words
        self._announce = announce

    def compose(self, utterance: Utterance) -> Composed:
        """Return plain text, not HTML (the page escapes it), and a button for each choice."""
        utterance = _at_home(utterance)
        labels = ((self._words.label(option, utterance, self.name), option.token) for option in utterance.options)
        return Composed(
            text=_sayable(self._words.say(utterance, self.name)).strip(),
            buttons=tuple((" ".join(_sayable(label).split()), token) for label, token in labels),
        )

    async def send(self, address: str, composed: Composed, token: str) -> Sent:
        if self._announce:
            self._announce(address)
        return Sent(f"web:{token}")

    async def find(self, address: str, composed: Composed, sent_after: datetime) -> Sent | None:
        """Whatever was going to be said stands in the store, where the page reads it: it has always gone."""
        return Sent("web")

    async def close(self) -> None:
        """Nothing is held open."""


def _at_home(utterance: Utterance) -> Utterance:
    """Words about one parcel are read on its own page: no link leads there. Several keep theirs."""
    facts = dict(utterance.facts)
    match facts.get("parcels"):
        case [dict(parcel)]:
            facts["parcels"] = [{**parcel, "link": None}]
        case list() | tuple():
            return utterance
    return replace(utterance, facts={**facts, "link": None})


# Control characters but \n and tab, lone surrogates and direction overrides: no page and no database wants them.
_UNSAYABLE = dict.fromkeys(
    [*range(9), *range(0xB, 0x20), 0x7F, *range(0x80, 0xA0), *range(0x202D, 0x202F), *range(0xD800, 0xE000)], ""
)


def _sayable(text: str) -> str:
    return text.translate(_UNSAYABLE)
