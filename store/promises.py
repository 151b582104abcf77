"""The ledger of promises: a row for each window a customer was told."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, delete

from store.tables import PromiseRow
from store.writing import insert_new, table_of

_T = table_of(PromiseRow)


def add(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    insert_new(tx, _T, rows)


def take_back(tx: Connection, notice_ids: Collection[int]) -> None:
    """These notices reached nobody: what they would have promised was never told."""
    if notice_ids:
        tx.execute(delete(_T).where(_T.c.notice_id.in_(notice_ids)))
