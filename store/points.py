"""Pickup points in memory: published, and found around a door."""

from collections.abc import Sequence
from math import cos, radians
from typing import Any

from sqlalchemy import Connection, select

from domain.points import PointGiven
from store.tables import Order, PickupPoint, Shipment
from store.writing import insert_into, table_of

_T, _SHIPMENT, _ORDER = table_of(PickupPoint), table_of(Shipment), table_of(Order)
_GIVEN = ("name", "street", "latitude", "longitude", "postcode", "city", "opens", "open")
AROUND_DEGREES = 0.3
"""About 33 km to the north and to the south."""
MOST = 500


def publish(tx: Connection, merchant_id: int, points: Sequence[PointGiven]) -> None:
    if not points:
        return
    insert = insert_into(tx, _T)
    statement = insert.on_conflict_do_update(
        index_elements=["merchant_id", "external_id"], set_={name: insert.excluded[name] for name in _GIVEN}
    )
    tx.execute(statement, [_row(merchant_id, point) for point in sorted(points, key=lambda p: p.id)])


def door_of(tx: Connection, shipment_id: int) -> Any:
    """(merchant_id, address) of a shipment, or None."""
    found = select(_SHIPMENT.c.merchant_id, _ORDER.c.address).join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    return tx.execute(found.where(_SHIPMENT.c.id == shipment_id)).first()


def around(tx: Connection, merchant_id: int, latitude: float, longitude: float) -> list[PointGiven]:
    """The open points of a merchant within half an hour's drive or so."""
    wide = AROUND_DEGREES / max(0.1, cos(radians(latitude)))
    near = _T.c.latitude.between(latitude - AROUND_DEGREES, latitude + AROUND_DEGREES)
    return _found(tx, merchant_id, near, _T.c.longitude.between(longitude - wide, longitude + wide))


def in_postcode(tx: Connection, merchant_id: int, postcode: str) -> list[PointGiven]:
    """The open points of a merchant under the same postcode."""
    return _found(tx, merchant_id, _T.c.postcode == postcode)


def _found(tx: Connection, merchant_id: int, *where: Any) -> list[PointGiven]:
    columns = (_T.c.external_id, *(_T.c[name] for name in _GIVEN))
    found = select(*columns).where(_T.c.merchant_id == merchant_id, _T.c.open.is_(True), *where)
    return [PointGiven(*row) for row in tx.execute(found.order_by(_T.c.id).limit(MOST))]


def _row(merchant_id: int, point: PointGiven) -> dict[str, Any]:
    given = {name: getattr(point, name) for name in _GIVEN}
    return {"merchant_id": merchant_id, "external_id": point.id, **given}
