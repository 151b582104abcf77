"""Overrides: what staff decided about notices, and what has to be locked and looked at to decide it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, and_, insert, or_, select, update

from store.among import among
from store.prepared import Prepared
from store.tables import Message, Notice, OverrideRow, Shipment
from store.writing import table_of

_T, _NOTICE, _MESSAGE, _SHIPMENT = (table_of(t) for t in (OverrideRow, Notice, Message, Shipment))


def add(tx: Connection, row: dict[str, Any]) -> int:
    return cast("int", tx.execute(insert(_T).values(row).returning(_T.c.id)).scalar_one())


def add_all(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        tx.execute(insert(_T), list(rows))


def in_force(tx: Connection, shipment_id: int, now: datetime) -> Sequence[Any]:
    """Those neither released nor over, in the order they were decided. A changed time stays in force when it comes."""
    is_ahead = or_(_T.c.until.is_(None), _T.c.until > now, _T.c.kind == "retime")
    standing = and_(_T.c.released_at.is_(None), is_ahead)
    return tx.execute(select(_T).where(_T.c.shipment_id == shipment_id, standing).order_by(_T.c.id)).all()


_BY_HAND = Prepared(
    select(_T.c.shipment_id, _T.c.key).where(
        among(_T.c.shipment_id, "ids"),
        or_(_T.c.kind == "send_now", _T.c.kind == "retime", _T.c.kind == "correction"),
        _T.c.released_at.is_(None),
    )
)


def by_hand(tx: Connection, shipment_ids: Collection[int]) -> set[tuple[int, str | None]]:
    """(shipment_id, key) of what staff send now, set a time for, or wrote anew, of these shipments."""
    return {(row.shipment_id, row.key) for row in _BY_HAND.rows(tx, {"ids": list(shipment_ids)})}


def release(tx: Connection, ids: Collection[int], who: str, now: datetime) -> list[Any]:
    """Releases those that nobody has released; returns their rows."""
    statement = update(_T).where(_T.c.id.in_(ids), _T.c.released_at.is_(None))
    return list(tx.execute(statement.values(released_at=now, released_by=who).returning(_T)))


def lock_shipments(tx: Connection, shipment_ids: Collection[int]) -> None:
    """All that is decided about a shipment is decided under its row's lock. SQLite has one writer anyway."""
    if tx.dialect.name == "postgresql" and shipment_ids:
        found = select(_SHIPMENT.c.id).where(_SHIPMENT.c.id.in_(shipment_ids)).order_by(_SHIPMENT.c.id)
        tx.execute(found.with_for_update()).all()


def notice(tx: Connection, shipment_id: int, key: str) -> Any:
    """The notice of this occasion with the state of its message as `message_state`, or None."""
    statement = (
        select(_NOTICE, _MESSAGE.c.state.label("message_state"))
        .outerjoin(_MESSAGE, _MESSAGE.c.id == _NOTICE.c.message_id)
        .where(_NOTICE.c.shipment_id == shipment_id, _NOTICE.c.key == key)
    )
    return tx.execute(statement).first()


def unsent_messages(tx: Connection, shipment_id: int, key: str | None) -> list[int]:
    """Messages that say a notice of this shipment and that no lane has taken yet."""
    statement = (
        select(_MESSAGE.c.id)
        .join(_NOTICE, _NOTICE.c.message_id == _MESSAGE.c.id)
        .where(_NOTICE.c.shipment_id == shipment_id, _MESSAGE.c.state == "queued")
    )
    if key is not None:
        statement = statement.where(_NOTICE.c.key == key)
    return list(tx.scalars(statement))


def shipments_in(tx: Connection, message_ids: Collection[int]) -> list[int]:
    """The shipments these messages speak of."""
    if not message_ids:
        return []
    return list(tx.scalars(select(_NOTICE.c.shipment_id).where(_NOTICE.c.message_id.in_(message_ids)).distinct()))


def reopen(tx: Connection, notice_id: int) -> None:
    """A notice that ended without being said may be planned again."""
    ended = _NOTICE.c.state.in_(["expired", "suppressed", "failed"])
    values = {"state": "withdrawn", "message_id": None, "merged_into": None}
    tx.execute(update(_NOTICE).where(_NOTICE.c.id == notice_id, ended).values(**values))
