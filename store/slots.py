"""Slots in memory: published, found, and their places taken and given back."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, and_, bindparam, exists, func, or_, select, update

from domain.axes import Milestone
from domain.localtime import zone
from domain.reschedules import RESCHEDULE
from domain.slots import Parcel, Slot, SlotGiven, area, areas
from domain.windows import Window
from store.among import among
from store.covering import any_shift
from store.prepared import Prepared
from store.tables import ChangeRequest, Order, Shipment
from store.tables import Slot as SlotTable
from store.writing import insert_into, table_of

_T, _SHIPMENT, _ORDER, _REQUEST = (table_of(t) for t in (SlotTable, Shipment, Order, ChangeRequest))

CANDIDATES = 60
"""Of one zone, or one parcel, at most so many of the nearest slots are looked at."""

_PLACE = ("tracking_number", "zone", "from_at", "to_at")


def publish(tx: Connection, merchant_id: int, slots: Sequence[SlotGiven]) -> set[str]:
    """Adds or changes slots; returns the ids of those that were accepted.

    Not accepted: fewer places than are taken, or another window or zone where a place is taken.
    """
    if not slots:
        return set()
    insert = insert_into(tx, _T)
    new = insert.excluded
    untouched = and_(*(_T.c[name].is_not_distinct_from(new[name]) for name in _PLACE))
    statement = insert.on_conflict_do_update(
        index_elements=["merchant_id", "external_id"],
        set_={name: new[name] for name in (*_PLACE, "capacity", "cutoff_at")},
        where=and_(new.capacity >= _T.c.taken, or_(_T.c.taken == 0, untouched)),
    ).returning(_T.c.external_id)
    rows = [_row(merchant_id, slot) for slot in sorted(slots, key=lambda slot: slot.id)]
    return set(tx.scalars(statement, rows))


def _row(merchant_id: int, slot: SlotGiven) -> dict[str, Any]:
    return {
        "merchant_id": merchant_id,
        "external_id": slot.id,
        "tracking_number": slot.tracking_number.strip().upper() if slot.tracking_number else None,
        "zone": area(slot.zone) if slot.zone else None,
        "from_at": slot.from_at,
        "to_at": slot.to_at,
        "capacity": slot.capacity,
        "taken": 0,
        "cutoff_at": slot.cutoff_at,
    }


def taken(tx: Connection, merchant_id: int, external_id: str) -> int:
    """How many places of a slot are taken."""
    which = _T.c.merchant_id == merchant_id, _T.c.external_id == external_id
    return tx.scalar(select(_T.c.taken).where(*which)) or 0


_PARCEL: Select[Any] = select(
    *(_SHIPMENT.c[name] for name in ("id", "merchant_id", "tracking_number", "allow", "milestone")),
    *(_SHIPMENT.c[name] for name in ("expected_on", "expected_from", "expected_to")),
    _ORDER.c.address,
    _ORDER.c.zone,
).join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
_PARCELS = Prepared(_PARCEL.where(among(_SHIPMENT.c.id, "ids")))


def parcels(tx: Connection, shipment_ids: Collection[int]) -> dict[int, Parcel]:
    """These shipments as slots see them."""
    return {row.id: _parcel(row) for row in _PARCELS.rows(tx, {"ids": list(shipment_ids)})}


def _parcel(row: Row[Any]) -> Parcel:
    on = date.fromisoformat(row.expected_on) if row.expected_on else None
    return Parcel(
        row.id,
        row.merchant_id,
        row.tracking_number,
        frozenset(row.allow),
        Milestone(row.milestone),
        zone(row.zone),
        areas(row.address),
        Window(on, row.expected_from, row.expected_to) if on else None,
    )


_ASKED = Prepared(
    _PARCEL.add_columns(
        _T.c.id.label("slot_id"),
        _T.c.external_id,
        _T.c.tracking_number.label("slot_number"),
        _T.c.zone.label("slot_zone"),
        _T.c.from_at,
        _T.c.to_at,
        _T.c.cutoff_at,
        any_shift(_SHIPMENT.c.merchant_id, _T.c.from_at, _T.c.to_at).label("is_driven"),
        exists().where(_REQUEST.c.shipment_id == _SHIPMENT.c.id, _REQUEST.c.kind == RESCHEDULE).label("asked_before"),
    )
    .outerjoin(
        _T, and_(_T.c.merchant_id == _SHIPMENT.c.merchant_id, _T.c.external_id == bindparam("external", type_=Text))
    )
    .where(_SHIPMENT.c.id == bindparam("shipment"))
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A parcel and the slot its customer asks for; `is_driven`: routes are known that may say whether it fits.

    `asked_before`: there is a request for a slot already, whatever became of it.
    """

    parcel: Parcel
    slot: Slot | None
    is_driven: bool
    asked_before: bool


def wish(tx: Connection, shipment_id: int, external_slot_id: str) -> Wish | None:
    """None where the shipment is unknown; its slot is one of its own merchant's."""
    row = _ASKED.first(tx, {"shipment": shipment_id, "external": external_slot_id})
    if row is None:
        return None
    if row.slot_id is None:
        return Wish(_parcel(row), None, False, bool(row.asked_before))
    own = row.slot_id, row.external_id, row.merchant_id, row.slot_number, row.slot_zone
    return Wish(
        _parcel(row), Slot(*own, row.from_at, row.to_at, row.cutoff_at), bool(row.is_driven), bool(row.asked_before)
    )


_OPEN = (
    select(
        _T,
        func.row_number()
        .over(partition_by=(_T.c.merchant_id, _T.c.tracking_number, _T.c.zone), order_by=(_T.c.from_at, _T.c.id))
        .label("place"),
    )
    .where(
        among(_T.c.merchant_id, "merchants"),
        or_(among(_T.c.tracking_number, "numbers"), among(_T.c.zone, "zones")),
        _T.c.cutoff_at > bindparam("now"),
        _T.c.from_at > bindparam("now"),
        _T.c.taken < _T.c.capacity,
    )
    .subquery()
)
_AVAILABLE = Prepared(select(_OPEN).where(_OPEN.c.place <= CANDIDATES))


def available(tx: Connection, parcels: Iterable[Parcel], now: datetime) -> list[Slot]:
    """The nearest slots with room and an open cut-off that could serve any of these parcels: one statement."""
    some = list(parcels)
    if not some:
        return []
    wanted = {
        "merchants": list({p.merchant_id for p in some}),
        "numbers": list({p.tracking_number for p in some}),
        "zones": list({name for p in some for name in p.areas}),
        "now": now,
    }
    return [_slot(row) for row in _AVAILABLE.rows(tx, wanted)]


def _slot(row: Row[Any]) -> Slot:
    return Slot(
        row.id,
        row.external_id,
        row.merchant_id,
        row.tracking_number,
        row.zone,
        row.from_at,
        row.to_at,
        row.cutoff_at,
    )


_LOCK = Prepared(select(_T.c.id).where(among(_T.c.id, "ids")).order_by(_T.c.id).with_for_update())


def lock(tx: Connection, slot_ids: Iterable[int]) -> None:
    """On PostgreSQL, takes these slots in order, so that two moves in opposite directions do not block each other."""
    if tx.dialect.name == "postgresql":
        _LOCK.run(tx, {"ids": list(slot_ids)})


_TAKE = update(_T).where(_T.c.id == bindparam("slot"), _T.c.taken < _T.c.capacity).values(taken=_T.c.taken + 1)
_TAKE_IN_TIME = Prepared(_TAKE.where(_T.c.cutoff_at > bindparam("now")))
_TAKE_LATE = Prepared(_TAKE.where(_T.c.from_at > bindparam("now")))
_RELEASE = Prepared(
    update(_T).where(_T.c.id == bindparam("slot")).values(taken=_T.c.taken - bindparam("places", type_=_T.c.taken.type))
)


def take(tx: Connection, slot_id: int, now: datetime) -> bool:
    """Takes a place if one is left and the cut-off has not passed."""
    return _TAKE_IN_TIME.run(tx, {"slot": slot_id, "now": now}) == 1


def take_late(tx: Connection, slot_id: int, now: datetime) -> bool:
    """Takes a place that the 3PL itself has confirmed: its cut-off is for customers, its beginning is for all."""
    return _TAKE_LATE.run(tx, {"slot": slot_id, "now": now}) == 1


def release(tx: Connection, slot_ids: Iterable[int | None]) -> None:
    """Gives back one place for each mention; None is a change without a slot."""
    for slot_id, places in sorted(Counter(s for s in slot_ids if s is not None).items()):
        _RELEASE.run(tx, {"slot": slot_id, "places": places})
