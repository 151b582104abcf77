"""What staff taught us that messages meant: kept once for each message, the last word counts."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from store.tables import Conversation, Customer, Message, TaughtExample
from store.writing import insert_into, table_of

_T, _MESSAGE = table_of(TaughtExample), table_of(Message)
_CONVERSATION, _CUSTOMER = table_of(Conversation), table_of(Customer)


def incoming(tx: Connection, message_id: int) -> Any:
    """(id, text, understood) of something a customer wrote; None for anything else."""
    found = select(_MESSAGE.c.id, _MESSAGE.c.text, _MESSAGE.c.understood)
    return tx.execute(found.where(_MESSAGE.c.id == message_id, _MESSAGE.c.direction == "in")).first()


def in_conversation(tx: Connection, conversation_id: int, message_id: int) -> Any:
    """(understood, language of the customer) of what a customer wrote in this conversation, or None."""
    found = (
        select(_MESSAGE.c.understood, _CUSTOMER.c.language)
        .join(_CONVERSATION, _CONVERSATION.c.id == _MESSAGE.c.conversation_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _CONVERSATION.c.customer_id)
        .where(_MESSAGE.c.id == message_id, _MESSAGE.c.direction == "in", _CONVERSATION.c.id == conversation_id)
    )
    return tx.execute(found).first()


def labels(tx: Connection, message_ids: Collection[int]) -> dict[int, str]:
    """What these messages were taught to mean."""
    found = select(_T.c.message_id, _T.c.label).where(_T.c.message_id.in_(message_ids))
    return {row.message_id: row.label for row in tx.execute(found)}


def keep(tx: Connection, row: dict[str, Any]) -> None:
    statement = insert_into(tx, _T).values(row)
    changed = {name: row[name] for name in ("text", "language", "label", "taught_by", "taught_at")}
    tx.execute(statement.on_conflict_do_update(index_elements=["message_id"], set_=changed))


def everything(tx: Connection) -> list[Any]:
    """(text, language, label), by language and label, the oldest first."""
    return list(tx.execute(select(_T.c.text, _T.c.language, _T.c.label).order_by(_T.c.language, _T.c.label, _T.c.id)))
