"""What "why" asks: the customer, their newest parcels, what they agreed to, and every decision of staff."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from store.tables import Consent, Conversation, Customer, Merchant, OverrideRow, Shipment
from store.writing import table_of

_CUSTOMER, _MERCHANT, _THREAD = (table_of(t) for t in (Customer, Merchant, Conversation))
_SHIPMENT, _CONSENT, _OVERRIDE = (table_of(t) for t in (Shipment, Consent, OverrideRow))


def customer(tx: Connection, customer_id: int) -> Any:
    """A customer with their merchant's title, and their conversation's id and owner; None where there is none."""
    found = (
        select(
            _CUSTOMER,
            _MERCHANT.c.title.label("merchant"),
            _THREAD.c.id.label("conversation_id"),
            _THREAD.c.owner,
        )
        .join(_MERCHANT, _MERCHANT.c.id == _CUSTOMER.c.merchant_id)
        .outerjoin(_THREAD, _THREAD.c.customer_id == _CUSTOMER.c.id)
    )
    return tx.execute(found.where(_CUSTOMER.c.id == customer_id)).first()


def parcels_of(tx: Connection, customer_id: int, limit: int) -> list[int]:
    """The newest first."""
    found = select(_SHIPMENT.c.id).where(_SHIPMENT.c.customer_id == customer_id)
    return list(tx.scalars(found.order_by(_SHIPMENT.c.id.desc()).limit(limit)))


def consents(tx: Connection, customer_id: int) -> Sequence[Any]:
    found = select(_CONSENT).where(_CONSENT.c.customer_id == customer_id)
    return tx.execute(found.order_by(_CONSENT.c.id.desc()).limit(20)).all()


def decisions(tx: Connection, shipment_id: int) -> Sequence[Any]:
    """Of staff and of standing holds about a parcel, in order, also those taken back."""
    return tx.execute(select(_OVERRIDE).where(_OVERRIDE.c.shipment_id == shipment_id).order_by(_OVERRIDE.c.id)).all()
