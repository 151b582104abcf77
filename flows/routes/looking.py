"""Looking at a route: where it stands, stop by stop."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from typing_extensions import TypedDict  # pydantic reads this one only, before Python 3.12

from store import riding, routes, vehicles

StopView = TypedDict(
    "StopView",
    {
        "id": str,
        "tracking_number": str | None,
        "stands": str,
        "stops_away": int | None,
        "planned_at": datetime | None,
        "eta_at": datetime | None,
        "from": datetime | None,
        "to": datetime | None,
        "done_at": datetime | None,
    },
)
"""`stands`: done or ahead. `from` and `to` are the window that may be said; null without a shipment of this number."""


class RouteView(TypedDict):
    """`state`: planned, driving, over. `seen_at` is when its van was heard of last, `planning` what came of it."""

    id: str
    merchant: str
    vehicle: str
    state: str
    starts_at: datetime
    ends_at: datetime
    seen_at: datetime | None
    waits_for_plan: bool
    planning: str | None
    stops: list[StopView]


def look(tx: Connection, merchant: str, external_id: str) -> RouteView | None:
    """The route of this id, or None."""
    merchant_id = vehicles.merchants(tx, [merchant]).get(merchant)
    row = routes.find(tx, merchant_id, external_id) if merchant_id is not None else None
    if row is None or merchant_id is None:
        return None
    van = vehicles.places(tx, [merchant_id], [row.vehicle]).get((merchant_id, row.vehicle))
    parcels = riding.shipments_on(tx, [row.id])
    stops, ahead = [], 0
    for stop in routes.stops_of(tx, [row.id])[row.id]:
        ahead += stop.done_at is None
        stops.append(_stop(stop, parcels.get(stop.id), ahead))
    return {
        "id": row.external_id,
        "merchant": merchant,
        "vehicle": row.vehicle,
        "state": row.state,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "seen_at": van.at if van else None,
        "waits_for_plan": row.plan_at is not None,
        "planning": row.planned_why,
        "stops": stops,
    }


def _stop(stop: Any, parcel: Any, ahead: int) -> StopView:
    done = stop.done_at is not None
    live = parcel.live if parcel is not None and parcel.live else {}
    return {
        "id": stop.name,
        "tracking_number": stop.tracking_number,
        "stands": "done" if done else "ahead",
        "stops_away": None if done else ahead,
        "planned_at": stop.planned_at,
        "eta_at": None if done else stop.eta_at,
        "from": _at(live.get("from")),
        "to": _at(live.get("to")),
        "done_at": stop.done_at,
    }


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
