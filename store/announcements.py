"""Announcements and their parcels, chosen, released and counted in sets."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, literal, or_, select, update

from domain.announcements import Chosen, key_of
from domain.axes import FINAL
from store.among import among
from store.areas import orders_in
from store.tables import Announcement, AnnouncementParcel, Customer, Message, Notice, Order, Shipment
from store.writing import table_of

_T, _PARCEL, _SHIPMENT = table_of(Announcement), table_of(AnnouncementParcel), table_of(Shipment)
_ORDER, _CUSTOMER, _NOTICE, _MESSAGE = table_of(Order), table_of(Customer), table_of(Notice), table_of(Message)


def add(tx: Connection, row: Mapping[str, Any]) -> int:
    return cast("int", tx.execute(insert(_T).values(**row).returning(_T.c.id)).scalar_one())


def get(tx: Connection, announcement_id: int, *, lock: bool = False) -> Any:
    statement = select(_T).where(_T.c.id == announcement_id)
    if lock and tx.dialect.name == "postgresql":
        statement = statement.with_for_update()
    return tx.execute(statement).first()


def mark(tx: Connection, announcement_id: int) -> tuple[Any, ...]:
    """Something that changes whenever somebody has decided about it, or it has come to its end."""
    row = tx.execute(select(_T.c.state, _T.c.state_at).where(_T.c.id == announcement_id)).first()
    return tuple(row) if row else ()


def change(tx: Connection, announcement_id: int, **values: Any) -> None:
    tx.execute(update(_T).where(_T.c.id == announcement_id).values(**values))


def page(tx: Connection, merchant_id: int | None, before: int | None, limit: int) -> Sequence[Any]:
    """The newest first, of one merchant or of all."""
    found = select(_T).order_by(_T.c.id.desc()).limit(limit)
    if merchant_id is not None:
        found = found.where(_T.c.merchant_id == merchant_id)
    return tx.execute(found.where(_T.c.id < before) if before is not None else found).all()


def out(tx: Connection) -> Sequence[Any]:
    """Those that are being sent or paused, and those stopped of which something may still be planned."""
    return tx.execute(select(_T).where(_T.c.state.in_(["sending", "paused", "stopped"])).order_by(_T.c.id)).all()


def texts(tx: Connection, announcement_ids: Collection[int]) -> Sequence[Any]:
    """(id, texts, fallback) of these."""
    if not announcement_ids:
        return []
    columns = (_T.c.id, _T.c.texts, _T.c.fallback)
    return tx.execute(select(*columns).where(_T.c.id.in_(announcement_ids))).all()


def texts_of(tx: Connection, merchant_id: int) -> Sequence[Any]:
    """(id, texts, fallback) of all of a merchant's."""
    return tx.execute(select(_T.c.id, _T.c.texts, _T.c.fallback).where(_T.c.merchant_id == merchant_id)).all()


def choose(tx: Connection, announcement_id: int, merchant_id: int, chosen: Chosen) -> int:
    """Keeps which parcels are chosen now, in one statement; returns how many."""
    tx.execute(delete(_PARCEL).where(_PARCEL.c.announcement_id == announcement_id))
    found = _chosen(tx, merchant_id, chosen).with_only_columns(literal(announcement_id), _SHIPMENT.c.id)
    tx.execute(insert(_PARCEL).from_select(["announcement_id", "shipment_id"], found))
    kept = select(func.count()).select_from(_PARCEL).where(_PARCEL.c.announcement_id == announcement_id)
    return tx.scalar(kept) or 0


def forget_chosen(tx: Connection, announcement_id: int) -> None:
    tx.execute(delete(_PARCEL).where(_PARCEL.c.announcement_id == announcement_id))


def count(tx: Connection, merchant_id: int, chosen: Chosen) -> Sequence[Any]:
    """(language, zone, parcels, customers) of what would be chosen now."""
    statement = _chosen(tx, merchant_id, chosen).join(_CUSTOMER, _CUSTOMER.c.id == _SHIPMENT.c.customer_id)
    columns = (
        _CUSTOMER.c.language,
        _ORDER.c.zone,
        func.count().label("parcels"),
        func.count(_CUSTOMER.c.id.distinct()).label("customers"),
    )
    return tx.execute(statement.with_only_columns(*columns).group_by(_CUSTOMER.c.language, _ORDER.c.zone)).all()


def sample(tx: Connection, merchant_id: int, chosen: Chosen, limit: int) -> list[int]:
    """Some of the parcels that would be chosen now, the newest."""
    statement = _chosen(tx, merchant_id, chosen).with_only_columns(_SHIPMENT.c.id)
    return list(tx.scalars(statement.order_by(_SHIPMENT.c.id.desc()).limit(limit)))


def _chosen(tx: Connection, merchant_id: int, chosen: Chosen) -> Any:
    statement = select(_SHIPMENT.c.id).join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    if chosen.areas:
        statement = statement.where(_SHIPMENT.c.order_id.in_(orders_in(tx, merchant_id, chosen.areas)))
    else:
        statement = statement.where(_SHIPMENT.c.merchant_id == merchant_id)
    if chosen.milestones:
        statement = statement.where(_SHIPMENT.c.milestone.in_([m.value for m in chosen.milestones]))
    else:
        statement = statement.where(_SHIPMENT.c.milestone.not_in([m.value for m in FINAL]))
    if chosen.carriers:
        statement = statement.where(_SHIPMENT.c.carrier.in_(chosen.carriers))
    if chosen.on_from:
        statement = statement.where(_SHIPMENT.c.expected_on >= chosen.on_from.isoformat())
    if chosen.on_to:
        statement = statement.where(_SHIPMENT.c.expected_on <= chosen.on_to.isoformat())
    if chosen.country:
        statement = statement.where(_ORDER.c.address["country"].as_string() == chosen.country)
    return statement


def release(tx: Connection, announcement_id: int, limit: int, now: datetime) -> list[int]:
    """The plan knows of the next parcels from now on; returns which."""
    following = (
        select(_PARCEL.c.shipment_id)
        .where(_PARCEL.c.announcement_id == announcement_id, _PARCEL.c.released_at.is_(None))
        .order_by(_PARCEL.c.shipment_id)
        .limit(limit)
    )
    statement = (
        update(_PARCEL)
        .where(_PARCEL.c.announcement_id == announcement_id, _PARCEL.c.shipment_id.in_(following))
        .values(released_at=now, planned_at=now)
    )
    return list(tx.scalars(statement.returning(_PARCEL.c.shipment_id)))


def outdated(tx: Connection, announcement_id: int, since: datetime, limit: int) -> list[int]:
    """Released parcels that were planned before `since`, when something was decided about the announcement."""
    statement = select(_PARCEL.c.shipment_id).where(
        _PARCEL.c.announcement_id == announcement_id,
        _PARCEL.c.released_at.is_not(None),
        _PARCEL.c.planned_at < since,
    )
    return list(tx.scalars(statement.order_by(_PARCEL.c.shipment_id).limit(limit)))


def planned(tx: Connection, announcement_id: int, shipment_ids: Collection[int], now: datetime) -> None:
    """These were planned now."""
    statement = update(_PARCEL).where(_PARCEL.c.announcement_id == announcement_id, among(_PARCEL.c.shipment_id, "ids"))
    tx.execute(statement.values(planned_at=now), {"ids": list(shipment_ids)})


def unplanned(tx: Connection, announcement_id: int, shipment_ids: Collection[int]) -> list[int]:
    """Of these, those without a notice of the announcement."""
    said = select(_NOTICE.c.shipment_id).where(
        _NOTICE.c.key == key_of(announcement_id), among(_NOTICE.c.shipment_id, "ids")
    )
    found = set(tx.scalars(said, {"ids": list(shipment_ids)}))
    return [one for one in shipment_ids if one not in found]


_WHY = (
    update(_PARCEL)
    .where(_PARCEL.c.announcement_id == bindparam("b_announcement"), _PARCEL.c.shipment_id == bindparam("b_shipment"))
    .values(why=bindparam("because"))
)


def note_silence(tx: Connection, announcement_id: int, why: Mapping[int, str]) -> None:
    """Why nothing was planned for these shipments."""
    rows = [{"b_announcement": announcement_id, "b_shipment": s, "because": because} for s, because in why.items()]
    if rows:
        tx.execute(_WHY, rows)


def progress(tx: Connection, announcement_id: int) -> Sequence[Any]:
    """(released, state, silent, parcels): how many chosen parcels stand where; `state` is their notice's or None."""
    released = _PARCEL.c.released_at.is_not(None).label("released")
    silent = _PARCEL.c.why.is_not(None).label("silent")
    statement = (
        select(released, _NOTICE.c.state, silent, func.count().label("parcels"))
        .outerjoin(_NOTICE, _of(announcement_id))
        .where(_PARCEL.c.announcement_id == announcement_id)
        .group_by(released, _NOTICE.c.state, silent)
    )
    return tx.execute(statement).all()


def waiting(tx: Connection, announcement_id: int, now: datetime) -> int:
    """How many of its messages are on their way or could go now."""
    statement = (
        select(func.count())
        .select_from(_PARCEL)
        .join(_NOTICE, _of(announcement_id))
        .where(
            _PARCEL.c.announcement_id == announcement_id,
            _PARCEL.c.released_at.is_not(None),
            or_(
                _NOTICE.c.state == "sending",
                and_(_NOTICE.c.state.in_(["planned", "held"]), _NOTICE.c.send_after <= now),
            ),
        )
    )
    return tx.scalar(statement) or 0


def queued(tx: Connection, announcement_id: int) -> list[int]:
    """Its messages that no lane has taken yet."""
    statement = (
        select(_MESSAGE.c.id)
        .join(_NOTICE, _NOTICE.c.message_id == _MESSAGE.c.id)
        .join(_PARCEL, _of(announcement_id))
        .where(_PARCEL.c.announcement_id == announcement_id, _MESSAGE.c.state == "queued")
        .distinct()
    )
    return list(tx.scalars(statement))


def outcomes(tx: Connection, announcement_id: int, state: str | None, after: int, limit: int) -> Sequence[Any]:
    """What came of each parcel, by shipment: its notice's state and reason, or why nothing was planned."""
    columns = (
        _PARCEL.c.shipment_id,
        _PARCEL.c.released_at,
        _PARCEL.c.why.label("silence"),
        _SHIPMENT.c.tracking_number,
        _NOTICE.c.state,
        _NOTICE.c.why,
        _NOTICE.c.send_after,
        _NOTICE.c.decided_at,
        _MESSAGE.c.channel,
        _MESSAGE.c.units,
    )
    statement = (
        select(*columns)
        .join(_SHIPMENT, _SHIPMENT.c.id == _PARCEL.c.shipment_id)
        .outerjoin(_NOTICE, _of(announcement_id))
        .outerjoin(_MESSAGE, _MESSAGE.c.id == _NOTICE.c.message_id)
        .where(_PARCEL.c.announcement_id == announcement_id, _PARCEL.c.shipment_id > after)
        .order_by(_PARCEL.c.shipment_id)
        .limit(limit)
    )
    if state == "silent":
        statement = statement.where(_PARCEL.c.why.is_not(None), _NOTICE.c.id.is_(None))
    elif state == "unreleased":
        statement = statement.where(_PARCEL.c.released_at.is_(None))
    elif state:
        statement = statement.where(_NOTICE.c.state == state)
    return tx.execute(statement).all()


def _of(announcement_id: int) -> Any:
    return and_(_NOTICE.c.shipment_id == _PARCEL.c.shipment_id, _NOTICE.c.key == key_of(announcement_id))
