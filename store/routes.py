"""Routes in memory: given by dispatchers, found by what is due, by van, and by parcel."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, delete, exists, insert, or_, select, update

from domain.routes.given import RouteGiven, StopGiven
from domain.slots import area
from store.among import among
from store.tables import Route, RouteStop
from store.writing import insert_into, table_of

_ROUTE, _STOP = table_of(Route), table_of(RouteStop)

OPEN = ("planned", "driving")
BEFORE_THE_SHIFT = timedelta(hours=1)
"""So long before its shift a van may be on its way."""


def save(tx: Connection, merchant_id: int, given: RouteGiven, now: datetime) -> tuple[int, set[str]]:
    """Adds a route or changes it; returns its id, and the tracking numbers that are no longer in it.

    A stop that is named again keeps what is known of it.
    """
    values = _values(merchant_id, given, now)
    statement = insert_into(tx, _ROUTE).values(version=1, road=1.0, speeds={}, **values)
    changed = {name: statement.excluded[name] for name in values if name not in ("merchant_id", "external_id", "state")}
    changed["state"] = case((_ROUTE.c.state == "over", "planned"), else_=_ROUTE.c.state)
    again = statement.on_conflict_do_update(
        index_elements=["merchant_id", "external_id"], set_={**changed, "version": _ROUTE.c.version + 1}
    )
    route_id: int = tx.execute(again.returning(_ROUTE.c.id)).scalar_one()
    before = {row.name: row for row in tx.execute(select(_STOP).where(_STOP.c.route_id == route_id))}
    tx.execute(delete(_STOP).where(_STOP.c.route_id == route_id))
    by_position = {row.position: row for row in before.values()}
    rows = []
    for n, stop in enumerate(given.stops):
        known = before.get(stop.name)
        led = known is not None and _is_still(by_position.get(known.position - 1), given.stops[n - 1] if n else None)
        rows.append(_stop(route_id, merchant_id, n, stop, known, same_leg=led and _is_still(known, stop)))
    if rows:
        tx.execute(insert(_STOP), rows)
    kept = {stop.tracking_number for stop in given.stops}
    return route_id, {r.tracking_number for r in before.values() if r.tracking_number not in kept} - {None}


def _values(merchant_id: int, given: RouteGiven, now: datetime) -> dict[str, Any]:
    return {
        "merchant_id": merchant_id,
        "external_id": given.id,
        "vehicle": given.vehicle,
        "zone": given.zone,
        "starts_at": given.starts_at,
        "ends_at": given.ends_at,
        "start": list(given.start),
        "end": list(given.end),
        "areas": sorted({area(name) for name in given.areas}),
        "in_order": given.in_order,
        "state": "planned",
        "updated_at": now,
        "next_at": now,
        "plan_at": None if given.in_order else now,
        "planned_why": None,
    }


def _stop(
    route_id: int, merchant_id: int, position: int, stop: StopGiven, before: Any, *, same_leg: bool = False
) -> dict[str, Any]:
    """`same_leg`: it lies where it did, and so does the stop before it: what is known of the leg between stands."""
    return {
        "route_id": route_id,
        "merchant_id": merchant_id,
        "position": position,
        "name": stop.name,
        "tracking_number": stop.tracking_number,
        "latitude": stop.place[0] if stop.place else None,
        "longitude": stop.place[1] if stop.place else None,
        "service_s": stop.service_s,
        "opens_at": stop.opens_at,
        "closes_at": stop.closes_at,
        "planned_at": stop.planned_at,
        "leg_s": before.leg_s if same_leg else None,
        "eta_at": before.eta_at if before is not None else None,
        "done_at": stop.done_at or (before.done_at if before is not None else None),
        "noted_at": before.noted_at if before is not None else None,
        "forecasts": before.forecasts if before is not None else {},
    }


def _is_still(before: Any, stop: StopGiven | None) -> bool:
    """Whether a stop as it was kept is this one, at the same place; None: the depot."""
    if before is None or stop is None:
        return before is stop
    return before.name == stop.name and (before.latitude, before.longitude) == (stop.place or (None, None))


def find(tx: Connection, merchant_id: int, external_id: str) -> Any:
    """The route of this id, or None."""
    return tx.execute(
        select(_ROUTE).where(_ROUTE.c.merchant_id == merchant_id, _ROUTE.c.external_id == external_id)
    ).one_or_none()


def remove(tx: Connection, route_id: int) -> set[str]:
    """Takes a route out; returns the tracking numbers that were in it."""
    gone = delete(_STOP).where(_STOP.c.route_id == route_id).returning(_STOP.c.tracking_number)
    numbers = set(tx.scalars(gone))
    tx.execute(delete(_ROUTE).where(_ROUTE.c.id == route_id))
    return numbers - {None}


def by_ids(tx: Connection, ids: Collection[int]) -> Sequence[Any]:
    return tx.execute(_BY_IDS, {"ids": list(ids)}).all()


def stops_of(tx: Connection, route_ids: Collection[int]) -> Mapping[int, list[Any]]:
    """The stops of these routes, in order, by route."""
    found: dict[int, list[Any]] = {n: [] for n in route_ids}
    for row in tx.execute(_STOPS, {"ids": list(route_ids)}):
        found[row.route_id].append(row)
    return found


def claim_due(tx: Connection, now: datetime, until: datetime, limit: int) -> list[int]:
    """Takes routes whose reckoning is due; whoever dies with them finds them due again at `until`."""
    return _claim(tx, _ROUTE.c.next_at, now, until, limit)


def claim_wanted(tx: Connection, now: datetime, until: datetime) -> int | None:
    """Takes the route that has waited longest for the engine."""
    return next(iter(_claim(tx, _ROUTE.c.plan_at, now, until, 1)), None)


def _claim(tx: Connection, column: Any, now: datetime, until: datetime, limit: int) -> list[int]:
    due = select(_ROUTE.c.id).where(column <= now).order_by(column).limit(limit).with_for_update(skip_locked=True)
    ids = list(tx.scalars(due))
    if ids:
        tx.execute(update(_ROUTE).where(_ROUTE.c.id.in_(ids)).values({column: until}))
    return ids


def hasten(tx: Connection, vans: Collection[tuple[int, str]], now: datetime, at: datetime) -> None:
    """Open routes of vans that were seen, once their shift is near, are reckoned at `at`, if not before."""
    for merchant_id in sorted({merchant for merchant, _ in vans}):
        names = [name for merchant, name in vans if merchant == merchant_id]
        of_van = and_(_ROUTE.c.merchant_id == merchant_id, among(_ROUTE.c.vehicle, "names"), _ROUTE.c.state.in_(OPEN))
        later = or_(_ROUTE.c.next_at.is_(None), _ROUTE.c.next_at > at)
        due = update(_ROUTE).where(of_van, _ROUTE.c.starts_at <= now + BEFORE_THE_SHIFT, later).values(next_at=at)
        tx.execute(due, {"names": names})


def note(tx: Connection, route_id: int, **values: Any) -> None:
    tx.execute(update(_ROUTE).where(_ROUTE.c.id == route_id).values(**values))


def note_stops(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows are `{"b_id", "eta_at", "done_at", "noted_at", "forecasts"}`."""
    _change(tx, rows, "eta_at", "done_at", "noted_at", "forecasts")


def note_legs(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows are `{"b_id", "leg_s"}`: what the map says of the legs that lead to these stops."""
    _change(tx, rows, "leg_s")


def without_legs(tx: Connection, now: datetime, until: datetime) -> list[tuple[int, int]]:
    """(id, version) of routes that begin until then and are not over, with a stop left of whose leg no map has spoken.

    Routes that wait for the engine are not among them: it asks for itself.
    """
    wanting = and_(_STOP.c.route_id == _ROUTE.c.id, _STOP.c.done_at.is_(None), _STOP.c.leg_s.is_(None))
    due = and_(_ROUTE.c.next_at.is_not(None), _ROUTE.c.plan_at.is_(None), _ROUTE.c.state.in_(OPEN))
    near = and_(_ROUTE.c.ends_at > now, _ROUTE.c.starts_at <= until)
    found = select(_ROUTE.c.id, _ROUTE.c.version).where(due, near, exists().where(wanting)).order_by(_ROUTE.c.starts_at)
    return [(row.id, row.version) for row in tx.execute(found)]


def order_stops(tx: Connection, route_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows are `{"b_id", "position", "leg_s", "planned_at"}`: another order of the same stops."""
    _change(tx, rows, "position", "leg_s", "planned_at")
    note(tx, route_id, version=_ROUTE.c.version + 1)


def add_stop(tx: Connection, route_id: int, merchant_id: int, position: int, stop: StopGiven) -> int:
    """Returns its id."""
    row = _stop(route_id, merchant_id, position, stop, None)
    return int(tx.execute(insert(_STOP).values(row).returning(_STOP.c.id)).scalar_one())


def drop_stops(tx: Connection, merchant_id: int, tracking_number: str, but_of: int | None = None) -> list[int]:
    """Takes a parcel out of the open routes it is not yet done on, except one; returns those routes."""
    of_parcel = and_(_STOP.c.merchant_id == merchant_id, _STOP.c.tracking_number == tracking_number)
    still = select(_ROUTE.c.id).where(_ROUTE.c.merchant_id == merchant_id, _ROUTE.c.state.in_(OPEN))
    gone = delete(_STOP).where(of_parcel, _STOP.c.done_at.is_(None), _STOP.c.route_id.in_(still))
    if but_of is not None:
        gone = gone.where(_STOP.c.route_id != but_of)
    return list(tx.scalars(gone.returning(_STOP.c.route_id)))


def _change(tx: Connection, rows: Sequence[Mapping[str, Any]], *names: str) -> None:
    if rows:
        values = {name: bindparam(f"b_{name}", type_=_STOP.c[name].type) for name in names}
        statement = update(_STOP).where(_STOP.c.id == bindparam("b_id")).values(values)
        tx.execute(statement, [{f"b_{name.removeprefix('b_')}": value for name, value in row.items()} for row in rows])


_BY_IDS = select(_ROUTE).where(among(_ROUTE.c.id, "ids")).order_by(_ROUTE.c.id)
_STOPS = select(_STOP).where(among(_STOP.c.route_id, "ids")).order_by(_STOP.c.route_id, _STOP.c.position, _STOP.c.id)
