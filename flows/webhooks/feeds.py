"""Feeds: opening a source for a 3PL, changing it, and giving it a new secret while the old one still works."""

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from carriers.dialect import Dialect
from carriers.generic.mapping import BadMapping
from carriers.registry import UnknownAdapter, adapter
from carriers.signatures import new_secret
from domain.localtime import zone
from flows.webhooks.sources import ClosedSource, opened
from store import orders
from store.tables import Merchant, Source
from store.writing import table_of

_SOURCE, _MERCHANT = table_of(Source), table_of(Merchant)

WAYS = ("webhook", "api", "dispatcher")
"""How a 3PL can be asked for changes."""


REQUESTER = re.compile(r"[^,]{1,30}, ?\+[0-9]{6,13}")
"""Of the length that UPS takes."""


class BadFeed(ValueError):
    """It cannot be opened or changed like this; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What of a feed may be changed later; None leaves it as it is, an empty text takes it away.

    `mapping` is for the generic adapter, `api_key` opens the sender's API, `ask_by` is one of `WAYS`. `requester` is
    whom a carrier may ring about a change: a name, a comma, a phone number with its country code. With `fetch_first` a
    webhook is only a hint: its parcels are asked about, and the API's answer is what is believed.
    """

    zone: str | None = None
    mapping: Mapping[str, Any] | None = None
    outbound_url: str | None = None
    outbound_secret: str | None = None
    api_key: str | None = None
    api_url: str | None = None
    ask_by: str | None = None
    dispatcher_email: str | None = None
    fetch_first: bool | None = None
    requester: str | None = None


@dataclass(frozen=True, slots=True)
class NewFeed:
    name: str
    adapter: str
    merchant: str
    secret: str
    arrangement: Arrangement = Arrangement()


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
    columns = _checked(feed.adapter, feed.arrangement)
    if feed.arrangement.outbound_url and not columns.get("outbound_secret"):
        columns["outbound_secret"] = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    merchant = orders.merchant(tx, feed.merchant, now)
    row = {
        "name": feed.name,
        "adapter": feed.adapter,
        "merchant_id": merchant.id,
        "slug": slug,
        "secret": feed.secret,
        "created_at": now,
        **columns,
    }
    tx.execute(insert(_SOURCE).values(row))
    return Added(slug, columns.get("outbound_secret"))


def change(tx: Connection, name: str, arrangement: Arrangement) -> list[str]:
    """Changes what is given of a feed; returns the names of it. Raises BadFeed."""
    row = _named(tx, name)
    columns = _checked(row.adapter, arrangement, row)
    if not columns:
        raise BadFeed("there is nothing to change: name what is to be another")
    tx.execute(update(_SOURCE).where(_SOURCE.c.id == row.id).values(columns))
    return sorted(columns)


def listed(tx: Connection) -> list[dict[str, Any]]:
    """All feeds, without secrets; `problem` says why one is closed, `polled` whether its API is asked as well."""
    statement = select(_SOURCE, _MERCHANT.c.name.label("merchant")).join(_MERCHANT).order_by(_SOURCE.c.name)
    return [_shown(row) for row in tx.execute(statement)]


def rotate(tx: Connection, name: str, secret: str | None, *, finish: bool) -> str:
    """Sets a new secret beside the old one, or takes the old one away. Returns the secret in force."""
    row = _named(tx, name)
    if finish:
        tx.execute(update(_SOURCE).where(_SOURCE.c.id == row.id).values(old_secret=None))
        return str(row.secret)
    fresh = secret or new_secret(_dialect(row.adapter, row.mapping).signature)
    tx.execute(update(_SOURCE).where(_SOURCE.c.id == row.id).values(secret=fresh, old_secret=row.secret))
    return fresh


def set_keys(tx: Connection, name: str, text: str) -> None:
    """The sender's keys as it publishes them now. A pair of ours that signs tests stays beside them. Raises BadFeed."""
    row = _named(tx, name)
    ours = next((secret for secret in (row.secret, row.old_secret) if secret and '"d"' in secret), None)
    tx.execute(update(_SOURCE).where(_SOURCE.c.id == row.id).values(secret=text, old_secret=ours))


def set_open(tx: Connection, name: str, is_open: bool, now: datetime) -> None:
    """Closes a feed, so that its address is nobody's, or opens it again; what it sent stays. Raises BadFeed."""
    row = _named(tx, name)
    tx.execute(update(_SOURCE).where(_SOURCE.c.id == row.id).values(closed_at=None if is_open else now))


def _named(tx: Connection, name: str) -> Any:
    row = tx.execute(select(_SOURCE).where(_SOURCE.c.name == name)).first()
    if row is None:
        raise BadFeed(f"there is no feed named {name!r}: see `doorstep source list`")
    return row


def _shown(row: Any) -> dict[str, Any]:
    found = opened(row)
    return {
        "name": row.name,
        "adapter": row.adapter,
        "merchant": row.merchant,
        "slug": row.slug,
        "zone": row.zone,
        "outbound_url": row.outbound_url,
        "ask_by": row.ask_by or ("webhook" if row.outbound_url else None),
        "polled": row.api_key is not None,
        "fetch_first": bool(row.fetch_first),
        "closed": row.closed_at is not None,
        "rotating": row.old_secret is not None,
        "weak": None if isinstance(found, ClosedSource) else found.adapter.signature.weak,
        "problem": found.why if isinstance(found, ClosedSource) else None,
        "created_at": row.created_at,
    }


def _checked(name: str, given: Arrangement, row: Any = None) -> dict[str, Any]:
    """The columns to write; `row` is the feed as it stands, None for a new one."""
    if given.mapping is not None and name != "generic":
        raise BadFeed(f"a mapping is for the generic adapter; {name} knows its fields already")
    dialect = _dialect(name, given.mapping)
    if given.zone:
        try:
            zone(given.zone)
        except ValueError as problem:
            raise BadFeed(str(problem)) from problem
    for what, url in (("outbound URL", given.outbound_url), ("API URL", given.api_url)):
        if url and urlsplit(url).scheme not in ("http", "https"):
            raise BadFeed(f"the {what} must begin with https:// or http://")
    if given.api_key and dialect.poller is None:
        raise BadFeed(f"Doorstep asks no API of {dialect.title}, so a key would open nothing")
    written = {field.name: getattr(given, field.name) for field in fields(given)}
    columns = {name: None if value == "" else value for name, value in written.items() if value is not None}
    key, fetches = (columns.get(one, getattr(row, one, None)) for one in ("api_key", "fetch_first"))
    if fetches and not key:
        raise BadFeed("what is to be fetched before it is believed needs the key of the sender's API")
    _check_asking(dialect, given, *(columns.get(one, getattr(row, one, None)) for one in ("ask_by", "requester")))
    return columns


def _check_asking(dialect: Dialect, given: Arrangement, ask_by: str | None, requester: str | None) -> None:
    """`ask_by` and `requester` as they will be."""
    if given.ask_by and given.ask_by not in WAYS:
        raise BadFeed(f"a 3PL is asked by {', '.join(WAYS)}; not by {given.ask_by}")
    if given.ask_by == "api" and dialect.changer is None:
        raise BadFeed(f"Doorstep knows no way to ask {dialect.title} for changes: use webhook or dispatcher")
    if given.requester and not REQUESTER.fullmatch(given.requester):
        raise BadFeed(
            "a requester is a name, a comma and a phone number with its country code: Acme Shop, +12125550100"
        )
    if ask_by == "api" and dialect.changer is not None and dialect.changer.wants_requester and not requester:
        raise BadFeed(
            f"{dialect.title} must know whom it may ring about a change: set the requester, a name and a phone number, "
            'such as "Acme Shop, +12125550100" (--requester)'
        )


def _dialect(name: str, mapping: Mapping[str, Any] | None) -> Dialect:
    try:
        return adapter(name, mapping)
    except BadMapping as flaw:
        raise BadFeed(f"the mapping cannot be used: {flaw}") from flaw
    except UnknownAdapter as flaw:
        raise BadFeed(str(flaw)) from flaw
