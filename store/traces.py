"""Where a message came from: the webhook that made its notice be planned, or the turn that it answers. Asked only where
traces are told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from store.tables import Delivery, EventRow, Inbound, Message, Notice, Shipment
from store.writing import table_of

_MESSAGE, _NOTICE, _SHIPMENT = table_of(Message), table_of(Notice), table_of(Shipment)
_EVENT, _DELIVERY, _INBOUND = table_of(EventRow), table_of(Delivery), table_of(Inbound)


SLACK = timedelta(seconds=5)
"""A step's time is that of its asking: on a busy machine it may read what came a moment after."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A notice that was said, and the delivery that was the last before it was planned: (source id, key), or None where
    no webhook led to it.
    """

    notice_id: int
    kind: str
    planned_at: datetime
    delivery: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, and the turn before it: when that was kept, and when it was answered."""

    message_id: int
    name: str
    turn_id: int
    heard_at: datetime
    answered_at: datetime


def of_token(tx: Connection, token: str) -> Origin | Answer | None:
    return _found(tx, _MESSAGE.c.token == token)


def of_provider_id(tx: Connection, provider_id: str) -> Origin | Answer | None:
    return _found(tx, _MESSAGE.c.provider_id == provider_id)


def _found(tx: Connection, which: ColumnElement[bool]) -> Origin | Answer | None:
    return _origin(tx, which) or _answer(tx, which)


def _answer(tx: Connection, which: ColumnElement[bool]) -> Answer | None:
    """A reply goes back the way the turn came: the last that came from there."""
    columns = (
        _MESSAGE.c.id,
        _MESSAGE.c.name,
        _MESSAGE.c.created_at,
        _INBOUND.c.id.label("turn"),
        _INBOUND.c.received_at,
    )
    same = and_(_INBOUND.c.channel == _MESSAGE.c.channel, _INBOUND.c.address == _MESSAGE.c.address)
    found = (
        select(*columns)
        .join(_INBOUND, same)
        .where(which, _MESSAGE.c.priority == 0, _MESSAGE.c.author == "bot")
        .where(_INBOUND.c.received_at <= _MESSAGE.c.created_at)
        .order_by(_INBOUND.c.received_at.desc(), _INBOUND.c.id.desc())
        .limit(1)
    )
    row = tx.execute(found).first()
    return Answer(row.id, row.name, row.turn, row.received_at, row.created_at) if row else None


def _origin(tx: Connection, which: ColumnElement[bool]) -> Origin | None:
    found = select(_NOTICE, _SHIPMENT.c.merchant_id, _SHIPMENT.c.tracking_number)
    found = found.join(_MESSAGE, _MESSAGE.c.id == _NOTICE.c.message_id)
    found = found.join(_SHIPMENT, _SHIPMENT.c.id == _NOTICE.c.shipment_id)
    row = tx.execute(found.where(which, _NOTICE.c.state != "merged").order_by(_NOTICE.c.id).limit(1)).first()
    return Origin(row.id, row.kind, row.planned_at, _delivery(tx, row)) if row else None


def _delivery(tx: Connection, notice: Any) -> tuple[int, str] | None:
    same = and_(_EVENT.c.merchant_id == notice.merchant_id, _EVENT.c.tracking_number == notice.tracking_number)
    found = (
        select(_DELIVERY.c.source_id, _DELIVERY.c.key)
        .join(_EVENT, _EVENT.c.delivery_id == _DELIVERY.c.id)
        .where(same, _EVENT.c.received_at <= notice.planned_at + SLACK)
        .order_by(_EVENT.c.id.desc())
        .limit(1)
    )
    row = tx.execute(found).first()
    return (row.source_id, row.key) if row else None
