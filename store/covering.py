"""Which routes could take a parcel in a window."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from domain.routes.given import Place, place_of
from store.routes import OPEN
from store.tables import Order, Route, Shipment
from store.writing import table_of

_ROUTE, _SHIPMENT, _ORDER = table_of(Route), table_of(Shipment), table_of(Order)

MOST = 20
"""Routes that are looked at for one parcel."""


def shifts(tx: Connection, merchant_ids: Collection[int], begin: datetime, end: datetime) -> list[Any]:
    """The open routes of these merchants whose shift meets this time, by when they begin; most often there are none."""
    found = select(_ROUTE).where(
        _ROUTE.c.merchant_id.in_(merchant_ids),
        _ROUTE.c.ends_at > begin,
        _ROUTE.c.starts_at < end,
        _ROUTE.c.state.in_(OPEN),
    )
    return list(tx.execute(found.order_by(_ROUTE.c.starts_at, _ROUTE.c.id)).all())


def doors(tx: Connection, shipment_ids: Collection[int]) -> dict[int, Place | None]:
    """Where these shipments go, as far as their orders say."""
    found = select(_SHIPMENT.c.id, _ORDER.c.address).join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    return {row.id: place_of(row.address) for row in tx.execute(found.where(_SHIPMENT.c.id.in_(shipment_ids)))}
