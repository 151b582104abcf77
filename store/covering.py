"""Which routes could take a parcel in a window."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, select

from domain.routes.given import Place, place_of
from store.among import among
from store.routes import OPEN
from store.tables import Order, Route, Shipment
from store.types import Instant
from store.writing import table_of

_ROUTE, _SHIPMENT, _ORDER = table_of(Route), table_of(Shipment), table_of(Order)

MOST = 20
"""Routes that are looked at for one parcel."""


def _meets(begin: ColumnElement[datetime], end: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(_ROUTE.c.ends_at > begin, _ROUTE.c.starts_at < end, _ROUTE.c.state.in_(OPEN))


_SHIFTS = (
    select(_ROUTE)
    .where(
        among(_ROUTE.c.merchant_id, "merchants"),
        _meets(bindparam("begin", type_=Instant), bindparam("end", type_=Instant)),
    )
    .order_by(_ROUTE.c.starts_at, _ROUTE.c.id)
)
_DOORS = (
    select(_SHIPMENT.c.id, _ORDER.c.address)
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .where(among(_SHIPMENT.c.id, "ids"))
)


def any_shift(
    merchant_id: ColumnElement[int], begin: ColumnElement[datetime], end: ColumnElement[datetime]
) -> ColumnElement[bool]:
    """Whether `shifts` would find any: part of a statement that asks for something else."""
    return exists().where(_ROUTE.c.merchant_id == merchant_id, _meets(begin, end))


def shifts(tx: Connection, merchant_ids: Collection[int], begin: datetime, end: datetime) -> list[Any]:
    """The open routes of these merchants whose shift meets this time, by when they begin; most often there are none."""
    return list(tx.execute(_SHIFTS, {"merchants": list(merchant_ids), "begin": begin, "end": end}).all())


def doors(tx: Connection, shipment_ids: Collection[int]) -> dict[int, Place | None]:
    """Where these shipments go, as far as their orders say."""
    return {row.id: place_of(row.address) for row in tx.execute(_DOORS, {"ids": list(shipment_ids)})}
