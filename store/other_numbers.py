"""Other numbers of parcels in memory, and moving what is stored under one of them to the one that an order names."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, select, tuple_, update

from store import bygones
from store.among import among
from store.prepared import Prepared
from store.tables import EventRow, OtherNumber, Shipment
from store.writing import insert_into, table_of

_T, _SHIPMENT, _EVENT = (table_of(t) for t in (OtherNumber, Shipment, EventRow))

LASTS = timedelta(days=120)
"""Numbers are used again: what was said of two of them so long ago says nothing any more."""
SAID_AGAIN = timedelta(days=1)
"""A pair that is said over and over is written down again at most this often."""

_KNOWN = Prepared(
    select(_T.c.merchant_id, _T.c.number, _T.c.other, _T.c.said_at).where(
        among(_T.c.number, "numbers"), _T.c.said_at > bindparam("since")
    )
)
_ANNOUNCED = select(_SHIPMENT.c.merchant_id, _SHIPMENT.c.tracking_number).where(
    among(_SHIPMENT.c.tracking_number, "numbers"), _SHIPMENT.c.announced_at > bindparam("since")
)
_REFILED = (
    update(_EVENT)
    .where(
        _EVENT.c.merchant_id == bindparam("merchant"),
        _EVENT.c.tracking_number == bindparam("stored"),
        _EVENT.c.received_at > bindparam("since"),
    )
    .values(tracking_number=bindparam("named"))
    .returning(_EVENT.c.key)
)
_THERE = _EVENT.alias()
_DOUBLED = delete(_EVENT).where(
    _EVENT.c.merchant_id == bindparam("merchant"),
    _EVENT.c.tracking_number == bindparam("stored"),
    exists().where(
        _THERE.c.merchant_id == _EVENT.c.merchant_id,
        _THERE.c.tracking_number == bindparam("named"),
        _THERE.c.source_id == _EVENT.c.source_id,
        _THERE.c.key == _EVENT.c.key,
    ),
)

Named = tuple[int, str]
"""A merchant's id and a number."""


def known(tx: Connection, names: Collection[Named], now: datetime) -> dict[Named, dict[str, datetime]]:
    """What else these parcels are called, and when that was said last. One statement."""
    found: defaultdict[Named, dict[str, datetime]] = defaultdict(dict)
    parameters = {"numbers": sorted({number for _, number in names}), "since": now - LASTS}
    for merchant_id, number, other, said_at in _KNOWN.rows(tx, parameters):
        if (merchant_id, number) in names:
            found[merchant_id, number][other] = said_at
    return dict(found)


def remember(tx: Connection, pairs: Iterable[tuple[int, str, str]], now: datetime) -> None:
    """(merchant id, number, other number), both ways round."""
    rows = [{"merchant_id": m, "number": n, "other": o, "said_at": now} for m, n, o in sorted(set(pairs))]
    if rows:
        statement = insert_into(tx, _T)
        newer = {"said_at": statement.excluded.said_at}
        tx.execute(statement.on_conflict_do_update(index_elements=["merchant_id", "number", "other"], set_=newer), rows)


def announced(tx: Connection, names: Collection[Named], now: datetime) -> set[Named]:
    """Those of these that an order names which is not too long ago."""
    if not names:
        return set()
    parameters = {"numbers": sorted({number for _, number in names}), "since": now - LASTS}
    rows = tx.execute(_ANNOUNCED, parameters).all()
    return {(merchant_id, number) for merchant_id, number in rows} & set(names)


def goes_by(number: str) -> ColumnElement[bool]:
    """Of shipments: whether a sender says that this is another number of theirs."""
    others = select(_T.c.merchant_id, _T.c.other).where(_T.c.number == number)
    return tuple_(_SHIPMENT.c.merchant_id, _SHIPMENT.c.tracking_number).in_(others)


def refile(tx: Connection, merchant_id: int, stored: str, named: str, now: datetime) -> int:
    """Events under one number move to another; returns how many. That they were not there is a bygone. What a sender
    has reported under both stays once.
    """
    parameters = {"merchant": merchant_id, "stored": stored, "named": named}
    tx.execute(_DOUBLED, parameters)
    keys = list(tx.scalars(_REFILED, {**parameters, "since": now - LASTS}))
    bygones.keep(tx, [(bygones.filing_of(merchant_id, named, key), None) for key in keys], now)
    return len(keys)
