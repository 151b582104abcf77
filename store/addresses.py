"""Where an order goes, with the settings of the merchant who decides what may be changed about it."""

from typing import Any

from sqlalchemy import Connection, select

from store.tables import Merchant, Order, Shipment
from store.writing import table_of

_SHIPMENT, _ORDER, _MERCHANT = table_of(Shipment), table_of(Order), table_of(Merchant)


def of_shipment(tx: Connection, shipment_id: int) -> Any:
    """(address, settings), or None."""
    found = (
        select(_ORDER.c.address, _MERCHANT.c.settings)
        .select_from(_SHIPMENT)
        .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
        .join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
    )
    return tx.execute(found.where(_SHIPMENT.c.id == shipment_id)).first()
