"""Standing words in memory: what parcels' objects said without saying since when."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from store.among import among
from store.fetching import Fetching
from store.tables import EventRow
from store.writing import table_of

_T = table_of(EventRow)
_SAID = Fetching(
    select(_T.c.source_id, _T.c.key, _T.c.occurred_at, _T.c.received_at)
    .where(
        _T.c.merchant_id == bindparam("merchant"),
        among(_T.c.tracking_number, "numbers"),
        _T.c.key.startswith(bindparam("mark"), autoescape=False),
    )
    .order_by(_T.c.id)
)


def said(tx: Connection, merchant_id: int, numbers: Collection[str], mark: str) -> Sequence[Sequence[Any]]:
    """(source_id, key, occurred_at, received_at) of the events of these parcels whose keys begin with `mark`."""
    return _SAID.rows(tx, {"merchant": merchant_id, "numbers": sorted(numbers), "mark": mark})
