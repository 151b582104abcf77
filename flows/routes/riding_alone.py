"""Riding alone: a courier of whom only one parcel is known has a route with one stop, made by their first position."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from domain.live import COMING
from domain.routes.given import RouteGiven, StopGiven
from domain.routes.positions import Position
from store import routes
from store.tables import Order, Route, RouteStop, Shipment
from store.writing import table_of

SHIFT = timedelta(hours=4)

_SHIPMENT, _ORDER, _STOP, _ROUTE = (table_of(t) for t in (Shipment, Order, RouteStop, Route))


def ride_alone(tx: Connection, seen: Mapping[tuple[int, str], Position], now: datetime) -> None:
    """Parcels that a platform names with a courier's position, and that no route has yet, get a route of their own."""
    for (merchant_id, van), position in sorted(seen.items()):
        number = position.tracking_number
        shipment = _coming(tx, merchant_id, number) if number else None
        if number is None or shipment is None or _is_on_a_route(tx, merchant_id, number):
            continue
        route = RouteGiven(
            id=f"{van}:{number}",
            vehicle=van,
            zone=shipment,
            starts_at=now,
            ends_at=now + SHIFT,
            start=position.place,
            end=position.place,
            stops=(StopGiven(number),),
        )
        routes.save(tx, merchant_id, route, now)


def _coming(tx: Connection, merchant_id: int, number: str) -> str | None:
    """The zone of the address a parcel of this number is coming to; None when none is."""
    found = (
        select(_ORDER.c.zone)
        .join(_SHIPMENT, _SHIPMENT.c.order_id == _ORDER.c.id)
        .where(
            _SHIPMENT.c.merchant_id == merchant_id,
            _SHIPMENT.c.tracking_number == number,
            _SHIPMENT.c.milestone.in_([m.value for m in COMING]),
        )
        .order_by(_SHIPMENT.c.id.desc())
    )
    zone: str | None = tx.scalar(found.limit(1))
    return zone


def _is_on_a_route(tx: Connection, merchant_id: int, number: str) -> bool:
    found = select(_STOP.c.id).join(_ROUTE, _ROUTE.c.id == _STOP.c.route_id)
    mine = found.where(
        _STOP.c.merchant_id == merchant_id, _STOP.c.tracking_number == number, _ROUTE.c.state.in_(routes.OPEN)
    )
    return tx.scalar(mine.limit(1)) is not None
