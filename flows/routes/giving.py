"""Routes: a dispatcher gives a van's stops, gives them again, or takes the route back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from domain.routes.given import BadRoute, RouteGiven, check
from flows.replan import replan
from store import riding, routes, vehicles
from store.orders import merchant as merchant_of


def put(tx: Connection, merchant: str, given: RouteGiven, now: datetime) -> int:
    """Keeps the route; it is reckoned a moment later, in the background. Returns its id. Raises BadRoute.

    Parcels that are no longer on it lose what it said of them.
    """
    check(given)
    merchant_id = merchant_of(tx, merchant, now).id
    route_id, gone = routes.save(tx, merchant_id, given, now)
    forget(tx, merchant_id, gone, now)
    return route_id


def take_back(tx: Connection, merchant: str, external_id: str, now: datetime) -> bool:
    """Takes a route out; False when there is none of this id."""
    merchant_id = vehicles.merchants(tx, [merchant]).get(merchant)
    row = routes.find(tx, merchant_id, external_id) if merchant_id is not None else None
    if row is None or merchant_id is None:
        return False
    forget(tx, merchant_id, routes.remove(tx, row.id), now)
    return True


def forget(tx: Connection, merchant_id: int, numbers: Collection[str], now: datetime) -> None:
    """No route says anything about these parcels any more."""
    ids = riding.by_numbers(tx, merchant_id, numbers) if numbers else []
    riding.set_live(tx, dict.fromkeys(ids), now)
    if ids:
        replan(tx, ids, now)


__all__ = ["BadRoute", "forget", "put", "take_back"]
