"""Tracking numbers that strangers named: kept as hashes, counted, forgotten with the turns."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from store.tables import NumberLookup
from store.writing import table_of

_T = table_of(NumberLookup)


def keep(tx: Connection, row: dict[str, Any]) -> None:
    tx.execute(insert(_T).values(row))


def of_address(tx: Connection, channel: str, address: str, besides: str, since: datetime) -> tuple[int, int]:
    """How many other numbers an address has named since then, and how many of those nobody has."""
    number = func.count(_T.c.number.distinct())
    found = select(number, number.filter(_T.c.found.is_(False))).where(
        _T.c.channel == channel, _T.c.address == address, _T.c.number != besides, _T.c.at >= since
    )
    named, missed = tx.execute(found).one()
    return int(named), int(missed)


def of_number(tx: Connection, number: str, since: datetime) -> int:
    """How often strangers have named a number since then."""
    return tx.scalar(select(func.count()).where(_T.c.number == number, _T.c.at >= since)) or 0
