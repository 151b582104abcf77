"""Routes that are over, with their stops: where people live is in them."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from store.among import among
from store.tables import Route, RouteStop
from store.writing import table_of

_ROUTE, _STOP = table_of(Route), table_of(RouteStop)


def prune_routes(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    found = list(tx.scalars(select(_ROUTE.c.id).where(_ROUTE.c.ends_at < before).limit(limit)))
    tx.execute(delete(_STOP).where(among(_STOP.c.route_id, "ids")), {"ids": found})
    return len(found), tx.execute(delete(_ROUTE).where(among(_ROUTE.c.id, "ids")), {"ids": found}).rowcount
