"""Orders, their customers and their shipments, written so that saying the same again changes nothing.

Each row is first inserted and then, if it was there, changed: of two that announce the same at once, one waits.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any, cast

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from domain.orders import NewOrder, Parcel
from store import bygones
from store.areas import town_of
from store.tables import Conversation, Customer, DeepLink, Merchant, Notice, Order, Shipment
from store.writing import insert_new, table_of

_MERCHANT, _CUSTOMER, _ORDER, _SHIPMENT = table_of(Merchant), table_of(Customer), table_of(Order), table_of(Shipment)
_CONVERSATION, _NOTICE, _LINK = table_of(Conversation), table_of(Notice), table_of(DeepLink)

UNSAID = ("planned", "held", "withdrawn")


def merchant(tx: Connection, name: str, now: datetime) -> Any:
    """(id, language) of the merchant; one nobody knew yet is made, titled after its name."""
    row = {"name": name, "title": _title(name), "language": "en", "settings": {}, "created_at": now}
    insert_new(tx, _MERCHANT, [row])
    return tx.execute(select(_MERCHANT.c.id, _MERCHANT.c.language).where(_MERCHANT.c.name == name)).one()


def settings_of(tx: Connection, merchant_id: int) -> dict[str, Any]:
    """A merchant's settings, for its policy."""
    found: dict[str, Any] | None = tx.scalar(select(_MERCHANT.c.settings).where(_MERCHANT.c.id == merchant_id))
    return found or {}


def save_customer(tx: Connection, merchant_id: int, order: NewOrder, language: str, now: datetime) -> int:
    """The customer of this phone at this merchant, under the name given last; `language` counts for a new one."""
    row = {
        "merchant_id": merchant_id,
        "phone": order.phone,
        "name": order.name,
        "language": order.language or language,
        "created_at": now,
    }
    for new in insert_new(tx, _CUSTOMER, [row], "id"):
        return cast("int", new.id)
    changes = {"name": order.name} | ({"language": order.language} if order.language else {})
    same = (_CUSTOMER.c.merchant_id == merchant_id) & (_CUSTOMER.c.phone == order.phone)
    before = tx.execute(select(_CUSTOMER).where(same).with_for_update()).one()
    if before.language != changes.get("language", before.language):
        bygones.keep_customers(tx, _CUSTOMER.c.id == before.id, now)
    tx.execute(update(_CUSTOMER).where(_CUSTOMER.c.id == before.id).values(**changes))
    return cast("int", before.id)


def open_conversation(tx: Connection, customer_id: int, merchant_id: int, now: datetime) -> None:
    row = {"customer_id": customer_id, "merchant_id": merchant_id, "owner": "bot", "misses": 0, "unread": 0}
    insert_new(tx, _CONVERSATION, [row | {"owner_since": now, "last_at": now}])


def save_order(tx: Connection, merchant_id: int, customer_id: int, order: NewOrder, now: datetime) -> tuple[int, Any]:
    """The order's id, and (customer_id, channels) as they stood before; None where the order is new."""
    row = {
        "customer_id": customer_id,
        "address": dict(order.address),
        "town": town_of(order.address),
        "zone": order.zone,
        "channels": list(order.consent.channels),
        "updated_at": now,
    }
    key = {"merchant_id": merchant_id, "number": order.number, "created_at": now}
    for new in insert_new(tx, _ORDER, [row | key], "id"):
        return new.id, None
    found = select(_ORDER.c.id, _ORDER.c.customer_id, _ORDER.c.channels, _ORDER.c.zone).with_for_update()
    before = tx.execute(found.where(_ORDER.c.merchant_id == merchant_id, _ORDER.c.number == order.number)).one()
    if before.zone != order.zone:
        bygones.keep(tx, [(bygones.order_of(before.id), bygones.facts(before, ["zone"]))], now)
    tx.execute(update(_ORDER).where(_ORDER.c.id == before.id).values(row))
    return before.id, before


def save_shipments(
    tx: Connection,
    order_id: int,
    merchant_id: int,
    customer_id: int,
    parcels: Iterable[Parcel],
    lane: str | None,
    now: datetime,
) -> tuple[dict[str, int], list[int]]:
    """The order's shipments by tracking number, and which are new; parcels it no longer names stay as they are."""
    wanted = {p.tracking_number: {"carrier": p.carrier, "allow": list(p.allow), "lane": lane} for p in parcels}
    key = {"order_id": order_id, "merchant_id": merchant_id, "customer_id": customer_id, "announced_at": now}
    rows = [_new_shipment(number, key | values) for number, values in wanted.items()]
    new = [row.id for row in insert_new(tx, _SHIPMENT, rows, "id")]
    standing = {row.tracking_number: row for row in tx.execute(_STANDING, {"order": order_id})}
    changed = [n for n, values in wanted.items() if any(getattr(standing[n], k) != v for k, v in values.items())]
    bygones.keep(tx, [_before(standing[number]) for number in changed], now)
    if changed:
        tx.execute(_CHANGE_SHIPMENT, [{"b_id": standing[number].id, **wanted[number]} for number in changed])
    return {number: row.id for number, row in standing.items()}, new


def _before(row: Any) -> tuple[str, str]:
    return bygones.parcel_of(row.id), bygones.facts(row, bygones.PARCEL)


_STANDING = select(_SHIPMENT.c.tracking_number, _SHIPMENT.c.id, *(_SHIPMENT.c[n] for n in bygones.PARCEL)).where(
    _SHIPMENT.c.order_id == bindparam("order")
)


_CHANGE_SHIPMENT = (
    update(_SHIPMENT)
    .where(_SHIPMENT.c.id == bindparam("b_id"))
    .values(carrier=bindparam("carrier"), allow=bindparam("allow"), lane=bindparam("lane"))
)
_SIGN = update(_SHIPMENT).where(_SHIPMENT.c.id == bindparam("b_id")).values(token_hash=bindparam("token_hash"))


def sign_shipments(tx: Connection, hashes: Mapping[int, str]) -> None:
    """Sets the hashes of tracking tokens, by shipment id."""
    tx.execute(_SIGN, [{"b_id": shipment_id, "token_hash": value} for shipment_id, value in hashes.items()])


def hand_over(tx: Connection, order_id: int, customer_id: int, shipment_ids: Collection[int], now: datetime) -> None:
    """The order is another person's now: so is what has not been said, and the first one's links open nothing."""
    mine = _SHIPMENT.c.order_id == order_id
    rows = tx.execute(select(_SHIPMENT.c.id, _SHIPMENT.c.customer_id).where(mine)).all()
    bygones.keep(tx, [(bygones.parcels_of(row.customer_id), str(row.id)) for row in rows], now)
    bygones.keep_parcels(tx, mine, now)
    tx.execute(update(_SHIPMENT).where(_SHIPMENT.c.order_id == order_id).values(customer_id=customer_id))
    unsaid = _NOTICE.c.shipment_id.in_(shipment_ids) & _NOTICE.c.state.in_(UNSAID)
    tx.execute(update(_NOTICE).where(unsaid).values(customer_id=customer_id))
    unused = (_LINK.c.order_id == order_id) & _LINK.c.used_at.is_(None)
    tx.execute(delete(_LINK).where(unused, _LINK.c.customer_id != customer_id))


def links_of(tx: Connection, order_id: int, customer_id: int) -> Sequence[Any]:
    """(token_hash, expires_at, used_at) of the links of an order's customer, the one that holds longest first."""
    found = select(_LINK.c.token_hash, _LINK.c.expires_at, _LINK.c.used_at)
    found = found.where(_LINK.c.order_id == order_id, _LINK.c.customer_id == customer_id)
    return tx.execute(found.order_by(_LINK.c.expires_at.desc())).all()


def add_link(tx: Connection, token_hash: str, order_id: int, customer_id: int, expires_at: datetime) -> None:
    row = {"token_hash": token_hash, "order_id": order_id, "customer_id": customer_id, "expires_at": expires_at}
    tx.execute(insert(_LINK).values(row))


def _title(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").title() if name.islower() else name


def _new_shipment(number: str, values: dict[str, Any]) -> dict[str, Any]:
    # The token is made from the id, which the row gets now: until it is signed, a hash of nothing keeps the place.
    return values | {"tracking_number": number, "token_hash": f"unsigned:{token_hex(16)}"} | _FOLD_OF_NOTHING


_FOLD_OF_NOTHING = {"milestone": "unknown", "timeliness": "unknown", "action_by": "none", "health": "live"}
