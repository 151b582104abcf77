"""Where orders go: those of a merchant in a town, or where a postcode begins so, through an index for each.

Towns are compared without regard to case and accents, folded when the order is kept: no database knows all letters. The
expression of the postcode stands in the statement as text: only so is an index over the same expression seen to fit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, literal_column, select, union
from sqlalchemy.sql import ColumnElement, Select

from domain.talk.folding import fold
from store.tables import Order
from store.writing import table_of

_ORDER = table_of(Order)
_LAST = "\U0010ffff"


def town_of(address: Mapping[str, object]) -> str | None:
    """The town of an address as it is compared; None where it names none."""
    return fold(str(address.get("city") or "")) or None


def orders_in(tx: Connection, merchant_id: int, areas: Sequence[str]) -> Select[Any]:
    """The ids of a merchant's orders that go to one of these areas: each a town, or the beginning of a postcode."""
    postcode = _postcode(tx)
    towns = sorted({town for area in areas if (town := fold(area))})
    ways = [_ORDER.c.town.in_(towns), *(_begins(postcode, area.lower()) for area in areas)]
    found = union(*(select(_ORDER.c.id).where(_ORDER.c.merchant_id == merchant_id, way) for way in ways)).subquery()
    return select(found.c.id)


def _postcode(tx: Connection) -> ColumnElement[str]:
    """As in migration 0024."""
    if tx.dialect.name == "sqlite":
        return literal_column("lower(json_extract(shop_order.address, '$.postcode'))")
    return literal_column("lower(shop_order.address ->> 'postcode') COLLATE \"C\"")


def _begins(lowered: ColumnElement[str], area: str) -> ColumnElement[bool]:
    return and_(lowered >= area, lowered <= area + _LAST, lowered.startswith(area, autoescape=True))
