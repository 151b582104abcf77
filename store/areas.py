"""Where orders go: those of a merchant in a town, or where a postcode begins so, through an index for each.

The expressions stand in the statement as text: only so is an index over the same expression seen to fit.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, literal_column, select, union
from sqlalchemy.sql import ColumnElement, Select

from store.spelling import spellings
from store.tables import Order
from store.writing import table_of

_ORDER = table_of(Order)
_LAST = "\U0010ffff"
_TOWN, _POSTCODE = "city", "postcode"


def orders_in(tx: Connection, merchant_id: int, areas: Sequence[str]) -> Select[Any]:
    """The ids of a merchant's orders that go to one of these areas: each a town, or the beginning of a postcode."""
    town, postcode = _lowered(tx, _TOWN), _lowered(tx, _POSTCODE)
    towns = {spelling for area in areas for spelling in spellings(area)}
    ways = [town.in_(sorted(towns)), *(_begins(postcode, area.lower()) for area in areas)]
    found = union(*(select(_ORDER.c.id).where(_ORDER.c.merchant_id == merchant_id, way) for way in ways)).subquery()
    return select(found.c.id)


def _lowered(tx: Connection, field: str) -> ColumnElement[str]:
    """As in migration 0024."""
    if tx.dialect.name == "sqlite":
        return literal_column(f"lower(json_extract(shop_order.address, '$.{field}'))")
    return literal_column(f"lower(shop_order.address ->> '{field}') COLLATE \"C\"")


def _begins(lowered: ColumnElement[str], area: str) -> ColumnElement[bool]:
    return and_(lowered >= area, lowered <= area + _LAST, lowered.startswith(area, autoescape=True))
