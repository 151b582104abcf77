"""The ledger of promises: a row for each window a customer was told."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, or_

from store.tables import PromiseRow
from store.writing import insert_new, table_of

_T = table_of(PromiseRow)


def add(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    insert_new(tx, _T, rows)


def take_back(tx: Connection, message_ids: Collection[int], notice_ids: Collection[int]) -> None:
    """These messages, and the notices in them, reached nobody: what they would have promised was never told."""
    mine = or_(_T.c.message_id.in_(message_ids), and_(_T.c.message_id.is_(None), _T.c.notice_id.in_(notice_ids)))
    tx.execute(delete(_T).where(mine))
