"""The daily sums: written whole for a day or a week at once, read by period."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, literal, select

from store.analytics.measuring import Measured
from store.tables import FigureRow, Merchant
from store.writing import insert_into, table_of

_FIGURE, _MERCHANT = table_of(FigureRow), table_of(Merchant)

Grain = Literal["day", "week"]
"""Days are summed over all lanes, weeks (by their Monday) for each of them."""
_KEY = ("grain", "day", "merchant_id", "carrier", "lane", "measure", "split")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which sums are looked at: days, both included, and whose. A lane is known by whole weeks."""

    first: date
    last: date
    merchant_id: int | None = None
    carrier: str | None = None
    lane: str | None = None


def replace(tx: Connection, grain: Grain, day: date, found: Iterable[Measured]) -> int:
    """The sums of this day or week are these, whatever stood there. Returns how many rows."""
    rows = _rows(grain, day, found)
    tx.execute(delete(_FIGURE).where(_FIGURE.c.grain == grain, _FIGURE.c.day == day.isoformat()))
    if rows:
        statement = insert_into(tx, _FIGURE)
        newer = {"count": statement.excluded.count, "amount": statement.excluded.amount}
        tx.execute(statement.on_conflict_do_update(index_elements=list(_KEY), set_=newer), rows)
    return len(rows)


def _rows(grain: Grain, day: date, found: Iterable[Measured]) -> list[dict[str, Any]]:
    sums: defaultdict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0.0])
    for one in found:
        lane = one.lane if grain == "week" else ""
        total = sums[grain, day.isoformat(), one.merchant_id, one.carrier, lane, one.measure, one.split]
        total[0] += one.count
        total[1] += one.amount
    ordered = sorted(sums.items())
    return [
        {**dict(zip(_KEY, key, strict=True)), "count": int(count), "amount": amount} for key, (count, amount) in ordered
    ]


def by(tx: Connection, scope: Scope, group: Literal["day", "merchant_id", "carrier", "lane"] | None) -> list[Any]:
    """(group, measure, split, count, amount); the group is empty where all is one."""
    grain: Grain = "week" if scope.lane is not None or group == "lane" else "day"
    column = _FIGURE.c[group] if group else literal("")
    chosen = [
        _FIGURE.c.grain == grain,
        _FIGURE.c.day.between(scope.first.isoformat(), scope.last.isoformat()),
        *(_FIGURE.c[name] == value for name, value in _whose(scope).items() if value is not None),
    ]
    found = select(
        column.label("group"), _FIGURE.c.measure, _FIGURE.c.split, func.sum(_FIGURE.c.count), func.sum(_FIGURE.c.amount)
    )
    grouped = (_FIGURE.c.measure, _FIGURE.c.split) + ((column,) if group else ())
    return list(tx.execute(found.where(*chosen).group_by(*grouped)))


def _whose(scope: Scope) -> dict[str, Any]:
    return {"merchant_id": scope.merchant_id, "carrier": scope.carrier, "lane": scope.lane}


def merchant_named(tx: Connection, name: str) -> int | None:
    return tx.scalar(select(_MERCHANT.c.id).where(_MERCHANT.c.name == name))


def choices(tx: Connection, scope: Scope) -> tuple[list[Any], list[str], list[str]]:
    """What one may choose among: merchants (id, name, title, settings), carriers, and lanes by their parcels."""
    when = _FIGURE.c.day.between(scope.first.isoformat(), scope.last.isoformat())
    merchants = tx.execute(select(_MERCHANT.c.id, _MERCHANT.c.name, _MERCHANT.c.title, _MERCHANT.c.settings)).all()
    carrier = select(_FIGURE.c.carrier).where(_FIGURE.c.grain == "day", when, _FIGURE.c.carrier != "").distinct()
    lane = (
        select(_FIGURE.c.lane)
        .where(_FIGURE.c.grain == "week", when, _FIGURE.c.lane != "", _FIGURE.c.measure == "journey")
        .group_by(_FIGURE.c.lane)
        .order_by(func.sum(_FIGURE.c.count).desc(), _FIGURE.c.lane)
        .limit(200)
    )
    return list(merchants), sorted(tx.scalars(carrier)), list(tx.scalars(lane))
