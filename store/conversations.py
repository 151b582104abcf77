"""Conversations: finding or opening a customer's, and who owns it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from store.among import among
from store.prepared import Prepared
from store.tables import Conversation, Customer
from store.writing import insert_new, table_of

_T, _CUSTOMER = table_of(Conversation), table_of(Customer)


_THEIRS, _SINGLE = select(_T).where(among(_T.c.customer_id, "ids")), select(_T).where(_T.c.id == bindparam("b_id"))
_OF_CUSTOMERS, _OF_CUSTOMERS_LOCKED = Prepared(_THEIRS), Prepared(_THEIRS.with_for_update())
_CHANGE = Prepared(update(_T).where(_T.c.id == bindparam("b_id")))
_ONE, _ONE_LOCKED = Prepared(_SINGLE), Prepared(_SINGLE.with_for_update())


def ensure(tx: Connection, customers: Mapping[int, int], now: datetime, *, lock: bool = False) -> dict[int, Any]:
    """Conversation rows by customer, opened where there was none yet; `customers` are merchant ids by customer."""
    found = of_customers(tx, customers, lock=lock)
    new = [
        {"customer_id": customer, "merchant_id": merchant, "owner_since": now, "last_at": now}
        for customer, merchant in customers.items()
        if customer not in found
    ]
    if not new:
        return found
    insert_new(tx, _T, [_opened(row) for row in new])
    return of_customers(tx, customers, lock=lock)


def ensure_stranger(tx: Connection, channel: str, address: str, now: datetime) -> Any:
    """The conversation with somebody whom no order knows (yet)."""
    stranger = f"{channel}:{address}"
    row = {"stranger": stranger, "owner_since": now, "last_at": now}
    insert_new(tx, _T, [_opened(row)])
    return tx.execute(select(_T).where(_T.c.stranger == stranger)).one()


def _opened(row: dict[str, Any]) -> dict[str, Any]:
    return {"owner": "bot", "misses": 0, "unread": 0, **row}


def of_customers(tx: Connection, customer_ids: Collection[int], *, lock: bool = False) -> dict[int, Any]:
    """Conversation rows by customer."""
    rows = (_OF_CUSTOMERS_LOCKED if lock else _OF_CUSTOMERS).rows(tx, {"ids": list(customer_ids)})
    return {row.customer_id: row for row in rows}


def get(tx: Connection, conversation_id: int, *, lock: bool = False) -> Any:
    return (_ONE_LOCKED if lock else _ONE).first(tx, {"b_id": conversation_id})


def change(tx: Connection, conversation_id: int, **values: Any) -> None:
    _CHANGE.run(tx, {"b_id": conversation_id, **values})


def pass_on(tx: Connection, conversation_id: int, owner_before: str, owner: str, now: datetime) -> bool:
    """Compare-and-swap of the owner; says whether it was still `owner_before`."""
    statement = (
        update(_T).where(_T.c.id == conversation_id, _T.c.owner == owner_before).values(owner=owner, owner_since=now)
    )
    return tx.execute(statement).rowcount > 0
