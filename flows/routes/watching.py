"""Watching over a route: its stops as staff see them, with what was told of each and which will be late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flows.routes.reckon import closing
from store import route_views


@dataclass(frozen=True, slots=True)
class StopSeen:
    """`away`: how many stops before it and itself, None when it is done. `told` is the last window told, `now_says` the
    one that stands; `late` by the last reckoning, or by when it was done.
    """

    name: str
    tracking_number: str | None
    shipment_id: int | None
    milestone: str | None
    away: int | None
    eta_at: datetime | None
    done_at: datetime | None
    told: tuple[datetime, datetime] | None
    now_says: tuple[datetime, datetime] | None
    late: bool


@dataclass(frozen=True, slots=True)
class Watched:
    row: Any
    stops: list[StopSeen]


def watched(tx: Connection, route_id: int) -> Watched | None:
    """The route with its stops in order; None where there is none of this id."""
    row = route_views.route(tx, route_id)
    if row is None:
        return None
    seen, ahead = [], 0
    for stop, parcel in route_views.stops(tx, route_id):
        done = stop.done_at is not None
        ahead += not done
        seen.append(_seen(stop, parcel, None if done else ahead))
    return Watched(row, seen)


def _seen(stop: Any, parcel: Any, away: int | None) -> StopSeen:
    promised = parcel is not None and parcel.promised_from is not None and parcel.promised_to is not None
    closes_at, reached_at = closing(stop, parcel), stop.done_at or stop.eta_at
    return StopSeen(
        name=stop.name,
        tracking_number=stop.tracking_number,
        shipment_id=parcel.id if parcel is not None else None,
        milestone=parcel.milestone if parcel is not None else None,
        away=away,
        eta_at=None if away is None else stop.eta_at,
        done_at=stop.done_at,
        told=(parcel.promised_from, parcel.promised_to) if promised else _agreed(stop),
        now_says=_live(parcel.live) if parcel is not None and parcel.live and away is not None else None,
        late=closes_at is not None and reached_at is not None and reached_at > closes_at,
    )


def _agreed(stop: Any) -> tuple[datetime, datetime] | None:
    return (stop.opens_at, stop.closes_at) if stop.opens_at is not None and stop.closes_at is not None else None


def _live(live: Mapping[str, str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(live["from"]), datetime.fromisoformat(live["to"])
