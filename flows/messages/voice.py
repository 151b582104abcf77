"""The voice: which channels there are, whom they reach, and how something becomes a queued message in exact words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.links import Links
from domain.talk.answer import Choice
from domain.talk.turn import ChannelName
from flows.messages import secret_words
from flows.messages.channels import Channel, Option, Utterance
from flows.messages.wording import NOTHING, Wording
from store import messages

OFFER_LIVES = timedelta(days=14)
"""How long a button can be used; what it does is checked again when it is."""

PREFERENCE = (ChannelName.TELEGRAM, ChannelName.SMS)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a message for a customer goes. `greeted`: this address knows who we are."""

    channel: ChannelName
    address: str
    greeted: bool = True


@dataclass(frozen=True, slots=True)
class NoRoute:
    why: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom we speak to, and in which conversation."""

    conversation_id: int
    language: str
    zone: tzinfo
    brand: str
    shipment_id: int | None = None
    merchant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """A message in its exact words, not queued yet: its row, and those of what it offers."""

    row: dict[str, Any]
    offers: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """`channels` are the configured ones; web is always there. `token` gives a fresh unguessable id."""

    channels: Mapping[ChannelName, Channel]
    links: Links
    token: Callable[[], str]
    author: str = field(default="bot")
    staff_language: str = "en"
    """What staff read: words in another language are kept in this one beside."""

    @property
    def reaches_phones(self) -> bool:
        """Whether people can be reached anywhere but on the page."""
        return any(channel in self.channels for channel in PREFERENCE)

    def route(self, customer_id: int, contacts: Sequence[Any]) -> Route | NoRoute:
        """Telegram before SMS; the tracking page for those who gave us no other way. A stop is never walked around."""
        for channel in PREFERENCE:
            if channel not in self.channels:
                continue
            for contact in contacts:
                if contact.channel == channel and contact.state == "active":
                    return Route(channel, contact.address, contact.greeted)
        silenced = [c for c in contacts if c.state == "stopped"]
        if silenced:
            return NoRoute(f"the customer asked for silence on {' and '.join(sorted({c.channel for c in silenced}))}")
        return Route(ChannelName.WEB, str(customer_id))

    def gloss(self, channel: ChannelName, utterance: Utterance) -> str | None:
        """The same words in the language of staff; None where they read the customer's."""
        if same_language(utterance.language, self.staff_language):
            return None
        return self.channels[channel].compose(replace(utterance, language=self.staff_language)).text

    def words(
        self,
        to: Addressee,
        route: Route,
        name: str,
        facts: Mapping[str, object],
        choices: Sequence[Choice],
        now: datetime,
        *,
        priority: int,
        corrected: str | None = None,
        expires_at: datetime | None = None,
        author: str | None = None,
        due_at: datetime | None = None,
        mark: str | None = None,
        own: Wording = NOTHING,
        own_words: str | None = None,
    ) -> Worded:
        """Composes the exact words, to be queued with their offers.

        `own` is what speaks for the merchant, where it has words of its own. `own_words` are what a person wrote,
        without what the channel puts around them.
        """
        tokens = [self.token() for _ in choices]
        options = tuple(Option(t, c.label, c.facts) for t, c in zip(tokens, choices, strict=True))
        utterance = Utterance(
            name,
            facts,
            to.language,
            to.zone,
            now,
            to.brand,
            options,
            corrected,
            opening=not route.greeted,
            wording=own.of(to.merchant_id, name, facts),
        )
        composed = self.channels[route.channel].compose(utterance)
        text, words = secret_words.kept(name, composed, self.links.secret_key)
        is_ours = corrected is not None or author is not None or text != composed.text
        gloss = own_words if is_ours else self.gloss(route.channel, utterance)
        words = {**words, "mark": mark} if mark else words
        row = {
            "conversation_id": to.conversation_id,
            "shipment_id": to.shipment_id,
            "direction": "out",
            "channel": route.channel.value,
            "address": route.address,
            "author": author or self.author,
            "name": name,
            "text": text,
            "language": to.language,
            "gloss": gloss,
            "composed": words,
            "state": "queued",
            "priority": priority,
            "units": composed.units,
            "due_at": due_at or now,
            "expires_at": expires_at,
            "token": self.token(),
            "created_at": now,
        }
        offers = [
            {
                "token": token,
                "conversation_id": to.conversation_id,
                "position": position,
                "label": choice.label,
                "action": {**msgspec.to_builtins(choice.action), "facts": dict(choice.facts)},
                "expires_at": now + OFFER_LIVES,
            }
            for position, (token, choice) in enumerate(zip(tokens, choices, strict=True), start=1)
        ]
        return Worded(row, tuple(offers))


def queue_all(tx: Connection, worded: Sequence[Worded]) -> list[int]:
    """Queues them with what they offer; returns the messages' ids, in their order."""
    ids = messages.add_all(tx, [one.row for one in worded])
    offers = [{**offer, "message_id": id_} for id_, one in zip(ids, worded, strict=True) for offer in one.offers]
    messages.add_offers(tx, offers)
    return ids


def queue(tx: Connection, worded: Worded) -> int:
    return queue_all(tx, [worded])[0]


def same_language(one: str, other: str) -> bool:
    return one.partition("-")[0].casefold() == other.partition("-")[0].casefold()
