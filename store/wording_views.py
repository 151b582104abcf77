"""What is looked at while words are written: real parcels of a merchant, and the languages its customers read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from store.tables import Customer, Notice, Shipment
from store.writing import table_of

_NOTICE, _SHIPMENT, _CUSTOMER = table_of(Notice), table_of(Shipment), table_of(Customer)
NOTICES_SEEN = 20_000
"""So many of the newest notices are looked through: the page must not wait for a kind that is never said."""
CUSTOMERS_SEEN = 5_000


def recent(tx: Connection, merchant_id: int, kind: str, limit: int) -> Sequence[Any]:
    """(shipment_id, facts) of the newest notices of this kind, each parcel once."""
    newest: int = tx.scalar(select(func.max(_NOTICE.c.id))) or 0
    statement = (
        select(_NOTICE.c.shipment_id, _NOTICE.c.facts)
        .join(_SHIPMENT, _SHIPMENT.c.id == _NOTICE.c.shipment_id)
        .where(_NOTICE.c.id > newest - NOTICES_SEEN, _NOTICE.c.kind == kind, _SHIPMENT.c.merchant_id == merchant_id)
        .order_by(_NOTICE.c.id.desc())
        .limit(limit * 4)
    )
    found = {row.shipment_id: row for row in reversed(tx.execute(statement).all())}
    return list(reversed(found.values()))[:limit]


def newest_shipments(tx: Connection, merchant_id: int, limit: int) -> list[int]:
    """Of a merchant; among the newest of all, so that the page never waits for a merchant without any."""
    newest: int = tx.scalar(select(func.max(_SHIPMENT.c.id))) or 0
    statement = select(_SHIPMENT.c.id).where(
        _SHIPMENT.c.id > newest - NOTICES_SEEN, _SHIPMENT.c.merchant_id == merchant_id
    )
    return list(tx.scalars(statement.order_by(_SHIPMENT.c.id.desc()).limit(limit)))


def shipment_of(tx: Connection, merchant_id: int, tracking_number: str) -> int | None:
    """The newest shipment with this number."""
    statement = select(_SHIPMENT.c.id).where(
        _SHIPMENT.c.merchant_id == merchant_id, _SHIPMENT.c.tracking_number == tracking_number
    )
    found: int | None = tx.scalar(statement.order_by(_SHIPMENT.c.id.desc()).limit(1))
    return found


def last_facts(tx: Connection, shipment_id: int, kind: str) -> dict[str, Any] | None:
    """Of the newest notice of this kind about this parcel."""
    statement = select(_NOTICE.c.facts).where(_NOTICE.c.shipment_id == shipment_id, _NOTICE.c.kind == kind)
    found: dict[str, Any] | None = tx.scalar(statement.order_by(_NOTICE.c.id.desc()).limit(1))
    return found


def languages_read(tx: Connection, merchant_id: int) -> dict[str, int]:
    """How many of the merchant's newest customers read which language."""
    newest = (
        select(_CUSTOMER.c.language)
        .where(_CUSTOMER.c.merchant_id == merchant_id)
        .order_by(_CUSTOMER.c.id.desc())
        .limit(CUSTOMERS_SEEN)
        .subquery()
    )
    counted: dict[str, int] = {}
    for language, count in tx.execute(select(newest.c.language, func.count()).group_by(newest.c.language)):
        counted[language[:2]] = counted.get(language[:2], 0) + count
    return counted
