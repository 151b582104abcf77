"""Kept deliveries as they came, to be posted again."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from store.tables import Delivery, Source
from store.writing import table_of

POLLED = "doorstep-polled"
"""The header beside a body that was not posted but asked for: the number it was asked about, or nothing."""

_DELIVERY, _SOURCE = table_of(Delivery), table_of(Source)


def bodies(tx: Connection, source: str, delivery_ids: Collection[int]) -> list[Any]:
    """(id, body, headers) of those of these deliveries that the named source sent."""
    columns = select(_DELIVERY.c.id, _DELIVERY.c.body, _DELIVERY.c.headers)
    found = columns.join(_SOURCE, _SOURCE.c.id == _DELIVERY.c.source_id)
    return list(tx.execute(found.where(_SOURCE.c.name == source, _DELIVERY.c.id.in_(delivery_ids))))
