"""Turns kept before they are acknowledged, and what is needed to answer them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, literal, select, update

from store import bygones
from store.among import among
from store.prepared import Prepared
from store.tables import Customer, DeepLink, Inbound, Merchant, Order, Rating, Shipment
from store.writing import insert_into, insert_new, table_of

_T, _LINK, _SHIPMENT = table_of(Inbound), table_of(DeepLink), table_of(Shipment)
_CUSTOMER, _MERCHANT, _ORDER, _RATING = table_of(Customer), table_of(Merchant), table_of(Order), table_of(Rating)


_FROM_HERE = _T.c.channel == bindparam("channel"), _T.c.address == bindparam("address")
_WAITING = Prepared(select(_T.c.id, _T.c.turn).where(_T.c.state == "kept").order_by(_T.c.id).limit(bindparam("most")))
_KEPT_FROM = (
    select(_T.c.id, _T.c.channel, _T.c.address, _T.c.received_at, _T.c.turn)
    .where(_T.c.state == literal("kept", literal_execute=True), among(_T.c.address, "addresses"))
    .order_by(_T.c.id)
)
_OTHER = _T.alias()
_IS_BEHIND = exists().where(
    _OTHER.c.channel == _T.c.channel, _OTHER.c.address == _T.c.address, _OTHER.c.state == "kept", _OTHER.c.id < _T.c.id
)
_TAKEN = Prepared(
    select(_T, _IS_BEHIND.label("is_behind"))
    .where(_T.c.id == bindparam("b_id"), _T.c.state == "kept")
    .with_for_update(skip_locked=True, of=_T)
)
_FOLLOWING = Prepared(
    select(_T.c.id, _T.c.turn, _T.c.received_at)
    .where(*_FROM_HERE, _T.c.state == "kept", _T.c.id > bindparam("b_id"), _T.c.received_at <= bindparam("until"))
    .order_by(_T.c.id)
    .limit(10)
    .with_for_update(skip_locked=True, of=_T)
)
_CHANGE = Prepared(update(_T).where(_T.c.id == bindparam("b_id")))
_SINCE = *_FROM_HERE, _T.c.received_at >= bindparam("since")
_RECENT_TURNS = Prepared(
    select(_T.c.received_at, _T.c.turn).where(*_SINCE).order_by(_T.c.id.desc()).limit(bindparam("most"))
)


def keep(tx: Connection, rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """Inserts turns not seen before; returns the new ones' ids by (channel, key)."""
    return {(r.channel, r.key): r.id for r in insert_new(tx, _T, rows, "id", "channel", "key")}


def waiting(tx: Connection, limit: int) -> list[Any]:
    """(id, turn) of turns that nobody has answered yet, in the order they came."""
    return list(_WAITING.rows(tx, {"most": limit}))


def kept_from(tx: Connection, addresses: Collection[str], limit: int) -> Sequence[Any]:
    """(id, channel, address, received_at, turn) of what these addresses said and nobody has answered, in its order."""
    return tx.execute(_KEPT_FROM.limit(limit), {"addresses": list(addresses)}).all()


def take(tx: Connection, inbound_id: int) -> Any:
    """The turn's row if it still waits; on PostgreSQL its address is locked, so that answers keep their order."""
    row = _TAKEN.first(tx, {"b_id": inbound_id})
    return None if row is None or row.is_behind else row


def finish(tx: Connection, inbound_id: int, state: str, why: str | None = None) -> None:
    _CHANGE.run(tx, {"b_id": inbound_id, "state": state, "why": why})


def hide_words(tx: Connection, inbound_id: int, turn: dict[str, Any]) -> None:
    """The turn as it may be read from now on."""
    _CHANGE.run(tx, {"b_id": inbound_id, "turn": turn})


def count_attempt(tx: Connection, inbound_id: int) -> int:
    statement = update(_T).where(_T.c.id == inbound_id).values(attempts=_T.c.attempts + 1).returning(_T.c.attempts)
    attempts: int = tx.execute(statement).scalar_one()
    return attempts


def since(tx: Connection, channel: str, address: str, since: datetime, most: int) -> list[tuple[datetime, str]]:
    """When the newest turns of an address came since then, and their texts; the newest first."""
    here = {"channel": channel, "address": address, "since": since, "most": most}
    return [(row.received_at, str(row.turn.get("text", ""))) for row in _RECENT_TURNS.rows(tx, here)]


def following(tx: Connection, row: Any, until: datetime) -> list[Any]:
    """(id, turn, received_at) of what the same address sent after this turn until then, and nobody has answered."""
    here = {"channel": row.channel, "address": row.address, "b_id": row.id, "until": until}
    return list(_FOLLOWING.rows(tx, here))


def use_link(tx: Connection, token_hash: str, now: datetime) -> int | None:
    """The customer of a deep link that is neither expired nor used; it is used from now on."""
    statement = (
        update(_LINK)
        .where(_LINK.c.token_hash == token_hash, _LINK.c.used_at.is_(None), _LINK.c.expires_at > now)
        .values(used_at=now)
        .returning(_LINK.c.customer_id)
    )
    return tx.execute(statement).scalar_one_or_none()


_NEWEST_ZONE = (
    select(_ORDER.c.zone)
    .where(_ORDER.c.customer_id == _CUSTOMER.c.id)
    .order_by(_ORDER.c.id.desc())
    .limit(1)
    .correlate(_CUSTOMER)
    .scalar_subquery()
    .label("zone")
)


_CUSTOMERS = Prepared(
    select(
        _CUSTOMER.c.id,
        _CUSTOMER.c.merchant_id,
        _CUSTOMER.c.name,
        _CUSTOMER.c.phone,
        _CUSTOMER.c.language,
        _CUSTOMER.c.stopped_why,
        _MERCHANT.c.title,
        _MERCHANT.c.settings,
        _NEWEST_ZONE,
    )
    .join(_MERCHANT, _MERCHANT.c.id == _CUSTOMER.c.merchant_id)
    .where(among(_CUSTOMER.c.id, "ids"))
)
_RECENT = Prepared(
    select(_SHIPMENT.c.id)
    .where(
        among(_SHIPMENT.c.customer_id, "customers"),
        _SHIPMENT.c.milestone.not_in(["delivered", "returned", "cancelled"])
        | (_SHIPMENT.c.milestone_at >= bindparam("since")),
    )
    .order_by(_SHIPMENT.c.id.desc())
    .limit(bindparam("most"))
)


def customers(tx: Connection, customer_ids: Collection[int]) -> dict[int, Any]:
    """(id, merchant_id, name, phone, language, stopped_why, title, settings, zone) by customer.

    `zone` is that of their newest order's address.
    """
    return {row.id: row for row in _CUSTOMERS.rows(tx, {"ids": list(customer_ids)})}


def recent_shipments(tx: Connection, customer_ids: Collection[int], since: datetime, limit: int) -> list[int]:
    """Shipments of these people that are on their way, or ended not long ago; the newest first."""
    return list(_RECENT.scalars(tx, {"customers": list(customer_ids), "since": since, "most": limit}))


def stranger_shipments(tx: Connection, tracking_number: str, limit: int = 1) -> list[Any]:
    """The newest shipment of that number, for a stranger: (id, tracking_number, milestone)."""
    statement = (
        select(_SHIPMENT.c.id, _SHIPMENT.c.tracking_number, _SHIPMENT.c.milestone)
        .where(_SHIPMENT.c.tracking_number == tracking_number)
        .order_by(_SHIPMENT.c.id.desc())
        .limit(limit)
    )
    return list(tx.execute(statement))


def customer_of(tx: Connection, shipment_id: int | None, tracking_number: str | None) -> int | None:
    """Whose parcel it is: by its id, or the newest of that number."""
    found = select(_SHIPMENT.c.customer_id).order_by(_SHIPMENT.c.id.desc()).limit(1)
    if shipment_id is not None:
        return tx.scalar(found.where(_SHIPMENT.c.id == shipment_id))
    return tx.scalar(found.where(_SHIPMENT.c.tracking_number == tracking_number))


def mute_shipment(tx: Connection, shipment_id: int, why: str, now: datetime) -> None:
    bygones.keep_parcels(tx, _SHIPMENT.c.id == shipment_id, now)
    tx.execute(update(_SHIPMENT).where(_SHIPMENT.c.id == shipment_id).values(muted_why=why))


def unmute_shipments(tx: Connection, customer_ids: Collection[int], now: datetime) -> None:
    muted = _SHIPMENT.c.customer_id.in_(customer_ids) & _SHIPMENT.c.muted_why.is_not(None)
    bygones.keep_parcels(tx, muted, now)
    tx.execute(update(_SHIPMENT).where(muted).values(muted_why=None))


def set_language(tx: Connection, customer_ids: Collection[int], language: str, now: datetime) -> None:
    others = _CUSTOMER.c.id.in_(customer_ids) & (_CUSTOMER.c.language != language)
    bygones.keep_customers(tx, others, now)
    tx.execute(update(_CUSTOMER).where(others).values(language=language))


def silence_customers(tx: Connection, customer_ids: Collection[int], why: str | None, now: datetime) -> None:
    others = _CUSTOMER.c.id.in_(customer_ids) & _CUSTOMER.c.stopped_why.is_distinct_from(why)
    bygones.keep_customers(tx, others, now)
    tx.execute(update(_CUSTOMER).where(others).values(stopped_why=why))


def rate(tx: Connection, shipment_id: int, score: int, now: datetime) -> None:
    row = {"shipment_id": shipment_id, "score": score, "at": now}
    statement = insert_into(tx, _RATING).values(row)
    tx.execute(statement.on_conflict_do_update(index_elements=["shipment_id"], set_={"score": score, "at": now}))
