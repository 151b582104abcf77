"""Scope: whoever works for one merchant sees what is that merchant's. Set on the connection, asked by every list."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.sql import ColumnElement, Select

from store.tables import Case, Conversation, Customer, Notice, Route, Shipment
from store.writing import table_of

T = TypeVar("T")

_NOTICE, _SHIPMENT = table_of(Notice), table_of(Shipment)
_OWNED = {
    "shipments": _SHIPMENT,
    "conversations": table_of(Conversation),
    "customers": table_of(Customer),
    "cases": table_of(Case),
    "routes": table_of(Route),
}
"""Rooms of the console whose addresses name one thing by its id, and the table that knows whose it is."""


def within(tx: Connection, merchant_id: int | None, fn: Callable[..., T], *args: Any) -> T:
    """Runs a step that sees one merchant alone; None: all of them. What follows on the connection sees what it saw."""
    before = _merchant(tx)
    try:
        return fn(tx.execution_options(merchant_id=merchant_id), *args)
    finally:
        tx.execution_options(merchant_id=before)


def is_narrow(tx: Connection) -> bool:
    return _merchant(tx) is not None


def mine(tx: Connection, found: Select[Any], merchant: ColumnElement[Any]) -> Select[Any]:
    """The statement, for the merchant whose id stands in this column, where the step is within one."""
    own = _merchant(tx)
    return found if own is None else found.where(merchant == own)


def owner_of(tx: Connection, room: str, row_id: int) -> int | None:
    """The merchant a thing belongs to; None where it is not there, or nobody's."""
    table = _OWNED[room]
    found: int | None = tx.scalar(select(table.c.merchant_id).where(table.c.id == row_id))
    return found


def own_notices(tx: Connection, notice_ids: Sequence[int]) -> list[int]:
    """Those of these notices that the step may see, in their order."""
    if not is_narrow(tx):
        return list(notice_ids)
    found = select(_NOTICE.c.id).join(_SHIPMENT, _SHIPMENT.c.id == _NOTICE.c.shipment_id)
    known = set(tx.scalars(mine(tx, found.where(_NOTICE.c.id.in_(notice_ids)), _SHIPMENT.c.merchant_id)))
    return [notice_id for notice_id in notice_ids if notice_id in known]


def _merchant(tx: Connection) -> int | None:
    own: int | None = tx.get_execution_options().get("merchant_id")
    return own
