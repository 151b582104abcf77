"""Routes as staff watch over them: those of today with where they stand, and their stops one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from store import riding
from store.scope import mine
from store.tables import Merchant, Route, RouteStop, Vehicle
from store.writing import table_of

_ROUTE, _STOP, _VAN = table_of(Route), table_of(RouteStop), table_of(Vehicle)
_MERCHANT = table_of(Merchant)

TODAY = timedelta(hours=14)
"""What begins within so long is shown, and what has ended within so long."""


@dataclass(frozen=True, slots=True)
class Watching:
    """Which routes are looked for: those with something wrong, or all of today; from the one with this id down."""

    wrong: bool = False
    before: int | None = None


def routes(tx: Connection, watching: Watching, now: datetime, limit: int) -> Sequence[Any]:
    """Routes of today with `merchant`, `stops`, `seen_at` of the van, and `last_eta_at`; the newest first."""
    near = and_(_ROUTE.c.starts_at <= now + TODAY, _ROUTE.c.ends_at >= now - TODAY)
    found = mine(tx, _ROUTES.where(near), _ROUTE.c.merchant_id)
    if watching.wrong:
        found = found.where(_WRONG)
    if watching.before is not None:
        found = found.where(_ROUTE.c.id < watching.before)
    return tx.execute(found.order_by(_ROUTE.c.id.desc()).limit(limit)).all()


def route(tx: Connection, route_id: int) -> Any:
    """One route as `routes` has them; None where there is none of this id."""
    return tx.execute(mine(tx, _ROUTES, _ROUTE.c.merchant_id).where(_ROUTE.c.id == route_id)).one_or_none()


def stops(tx: Connection, route_id: int) -> list[tuple[Any, Any]]:
    """Its stops in order, each with the shipment behind it (as `store.riding.shipments_on`) or None."""
    parcels = riding.shipments_on(tx, [route_id])
    found = tx.execute(select(_STOP).where(_STOP.c.route_id == route_id).order_by(_STOP.c.position, _STOP.c.id))
    return [(stop, parcels.get(stop.id)) for stop in found]


def carrying(tx: Connection, merchant_id: int, tracking_number: str) -> Sequence[Any]:
    """The newest routes with a stop for this parcel: id, vehicle, state, starts_at, zone, and its done_at."""
    return tx.execute(_CARRYING, {"merchant": merchant_id, "number": tracking_number}).all()


def figures(tx: Connection) -> Mapping[str, tuple[int, int, int, int]]:
    """Of the routes that are not over, by state: how many, stops left, stops that will be late, vans not heard of."""
    sums = (func.sum(_ROUTE.c.stops_left), func.sum(_ROUTE.c.stops_late))
    silent = func.count().filter(_ROUTE.c.is_silent)
    found = select(_ROUTE.c.state, func.count(), *sums, silent).where(_ROUTE.c.next_at.is_not(None))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in tx.execute(found.group_by(_ROUTE.c.state))}


_CARRYING = (
    select(_ROUTE.c.id, _ROUTE.c.vehicle, _ROUTE.c.state, _ROUTE.c.starts_at, _ROUTE.c.zone, _STOP.c.done_at)
    .join(_STOP, _STOP.c.route_id == _ROUTE.c.id)
    .where(_STOP.c.merchant_id == bindparam("merchant"), _STOP.c.tracking_number == bindparam("number"))
    .order_by(_ROUTE.c.id.desc())
    .limit(3)
)
_WRONG = and_(_ROUTE.c.next_at.is_not(None), or_(_ROUTE.c.stops_late > 0, _ROUTE.c.is_silent))
_of_route = _STOP.c.route_id == _ROUTE.c.id
_ROUTES = (
    select(
        _ROUTE,
        _MERCHANT.c.name.label("merchant"),
        _VAN.c.at.label("seen_at"),
        select(func.count()).where(_of_route).correlate(_ROUTE).scalar_subquery().label("stops"),
        select(func.max(_STOP.c.eta_at))
        .where(_of_route, _STOP.c.done_at.is_(None))
        .correlate(_ROUTE)
        .scalar_subquery()
        .label("last_eta_at"),
    )
    .join(_MERCHANT, _MERCHANT.c.id == _ROUTE.c.merchant_id)
    .outerjoin(_VAN, and_(_VAN.c.merchant_id == _ROUTE.c.merchant_id, _VAN.c.name == _ROUTE.c.vehicle))
)
