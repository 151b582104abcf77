"""A house for tests: a real database, real words, recorded channels, a clock that is moved by hand."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.understanding import words
from bot.words import Words
from carriers.contract import Reading, Report
from carriers.registry import adapter
from domain.axes import EtaKind, Milestone
from domain.events import Estimate, TrackingEvent
from domain.links import Links
from domain.orders import Consent, NewOrder, Parcel
from domain.talk.turn import ChannelName, Turn, TurnKind
from flows.messages.channels import Channel, Composed, Pace, SendFailed, SendResult, Sent, Utterance
from flows.messages.claiming import Room, claim
from flows.messages.outcomes import Came, record
from flows.messages.say import say_due
from flows.messages.secret_words import as_sent
from flows.messages.voice import Voice
from flows.orders import place
from flows.talk.answer import Listener
from flows.talk.hear import Heard, answer_one
from flows.talk.hear import keep as keep_turns
from flows.webhooks.digest import digest_some
from flows.webhooks.receive import Acknowledged, Arrival, keep
from flows.webhooks.sources import OpenSource
from store import turns
from store.database import Database
from store.migrations import upgrade
from store.tables import Merchant, Message, Notice, Shipment, Source
from store.writing import table_of

NOON = datetime.fromisoformat("2026-11-24T17:00:00+00:00")
"""Tuesday noon in New York."""


@dataclass
class Recorded:
    """A channel that says nothing to anybody: it composes with the product's words and remembers what it was given."""

    name: ChannelName
    pace: Pace = Pace(1e6)
    said: list[tuple[str, str]] = field(default_factory=list)
    fails: list[SendFailed] = field(default_factory=list)
    words: Words = field(default_factory=Words)

    def compose(self, utterance: Utterance) -> Composed:
        buttons = tuple((self.words.label(o, utterance, self.name), o.token) for o in utterance.options)
        return Composed(self.words.say(utterance, self.name), buttons)

    async def send(self, address: str, composed: Composed, token: str) -> SendResult:
        return self.take(address, composed, token)

    def take(self, address: str, composed: Composed, token: str) -> SendResult:
        if self.fails:
            return self.fails.pop(0)
        self.said.append((address, composed.text))
        return Sent(f"{self.name}-{token}")

    async def find(self, address: str, composed: Composed, sent_after: datetime) -> Sent | None:
        return None

    async def close(self) -> None:
        pass


class House:
    """One merchant, one native source, and whoever orders. Every step is one transaction, as in the product."""

    def __init__(self, url: str, *, policy: dict[str, Any] | None = None) -> None:
        self.database = Database(url)
        self.now = NOON
        self._ids = itertools.count(1)
        with self.database.transaction() as tx:
            upgrade(tx)
            merchant = {"name": "acme", "title": "Acme", "language": "en", "settings": policy or {}}
            tx.execute(table_of(Merchant).insert().values(**merchant, created_at=self.now))
            self.merchant_id: int = tx.scalar(select(table_of(Merchant).c.id)) or 0
            source = {"name": "fleet", "adapter": "doorstep", "merchant_id": self.merchant_id, "slug": "slug"}
            tx.execute(table_of(Source).insert().values(**source, secret="whsec_AAAA", created_at=self.now))
            source_id: int = tx.scalar(select(table_of(Source).c.id)) or 0
        self.source = OpenSource(source_id, "fleet", self.merchant_id, adapter("doorstep"), ("whsec_AAAA",), None)
        self.sms = Recorded(ChannelName.SMS)
        self.telegram = Recorded(ChannelName.TELEGRAM)
        self.web = Recorded(ChannelName.WEB)
        channels: dict[ChannelName, Channel] = {c.name: c for c in (self.sms, self.telegram, self.web)}
        links = Links("https://door.example", b"k" * 32, "door_bot")
        self.voice = Voice(channels, links, lambda: f"token-{next(self._ids)}")
        self.last_links: list[str | None] = []

    def close(self) -> None:
        self.database.close()

    def order(self, *numbers: str, name: str = "1001", **changes: Any) -> None:
        """Bo Ek of New York orders, agreeing to SMS; the parcels allow what `allow` says."""
        allow = tuple(changes.pop("allow", ()))
        order = NewOrder(
            number=name,
            merchant="acme",
            name="Bo Ek",
            phone="+12125550123",
            language="en",
            zone="America/New_York",
            address={"lines": ["12 Elm St"], "city": "New York", "postcode": "10001", "country": "US"},
            parcels=tuple(Parcel(n, "doorstep", allow) for n in numbers),
            consent=Consent(("sms",), "checkout", self.now),
        )
        with self.database.transaction() as tx:
            placed = place(tx, replace(order, **changes), self.voice.links, self.now)
        self.last_links = [parcel.telegram_link for parcel in placed.parcels]

    def event(self, milestone: str, number: str = "DS100", **fields: Any) -> TrackingEvent:
        """An event that happens now, unless `at` says when."""
        at = fields.pop("at", self.now)
        eta: Estimate | None = fields.pop("eta", None)
        key = fields.pop("key", None) or f"evt-{next(self._ids)}"
        return TrackingEvent(key, number, at, max(at, self.now), Milestone(milestone), eta=eta, **fields)

    def report(self, *events: TrackingEvent) -> Acknowledged:
        """The 3PL posts them, one delivery each; they are kept and digested."""
        arrivals = [arrival(self.source, event) for event in events]
        answers = self.database.step(keep, arrivals)
        self.digest()
        return Acknowledged(
            sum(a.accepted for a in answers), sum(a.duplicates for a in answers), sum(a.unreadable for a in answers)
        )

    def digest(self) -> None:
        more = True
        while more:
            count, _ = self.database.step(digest_some, self.now)
            more = bool(count)

    def until(self, at: datetime | timedelta) -> list[str]:
        """Moves the clock to a time (or by a span), saying what falls due on the way; returns the words, in order."""
        goal = self.now + at if isinstance(at, timedelta) else at
        words = self.say()
        while (due := self.next_due()) is not None and due <= goal:
            self.now = max(self.now, due)
            words += self.say()
        self.now = goal
        return words + self.say()

    def say(self) -> list[str]:
        """Says what is due now; returns the words."""
        spoken: list[str] = []
        while True:
            said = self.database.step(say_due, self.voice, self.now)
            fresh = self._send()
            spoken += fresh
            if not said.decided and not fresh:
                return spoken

    def _send(self) -> list[str]:
        words = []
        for channel in (self.telegram, self.sms, self.web):
            rows = self.database.step(claim, channel.name, channel.pace, self.now, Room(50, 50)).rows
            came = []
            for row in rows:
                composed = as_sent(row.composed, self.voice.links.secret_key)
                assert composed is not None
                result = channel.take(row.address, composed, row.token)
                if isinstance(result, Sent):
                    words.append(composed.text)
                came.append(Came(row, result, self.now))
            if came:
                self.database.step(record, came)
        return words

    def next_due(self) -> datetime | None:
        with self.database.transaction() as tx:
            found: datetime | None = tx.scalar(
                select(table_of(Notice).c.send_after)
                .where(table_of(Notice).c.state == "planned")
                .order_by(table_of(Notice).c.send_after)
                .limit(1)
            )
        return found

    def notices(self) -> dict[str, str]:
        """State by key."""
        with self.database.transaction() as tx:
            rows = tx.execute(select(table_of(Notice)).order_by(table_of(Notice).c.id)).all()
        return {row.key: row.state for row in rows}

    def rows(self, model: type, **where: Any) -> Sequence[Any]:
        table = table_of(model)
        statement = select(table).order_by(*table.primary_key.columns)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        with self.database.transaction() as tx:
            return tx.execute(statement).all()

    def tomorrow(self) -> Estimate:
        start = self.now + timedelta(hours=22)
        return Estimate(EtaKind.WINDOW, None, start, start + timedelta(hours=2))

    def refused(self) -> SendFailed:
        return SendFailed("the carrier filtered the text", permanent=True)

    def turn(
        self, text: str, channel: ChannelName = ChannelName.SMS, address: str = "+12125550123", **more: Any
    ) -> Turn:
        """The customer says something now."""
        kind = more.pop("kind", TurnKind.TEXT)
        return Turn(channel, f"turn-{next(self._ids)}", address, self.now, kind, text, **more)

    def hear(self, *said: Turn) -> list[str]:
        """Keeps turns, answers everything that waits, and sends; returns the words of the answers."""
        self.database.step(keep_turns, [Heard(turn, self.now) for turn in said])
        while True:
            waiting = self.database.step(turns.waiting, 50)
            if not waiting:
                return self.say()
            for inbound_id, _ in waiting:
                self.database.step(self.answer_one, inbound_id)

    def answer_one(self, tx: Connection, inbound_id: int) -> None:
        answer_one(tx, inbound_id, self.voice, Listener(words), self.now)

    def shipments(self, tx: Connection) -> Sequence[Any]:
        return tx.execute(select(table_of(Shipment))).all()

    def in_transaction(self) -> Any:
        return self.database.transaction()


def arrival(source: OpenSource, event: TrackingEvent) -> Arrival:
    """A delivery with one event in it."""
    return Arrival(source, Reading(event.key, (Report((event,)),)), b"{}", {}, event.received_at)


def thread(tx: Connection) -> list[str]:
    """All words, in order, with their direction."""
    table = table_of(Message)
    return [f"{row.direction}: {row.text}" for row in tx.execute(select(table).order_by(table.c.id))]
