"""Routes: vans, where they were last seen, and the stops they have before them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlmodel import Field

from store.tables.row import Row
from store.types import BigId, Instant, Json

_DUE = text("next_at IS NOT NULL")
_WANTED = text("plan_at IS NOT NULL")


class Vehicle(Row, table=True):
    """A van's last known place. There is no track: a newer position takes the place of the older one."""

    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("merchant_id", "name"), Index("ix_vehicle_at", "at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    name: str
    at: datetime = Field(sa_type=Instant)
    latitude: float
    longitude: float


class Route(Row, table=True):
    """One van's shift. `state`: planned, driving, over.

    `next_at` is when it is reckoned next, `plan_at` since when it waits for the engine; NULL when nothing is due.
    `version` counts what changes its stops; `road` is how many times as long as reckoned its legs take by the map.
    `stops_left`, `stops_late` (of those) and `is_silent` (its van) are as of the last reckoning, for who watches.
    """

    __tablename__ = "route"
    __table_args__ = (
        UniqueConstraint("merchant_id", "external_id"),
        Index("ix_route_due", "next_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_route_wanted", "plan_at", sqlite_where=_WANTED, postgresql_where=_WANTED),
        Index("ix_route_shift", "merchant_id", "ends_at"),
        Index("ix_route_vehicle", "merchant_id", "vehicle"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    external_id: str
    vehicle: str
    zone: str
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    start: list[float] = Field(default_factory=list, sa_type=Json)
    end: list[float] = Field(default_factory=list, sa_type=Json)
    areas: list[str] = Field(default_factory=list, sa_type=Json)
    in_order: bool = True
    state: str = "planned"
    version: int = 1
    road: float = 1.0
    updated_at: datetime = Field(sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    plan_at: datetime | None = Field(default=None, sa_type=Instant)
    speeds: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """What was learned on the road, as far as its van needs it (`domain.routes.driven.Speeds`)."""
    planned_why: str | None = None
    """What came of planning it last."""
    stops_left: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    stops_late: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    is_silent: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class RouteStop(Row, table=True):
    """One stop, by its place in the route. It belongs to a shipment by merchant and tracking number, as events do.

    `done_at` set: the van has left it behind, which was noted at `noted_at`. `eta_at` and `forecasts` (the first
    forecast in each band of stops ahead, by its number of stops) are what its arrival is compared with.
    """

    __tablename__ = "route_stop"
    __table_args__ = (
        UniqueConstraint("route_id", "name"),
        Index("ix_route_stop_number", "merchant_id", "tracking_number"),
        Index("ix_route_stop_noted", "noted_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    route_id: int = Field(foreign_key="route.id", sa_type=BigId)
    merchant_id: int = Field(foreign_key="merchant.id", sa_type=BigId)
    position: int
    name: str
    tracking_number: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    service_s: float
    opens_at: datetime | None = Field(default=None, sa_type=Instant)
    closes_at: datetime | None = Field(default=None, sa_type=Instant)
    planned_at: datetime | None = Field(default=None, sa_type=Instant)
    leg_s: float | None = None
    eta_at: datetime | None = Field(default=None, sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    noted_at: datetime | None = Field(default=None, sa_type=Instant)
    forecasts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
