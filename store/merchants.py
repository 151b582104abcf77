"""Merchants: who they are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from store.tables import Merchant
from store.writing import table_of

_T = table_of(Merchant)


def listed(tx: Connection) -> Sequence[Any]:
    """(id, name, title) of all, by name."""
    return tx.execute(select(_T.c.id, _T.c.name, _T.c.title).order_by(_T.c.name)).all()


def by_name(tx: Connection, name: str) -> Any:
    """(id, name, title), or None."""
    return tx.execute(select(_T.c.id, _T.c.name, _T.c.title).where(_T.c.name == name)).first()
