"""Conversations: finding or opening a customer's, and who owns it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from store.tables import Conversation, Customer
from store.writing import insert_into, table_of

_T, _CUSTOMER = table_of(Conversation), table_of(Customer)


def ensure(tx: Connection, customer_id: int, merchant_id: int, now: datetime) -> None:
    row = {"customer_id": customer_id, "merchant_id": merchant_id, "owner_since": now, "last_at": now}
    tx.execute(insert_into(tx, _T).values(_opened(row)).on_conflict_do_nothing())


def ensure_stranger(tx: Connection, channel: str, address: str, now: datetime) -> Any:
    """The conversation with somebody whom no order knows (yet)."""
    stranger = f"{channel}:{address}"
    row = {"stranger": stranger, "owner_since": now, "last_at": now}
    tx.execute(insert_into(tx, _T).values(_opened(row)).on_conflict_do_nothing())
    return tx.execute(select(_T).where(_T.c.stranger == stranger)).one()


def _opened(row: dict[str, Any]) -> dict[str, Any]:
    return {"owner": "bot", "misses": 0, "unread": 0, **row}


def of_customers(tx: Connection, customer_ids: Collection[int]) -> dict[int, Any]:
    """Conversation rows by customer."""
    return {row.customer_id: row for row in tx.execute(select(_T).where(_T.c.customer_id.in_(customer_ids)))}


def get(tx: Connection, conversation_id: int, *, lock: bool = False) -> Any:
    statement = select(_T).where(_T.c.id == conversation_id)
    if lock and tx.dialect.name == "postgresql":
        statement = statement.with_for_update()
    return tx.execute(statement).first()


def change(tx: Connection, conversation_id: int, **values: Any) -> None:
    tx.execute(update(_T).where(_T.c.id == conversation_id).values(**values))


def pass_on(tx: Connection, conversation_id: int, owner_before: str, owner: str, now: datetime) -> bool:
    """Compare-and-swap of the owner; says whether it was still `owner_before`."""
    statement = (
        update(_T).where(_T.c.id == conversation_id, _T.c.owner == owner_before).values(owner=owner, owner_since=now)
    )
    return tx.execute(statement).rowcount > 0
