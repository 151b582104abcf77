"""Which routes could take a parcel in a window."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from domain.routes.given import Place, place_of
from store.among import among
from store.routes import OPEN
from store.tables import Order, Route, Shipment
from store.writing import table_of

_ROUTE, _SHIPMENT, _ORDER = table_of(Route), table_of(Shipment), table_of(Order)

MOST = 20
"""Routes that are looked at for one parcel."""

_SHIFTS = (
    select(_ROUTE)
    .where(
        among(_ROUTE.c.merchant_id, "merchants"),
        _ROUTE.c.ends_at > bindparam("begin"),
        _ROUTE.c.starts_at < bindparam("end"),
        _ROUTE.c.state.in_(OPEN),
    )
    .order_by(_ROUTE.c.starts_at, _ROUTE.c.id)
)
_DOORS = (
    select(_SHIPMENT.c.id, _ORDER.c.address)
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .where(among(_SHIPMENT.c.id, "ids"))
)


def shifts(tx: Connection, merchant_ids: Collection[int], begin: datetime, end: datetime) -> list[Any]:
    """The open routes of these merchants whose shift meets this time, by when they begin; most often there are none."""
    return list(tx.execute(_SHIFTS, {"merchants": list(merchant_ids), "begin": begin, "end": end}).all())


def doors(tx: Connection, shipment_ids: Collection[int]) -> dict[int, Place | None]:
    """Where these shipments go, as far as their orders say."""
    return {row.id: place_of(row.address) for row in tx.execute(_DOORS, {"ids": list(shipment_ids)})}
