"""Notice rows: planning them, claiming what is due, and writing what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from domain.notices import MANNERS, NoticeState, Wanted
from store.tables import Notice
from store.writing import insert_new, table_of

_T = table_of(Notice)


def new_row(shipment_id: int, customer_id: int, wanted: Wanted, state: NoticeState, now: datetime) -> dict[str, Any]:
    return {
        "shipment_id": shipment_id,
        "customer_id": customer_id,
        "kind": wanted.kind.value,
        "key": wanted.key,
        "state": state.value,
        "priority": int(MANNERS[wanted.kind].priority),
        "send_after": wanted.send_after,
        "expires_at": wanted.expires_at,
        "facts": dict(wanted.facts),
        "why": wanted.held,
        "planned_at": now,
    }


def moved_row(notice_id: int, wanted: Wanted, state: NoticeState) -> dict[str, Any]:
    return {
        "b_id": notice_id,
        "state": state.value,
        "send_after": wanted.send_after,
        "expires_at": wanted.expires_at,
        "facts": dict(wanted.facts),
        "why": wanted.held,
    }


_OPEN = _T.c.state.in_(["planned", "held", "withdrawn"])
_MOVE = (
    update(_T)
    .where(_T.c.id == bindparam("b_id"), _OPEN)
    .values(
        state=bindparam("state"),
        send_after=bindparam("send_after"),
        expires_at=bindparam("expires_at"),
        facts=bindparam("facts"),
        why=bindparam("why"),
        decided_at=None,
    )
)
_WITHDRAW = (
    update(_T)
    .where(_T.c.id == bindparam("b_id"), _T.c.state.in_(["planned", "held"]))
    .values(state="withdrawn", why=bindparam("why"), decided_at=bindparam("decided_at"))
)


def add(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    insert_new(tx, _T, rows)


def move(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        tx.execute(_MOVE, rows)


def withdraw(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows are `{"b_id", "why", "decided_at"}`."""
    if rows:
        tx.execute(_WITHDRAW, rows)
