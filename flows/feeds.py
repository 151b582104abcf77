"""Feeds: opening a source for a 3PL, and giving it a new secret while the old one still works."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from carriers.registry import adapter
from carriers.signatures import new_secret
from domain.localtime import zone
from store import orders
from store.tables import Merchant, Source
from store.writing import table_of

_SOURCE, _MERCHANT = table_of(Source), table_of(Merchant)


class BadFeed(ValueError):
    """It cannot be opened or changed like this; the text says what to do."""


@dataclass(frozen=True, slots=True)
class NewFeed:
    name: str
    adapter: str
    merchant: str
    secret: str
    zone: str | None = None
    outbound_url: str | None = None
    outbound_secret: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    slug: str
    outbound_secret: str | None


def add(tx: Connection, feed: NewFeed, *, slug: str, now: datetime) -> Added:
    """Opens a feed; its merchant is made when it is not there. Raises BadFeed."""
    if not feed.name.strip():
        raise BadFeed("a feed needs a name")
    if tx.scalar(select(_SOURCE.c.id).where(_SOURCE.c.name == feed.name)) is not None:
        raise BadFeed(f"there is a feed named {feed.name!r} already: choose another name, or rotate its secret")
    if feed.zone is not None:
        try:
            zone(feed.zone)
        except ValueError as problem:
            raise BadFeed(str(problem)) from problem
    outbound_secret = _outbound_secret(feed)
    merchant = orders.merchant(tx, feed.merchant, now)
    row = {
        "name": feed.name,
        "adapter": feed.adapter,
        "merchant_id": merchant.id,
        "slug": slug,
        "secret": feed.secret,
        "zone": feed.zone,
        "outbound_url": feed.outbound_url,
        "outbound_secret": outbound_secret,
        "created_at": now,
    }
    tx.execute(insert(_SOURCE).values(row))
    return Added(slug, outbound_secret)


def _outbound_secret(feed: NewFeed) -> str | None:
    if feed.outbound_url is None:
        return None
    if urlsplit(feed.outbound_url).scheme not in ("http", "https"):
        raise BadFeed("the outbound URL must begin with https:// or http://")
    return feed.outbound_secret or "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def listed(tx: Connection) -> list[dict[str, Any]]:
    """All feeds, without secrets: name, adapter, merchant, slug, zone, outbound_url, weak, created_at."""
    statement = select(_SOURCE, _MERCHANT.c.name.label("merchant")).join(_MERCHANT).order_by(_SOURCE.c.name)
    return [
        {
            "name": row.name,
            "adapter": row.adapter,
            "merchant": row.merchant,
            "slug": row.slug,
            "zone": row.zone,
            "outbound_url": row.outbound_url,
            "rotating": row.old_secret is not None,
            "weak": adapter(row.adapter).signature.weak,
            "created_at": row.created_at,
        }
        for row in tx.execute(statement)
    ]


def rotate(tx: Connection, name: str, secret: str | None, *, finish: bool) -> str:
    """Sets a new secret beside the old one, or takes the old one away. Returns the secret in force."""
    row = tx.execute(select(_SOURCE).where(_SOURCE.c.name == name)).first()
    if row is None:
        raise BadFeed(f"there is no feed named {name!r}: see `doorstep source list`")
    if finish:
        tx.execute(update(_SOURCE).where(_SOURCE.c.id == row.id).values(old_secret=None))
        return str(row.secret)
    fresh = secret or new_secret(adapter(row.adapter).signature)
    tx.execute(update(_SOURCE).where(_SOURCE.c.id == row.id).values(secret=fresh, old_secret=row.secret))
    return fresh
