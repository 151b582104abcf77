"""What must stand before a simulated 3PL can play a parcel's day: a merchant, its feeds, and slots."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from carriers.registry import adapter
from carriers.signatures import new_secret
from domain.slots import SlotGiven
from flows import merchants
from flows.changes import slots
from flows.webhooks import feeds
from store import orders
from store.tables import Source
from store.writing import table_of

_SOURCE = table_of(Source)

SENDERS = ("easypost", "onfleet", "doorstep")
"""The dialects a simulated 3PL speaks: the parcel network's, the last mile's, and Doorstep's own."""
ASKED_VIA = "doorstep"
"""The feed by which the simulated 3PL is asked for changes."""

POLICY: Mapping[str, object] = {
    "hours": {"opens": "00:00", "closes": "00:00"},
    "gather": 1,
    "confirm_move": 1,
    "feedback_after": 5,
    "extras": {
        "staff_hours": "Monday to Friday, 9:00 to 17:00",
        "staff_hours_ar": "من الاثنين إلى الجمعة، من 9:00 إلى 17:00",
        "staff_hours_de": "Montag bis Freitag, 9–17 Uhr",
        "staff_hours_es": "de lunes a viernes, de 9:00 a 17:00",
        "staff_hours_fr": "du lundi au vendredi, de 9 h à 17 h",
        "staff_hours_it": "da lunedì a venerdì, dalle 9:00 alle 17:00",
        "staff_hours_nl": "maandag tot en met vrijdag, 9.00 tot 17.00 uur",
        "staff_hours_pl": "od poniedziałku do piątku, 9:00–17:00",
        "staff_hours_pt": "de segunda a sexta-feira, das 9:00 às 17:00",
        "staff_hours_tr": "pazartesi–cuma, 9.00–17.00",
        "support": "help@shop.example",
    },
}
"""Nobody sleeps in a simulation: what would wait for company or for the morning is said at once."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An open source: its adapter (with the mapping it may need), the end of its address, and what signs for it."""

    adapter: str
    slug: str
    secret: str
    mapping: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A merchant with its feeds by adapter. `outbound_secret` signs what Doorstep asks of the simulated 3PL."""

    merchant: str
    feeds: Mapping[str, Feed]
    outbound_secret: str


def prepare(tx: Connection, name: str, title: str, outbound_url: str, now: datetime) -> Ready:
    """The simulated merchant with a feed for each dialect: the same ones whenever it is asked for again."""
    merchants.save(tx, name, title, None, dict(POLICY), now)
    rows = {sender: _feed(tx, name, sender, outbound_url, now) for sender in SENDERS}
    opened = {sender: Feed(sender, row.slug, row.secret) for sender, row in rows.items()}
    return Ready(name, opened, rows[ASKED_VIA].outbound_secret)


def _feed(tx: Connection, merchant: str, sender: str, outbound_url: str, now: datetime) -> Any:
    name, url = f"{merchant}-{sender}", outbound_url if sender == ASKED_VIA else None
    named = select(_SOURCE).where(_SOURCE.c.name == name)
    if tx.execute(named).first() is None:
        secret = new_secret(adapter(sender).signature)
        new = feeds.NewFeed(name, sender, merchant, secret, feeds.Arrangement(outbound_url=url))
        feeds.add(tx, new, slug=secrets.token_urlsafe(18), now=now)
    else:
        tx.execute(update(_SOURCE).where(_SOURCE.c.name == name).values(outbound_url=url))
    return tx.execute(named).one()


def publish(tx: Connection, merchant: str, given: Sequence[SlotGiven], now: datetime) -> int:
    """Slots of the simulated merchant; returns how many can be asked for."""
    return slots.publish(tx, orders.merchant(tx, merchant, now).id, given, now)
