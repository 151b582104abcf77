"""Vans in memory: where each was last seen, and no more than that."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from domain.routes.positions import Position
from store.among import among
from store.tables import Merchant, Vehicle
from store.writing import insert_into, table_of

_T, _MERCHANT = table_of(Vehicle), table_of(Merchant)


def merchants(tx: Connection, names: Collection[str]) -> dict[str, int]:
    """The ids of the merchants there are of these names."""
    return {row.name: row.id for row in tx.execute(_MERCHANTS, {"names": list(names)})}


def see(tx: Connection, seen: Mapping[tuple[int, str], Position]) -> set[tuple[int, str]]:
    """Keeps where these vans are, by merchant and name, unless something newer is kept; returns those it is news of."""
    insert = insert_into(tx, _T)
    new = insert.excluded
    statement = insert.on_conflict_do_update(
        index_elements=["merchant_id", "name"],
        set_={name: new[name] for name in ("at", "latitude", "longitude")},
        where=new.at > _T.c.at,
    ).returning(_T.c.merchant_id, _T.c.name)
    rows = [
        {"merchant_id": merchant, "name": name, "at": p.at, "latitude": p.latitude, "longitude": p.longitude}
        for (merchant, name), p in sorted(seen.items())
    ]
    return {(row.merchant_id, row.name) for row in tx.execute(statement, rows)} if rows else set()


def places(tx: Connection, merchant_ids: Collection[int], names: Collection[str]) -> dict[tuple[int, str], Position]:
    """Where these vans were last seen."""
    rows = tx.execute(_PLACES, {"merchants": list(merchant_ids), "names": list(names)})
    return {(r.merchant_id, r.name): Position(r.name, r.at, r.latitude, r.longitude) for r in rows}


def forget(tx: Connection, before: datetime) -> int:
    """Takes out what was seen before this; returns how many vans are unknown now."""
    return tx.execute(delete(_T).where(_T.c.at < before)).rowcount


_MERCHANTS = select(_MERCHANT.c.id, _MERCHANT.c.name).where(among(_MERCHANT.c.name, "names"))
_PLACES = select(_T).where(among(_T.c.merchant_id, "merchants"), among(_T.c.name, "names"))
