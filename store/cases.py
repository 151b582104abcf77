"""Cases: what a person must look at, listed and closed. Opening them is flows/cases.py's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, literal_column, select, update

from store.tables import Case, ChangeRequest, Conversation, Customer, Shipment
from store.writing import table_of

_T, _SHIPMENT, _CUSTOMER = table_of(Case), table_of(Shipment), table_of(Customer)
_CONVERSATION, _CHANGE = table_of(Conversation), table_of(ChangeRequest)

_of_request = _T.c.key == _T.c.kind + ":" + _CHANGE.c.public_id
_LISTED = (
    select(
        _T,
        _SHIPMENT.c.tracking_number,
        _CUSTOMER.c.name.label("customer"),
        _CHANGE.c.public_id.label("request"),
        _CHANGE.c.state.label("request_state"),
    )
    .outerjoin(_SHIPMENT, _SHIPMENT.c.id == _T.c.shipment_id)
    .outerjoin(_CONVERSATION, _CONVERSATION.c.id == _T.c.conversation_id)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == func.coalesce(_SHIPMENT.c.customer_id, _CONVERSATION.c.customer_id))
    .outerjoin(_CHANGE, and_(_CHANGE.c.shipment_id == _T.c.shipment_id, _of_request))
)


def listed(tx: Connection, is_open: bool, before: int | None, limit: int) -> Sequence[Any]:
    """Newest first, each with its parcel's number, its customer's name, and the request it is about, if any."""
    state = _T.c.closed_at.is_(None) if is_open else _T.c.closed_at.is_not(None)
    found = _LISTED.where(state).order_by(_T.c.id.desc()).limit(limit)
    if before is not None:
        found = found.where(_T.c.id < before)
    return tx.execute(found).all()


def one(tx: Connection, case_id: int) -> Any:
    return tx.execute(_LISTED.where(_T.c.id == case_id)).first()


def close(tx: Connection, case_id: int, who: str, note: str | None, now: datetime) -> bool:
    """Closes it; says whether it was open."""
    statement = update(_T).where(_T.c.id == case_id, _T.c.closed_at.is_(None))
    return tx.execute(statement.values(closed_at=now, closed_by=who, note=note)).rowcount > 0


def open_ids(tx: Connection, kinds: Sequence[str], **place: int) -> list[int]:
    """Open cases of these kinds about `conversation_id=…`, `delivery_id=…` or `shipment_id=…`."""
    found = select(_T.c.id).where(_T.c.kind.in_(kinds), _T.c.closed_at.is_(None))
    return list(tx.scalars(found.where(*(_T.c[name] == value for name, value in place.items()))))


def count_open(tx: Connection, most: int) -> int:
    found = select(literal_column("1")).where(_T.c.closed_at.is_(None)).limit(most).subquery()
    return tx.scalar(select(func.count()).select_from(found)) or 0
