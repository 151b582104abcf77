"""What staff taught us that messages meant: kept once for each message, the last word counts."""

from typing import Any

from sqlalchemy import Connection, select

from store.tables import Message, TaughtExample
from store.writing import insert_into, table_of

_T, _MESSAGE = table_of(TaughtExample), table_of(Message)


def incoming(tx: Connection, message_id: int) -> Any:
    """(id, text, understood) of something a customer wrote; None for anything else."""
    found = select(_MESSAGE.c.id, _MESSAGE.c.text, _MESSAGE.c.understood)
    return tx.execute(found.where(_MESSAGE.c.id == message_id, _MESSAGE.c.direction == "in")).first()


def keep(tx: Connection, row: dict[str, Any]) -> None:
    statement = insert_into(tx, _T).values(row)
    changed = {name: row[name] for name in ("text", "language", "label", "taught_by", "taught_at")}
    tx.execute(statement.on_conflict_do_update(index_elements=["message_id"], set_=changed))


def everything(tx: Connection) -> list[Any]:
    """(text, language, label), by language and label, the oldest first."""
    return list(tx.execute(select(_T.c.text, _T.c.language, _T.c.label).order_by(_T.c.language, _T.c.label, _T.c.id)))
