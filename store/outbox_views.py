"""The outbox as staff look at it: what is going to be said, by time, filtered, paged by key, never looking too far."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, func, literal, or_, select, union_all
from sqlalchemy.sql import ColumnElement, Select

from domain.talk.folding import fold
from store.scope import is_narrow, mine
from store.tables import Contact, Conversation, Customer, Merchant, Message, Notice, Order, Shipment
from store.writing import table_of

_T, _SHIPMENT, _ORDER, _MERCHANT = (table_of(t) for t in (Notice, Shipment, Order, Merchant))
_CUSTOMER, _CONTACT, _MESSAGE, _THREAD = (table_of(t) for t in (Customer, Contact, Message, Conversation))

LOOKED_AT = 4000
"""Where a filter is set, so many of the next notices are looked at for one page: a page costs the same however rare
what is looked for is, and says how far it looked.
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; empty means any. `area` is the beginning of a postcode, a part of a town, or a country."""

    merchant: str = ""
    kind: str = ""
    channel: str = ""
    carrier: str = ""
    area: str = ""
    held: str = ""


Place = tuple[datetime, int]
"""A row's place in the list: (send_after, id)."""


@dataclass(frozen=True, slots=True)
class Found:
    """`more` is the place to go on from, None at the end."""

    rows: Sequence[Any]
    more: Place | None


def going(tx: Connection, looking: Filter, channels: Sequence[str], after: Place | None, limit: int) -> Found:
    """(id, shipment_id, key) of planned and held notices by time. `channels` are those in use, the preferred first."""
    wanted = ("held",) if looking.held == "yes" else ("planned",) if looking.held == "no" else ("planned", "held")
    plain = looking == Filter(held=looking.held) and not is_narrow(tx)
    depth = limit + 1 if plain else LOOKED_AT
    ahead = _ahead(wanted, after, depth)
    found = (
        select(ahead.c.id, ahead.c.send_after, _T.c.shipment_id, _T.c.key)
        .join(_T, _T.c.id == ahead.c.id)
        .order_by(ahead.c.send_after, ahead.c.id)
        .limit(limit + 1)
    )
    chosen = found if plain else mine(tx, _filtered(found, looking, channels), _SHIPMENT.c.merchant_id)
    rows = tx.execute(chosen).all()
    if len(rows) > limit:
        last = rows[limit - 1]
        return Found(rows[:limit], (last.send_after, last.id))
    return Found(rows, None if plain else _end(tx, ahead, depth))


def _ahead(states: Collection[str], after: Place | None, depth: int) -> Any:
    """The next notices by time: an index for each state, and the first of both."""
    parts = []
    for state in states:
        part = select(_T.c.id, _T.c.send_after).where(_T.c.state == literal(state, literal_execute=True))
        if after is not None:
            at, notice_id = after
            part = part.where(_T.c.send_after >= at, or_(_T.c.send_after > at, _T.c.id > notice_id))
        parts.append(select(part.order_by(_T.c.send_after, _T.c.id).limit(depth).subquery()))
    both = union_all(*parts).subquery() if len(parts) > 1 else parts[0].subquery()
    return select(both.c.id, both.c.send_after).order_by(both.c.send_after, both.c.id).limit(depth).subquery()


def _end(tx: Connection, ahead: Any, depth: int) -> Place | None:
    """Where the look ended, when there is more behind it."""
    last = tx.execute(select(ahead.c.send_after, ahead.c.id).order_by(ahead.c.send_after.desc(), ahead.c.id.desc()))
    rows = last.fetchmany(1)
    count = tx.scalar(select(func.count()).select_from(ahead)) or 0
    return (rows[0].send_after, rows[0].id) if rows and count == depth else None


def _filtered(found: Select[Any], looking: Filter, channels: Sequence[str]) -> Select[Any]:
    found = found.join(_SHIPMENT, _SHIPMENT.c.id == _T.c.shipment_id).join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    if looking.kind:
        found = found.where(_T.c.kind == looking.kind)
    if looking.carrier:
        found = found.where(_SHIPMENT.c.carrier == looking.carrier)
    if looking.merchant:
        found = found.join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
        found = found.where(_MERCHANT.c.name == looking.merchant)
    if looking.area:
        found = found.where(in_area(looking.area))
    if looking.channel:
        found = found.where(_way(channels) == looking.channel)
    return found


def in_area(area: str) -> ColumnElement[bool]:
    """Of an order: whether its address lies there."""
    address = _ORDER.c.address
    postcode, country = (address[name].as_string() for name in ("postcode", "country"))
    return or_(
        func.upper(postcode).startswith(area.upper(), autoescape=True),
        *([_ORDER.c.town.contains(town, autoescape=True)] if (town := fold(area)) else ()),
        country == area.upper(),
    )


def _way(channels: Sequence[str]) -> ColumnElement[str]:
    """The channel a notice would take now, as the voice chooses it."""
    ways = [
        (
            select(_CONTACT.c.id)
            .where(_CONTACT.c.customer_id == _T.c.customer_id, _CONTACT.c.channel == name, _CONTACT.c.state == "active")
            .exists(),
            name,
        )
        for name in channels
    ]
    return case(*ways, else_="web") if ways else literal("web")


def rows_of(tx: Connection, notice_ids: Collection[int]) -> dict[int, Any]:
    """(id, shipment_id, key, kind, state, send_after) of these notices, by id."""
    columns = (_T.c.id, _T.c.shipment_id, _T.c.key, _T.c.kind, _T.c.state, _T.c.send_after)
    return {row.id: row for row in tx.execute(select(*columns).where(_T.c.id.in_(notice_ids)))}


def heads(tx: Connection, shipment_ids: Collection[int]) -> dict[int, Any]:
    """Number, carrier, zone, town, and the customer's and the merchant's name, by shipment."""
    found = (
        select(
            _SHIPMENT.c.id,
            _SHIPMENT.c.tracking_number,
            _SHIPMENT.c.carrier,
            _ORDER.c.zone,
            _ORDER.c.address,
            _CUSTOMER.c.name.label("customer"),
            _CUSTOMER.c.language,
            _MERCHANT.c.title.label("merchant"),
        )
        .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SHIPMENT.c.customer_id)
        .join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
        .where(_SHIPMENT.c.id.in_(shipment_ids))
    )
    return {row.id: row for row in tx.execute(found)}


def at_the_door(tx: Connection, limit: int) -> Sequence[Any]:
    """Messages in words that wait for their channel, the first to go first, with whom they are for."""
    found = (
        select(
            _MESSAGE.c.id,
            _MESSAGE.c.conversation_id,
            _MESSAGE.c.shipment_id,
            _MESSAGE.c.channel,
            _MESSAGE.c.author,
            _MESSAGE.c.name,
            _MESSAGE.c.text,
            _MESSAGE.c.due_at,
            _MESSAGE.c.attempts,
            _MESSAGE.c.why,
            _T.c.key,
            _T.c.shipment_id.label("lead_id"),
            _CUSTOMER.c.name.label("customer"),
        )
        .outerjoin(_T, and_(_T.c.message_id == _MESSAGE.c.id, _T.c.state == "sending"))
        .join(_THREAD, _THREAD.c.id == _MESSAGE.c.conversation_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _THREAD.c.customer_id)
        .where(_MESSAGE.c.state == literal("queued", literal_execute=True))
        .order_by(_MESSAGE.c.due_at, _MESSAGE.c.id)
        .limit(limit)
    )
    return tx.execute(mine(tx, found, _THREAD.c.merchant_id)).all()


def choices(tx: Connection) -> tuple[list[Any], list[str]]:
    """What can be filtered by: merchants (name, title), and the carriers of the newest parcels."""
    shops = mine(tx, select(_MERCHANT.c.name, _MERCHANT.c.title), _MERCHANT.c.id)
    merchants = tx.execute(shops.order_by(_MERCHANT.c.title)).all()
    parcels = mine(tx, select(_SHIPMENT.c.carrier), _SHIPMENT.c.merchant_id)
    newest = parcels.order_by(_SHIPMENT.c.id.desc()).limit(2000).subquery()
    return list(merchants), sorted(tx.scalars(select(newest.c.carrier).distinct()))


def news(tx: Connection) -> tuple[Any, ...]:
    """Something that changes when the beginning of the list does."""
    first = _ahead(("planned", "held"), None, 100)
    rows = tx.execute(select(_T.c.id, _T.c.state, _T.c.send_after).join(first, first.c.id == _T.c.id).order_by(_T.c.id))
    return (tx.scalar(select(func.max(_T.c.id))), tuple(tuple(row) for row in rows))
