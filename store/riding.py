"""Parcels on routes: the shipments behind the stops, and where in its route the van of a shipment is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, update
from sqlalchemy.orm import aliased

from store import bygones
from store.among import among
from store.tables import ChangeRequest, Order, PromiseRow, Route, RouteStop, Shipment, Vehicle
from store.types import to_json
from store.writing import table_of

_ROUTE, _STOP, _SHIPMENT = table_of(Route), table_of(RouteStop), table_of(Shipment)
_ORDER, _VEHICLE, _CHANGE, _PROMISE = table_of(Order), table_of(Vehicle), table_of(ChangeRequest), table_of(PromiseRow)


def shipments_on(tx: Connection, route_ids: Collection[int]) -> dict[int, Any]:
    """The shipment behind each stop of these routes, by the stop's id; of a number used twice the newer one.

    Rows have id, customer_id, milestone, milestone_at, live, address, agreed_from (of the newest confirmed slot), and
    promised_from, promised_to (of the last window told).
    """
    return {row.stop_id: row for row in tx.execute(_ON_ROUTES, {"ids": list(route_ids)})}


def by_numbers(tx: Connection, merchant_id: int, numbers: Collection[str]) -> list[int]:
    """The shipments of these numbers about which a route says something now."""
    of_merchant = _SHIPMENT.c.merchant_id == merchant_id
    found = select(_SHIPMENT.c.id).where(
        of_merchant, among(_SHIPMENT.c.tracking_number, "numbers"), _SHIPMENT.c.live.is_not(None)
    )
    return list(tx.scalars(found, {"numbers": list(numbers)}))


def set_live(tx: Connection, facts: Mapping[int, dict[str, object] | None], now: datetime) -> None:
    """What routes say about these shipments, by id; None: nothing any more. What they said before is a bygone."""
    if facts:
        before = tx.execute(_LIVE, {"ids": list(facts)})
        changed = [(row.id, row.live) for row in before if row.live != facts[row.id]]
        bygones.keep(tx, [(bygones.route_of(n), to_json(live) if live else None) for n, live in changed], now)
        live = bindparam("b_live", type_=_SHIPMENT.c.live.type)
        statement = update(_SHIPMENT).where(_SHIPMENT.c.id == bindparam("b_id")).values(live=live)
        tx.execute(statement, [{"b_id": n, "b_live": facts[n]} for n in sorted(facts)])


_LIVE = select(_SHIPMENT.c.id, _SHIPMENT.c.live).where(among(_SHIPMENT.c.id, "ids"))


def whereabouts(tx: Connection, shipment_ids: Collection[int]) -> dict[int, Any]:
    """Of shipments on a route that is driven now: stops (ahead, 1: the next), the van's place, and the door's.

    Rows have stops, seen_at, latitude, longitude (of the van, None where it was never seen), stop_latitude,
    stop_longitude, address, route_id, vehicle.
    """
    return {row.shipment_id: row for row in tx.execute(_WHEREABOUTS, {"ids": list(shipment_ids)})}


def done_since(tx: Connection, since: tuple[datetime, int], limit: int) -> Sequence[Any]:
    """Stops that were noted as done, with their stop before: what can be learned from. In the order they were noted."""
    return tx.execute(_DONE, {"at": since[0], "after": since[1], "most": limit}).all()


_later = aliased(_SHIPMENT)
_same_number = and_(
    _SHIPMENT.c.merchant_id == _STOP.c.merchant_id, _SHIPMENT.c.tracking_number == _STOP.c.tracking_number
)
_is_newest = ~(
    select(_later.c.id)
    .where(
        _later.c.merchant_id == _SHIPMENT.c.merchant_id,
        _later.c.tracking_number == _SHIPMENT.c.tracking_number,
        _later.c.id > _SHIPMENT.c.id,
    )
    .exists()
)


def _last_promise(column: Any) -> Any:
    mine = select(column).where(_PROMISE.c.shipment_id == _SHIPMENT.c.id)
    return mine.order_by(_PROMISE.c.number.desc()).limit(1).correlate(_SHIPMENT).scalar_subquery()


_agreed = (
    select(_CHANGE.c.from_at)
    .where(_CHANGE.c.shipment_id == _SHIPMENT.c.id, _CHANGE.c.kind == "reschedule", _CHANGE.c.state == "confirmed")
    .order_by(_CHANGE.c.id.desc())
    .limit(1)
    .correlate(_SHIPMENT)
    .scalar_subquery()
)
_ON_ROUTES = (
    select(
        _STOP.c.id.label("stop_id"),
        _SHIPMENT.c.id,
        _SHIPMENT.c.customer_id,
        _SHIPMENT.c.milestone,
        _SHIPMENT.c.milestone_at,
        _SHIPMENT.c.live,
        _ORDER.c.address,
        _agreed.label("agreed_from"),
        _last_promise(_PROMISE.c.from_at).label("promised_from"),
        _last_promise(_PROMISE.c.to_at).label("promised_to"),
    )
    .join(_SHIPMENT, _same_number)
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .where(among(_STOP.c.route_id, "ids"), _is_newest)
)
_before = aliased(_STOP)
_ahead = (
    select(func.count())
    .where(_before.c.route_id == _STOP.c.route_id, _before.c.position <= _STOP.c.position, _before.c.done_at.is_(None))
    .correlate(_STOP)
    .scalar_subquery()
)
_WHEREABOUTS = (
    select(
        _SHIPMENT.c.id.label("shipment_id"),
        _ahead.label("stops"),
        _VEHICLE.c.at.label("seen_at"),
        _VEHICLE.c.latitude,
        _VEHICLE.c.longitude,
        _STOP.c.latitude.label("stop_latitude"),
        _STOP.c.longitude.label("stop_longitude"),
        _ORDER.c.address,
        _STOP.c.route_id,
        _ROUTE.c.vehicle,
        _ROUTE.c.updated_at,
    )
    .join(_STOP, and_(_same_number, _STOP.c.done_at.is_(None)))
    .join(_ROUTE, and_(_ROUTE.c.id == _STOP.c.route_id, _ROUTE.c.state == "driving"))
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .outerjoin(_VEHICLE, and_(_VEHICLE.c.merchant_id == _ROUTE.c.merchant_id, _VEHICLE.c.name == _ROUTE.c.vehicle))
    .where(among(_SHIPMENT.c.id, "ids"), _SHIPMENT.c.live.is_not(None))
)
_previous = aliased(_STOP)
_DONE = (
    select(
        _STOP,
        _ROUTE.c.zone,
        _ROUTE.c.start,
        _previous.c.latitude.label("before_latitude"),
        _previous.c.longitude.label("before_longitude"),
        _previous.c.done_at.label("before_done_at"),
    )
    .join(_ROUTE, _ROUTE.c.id == _STOP.c.route_id)
    .outerjoin(_previous, and_(_previous.c.route_id == _STOP.c.route_id, _previous.c.position == _STOP.c.position - 1))
    .where(
        (_STOP.c.noted_at > bindparam("at", type_=_STOP.c.noted_at.type))
        | ((_STOP.c.noted_at == bindparam("at", type_=_STOP.c.noted_at.type)) & (_STOP.c.id > bindparam("after")))
    )
    .order_by(_STOP.c.noted_at, _STOP.c.id)
    .limit(bindparam("most"))
)
