"""What figures are asked for: a period, whose parcels, and by what; read from a query, for people and machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from flows.figures.view import LONGEST_DAYS, By

USUAL_DAYS = 28
TEXT_LIMIT = 100
BYS: tuple[By, ...] = get_args(By)


class BadPeriod(ValueError):
    """The query asks for nothing that can be shown; `field` names what is wrong."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field} {why}")
        self.field, self.why = field, why


@dataclass(frozen=True, slots=True)
class Asked:
    """`merchant` is a shop's name. `first` and `last` are days, both included."""

    first: date
    last: date
    by: By = "week"
    merchant: str | None = None
    carrier: str | None = None
    lane: str | None = None

    def query(self, **changes: object) -> dict[str, str]:
        """The same as a query, with some changes; what is None is left out."""
        fields = {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "by": self.by,
            "merchant": self.merchant,
            "carrier": self.carrier,
            "lane": self.lane,
        }
        return {name: str(value) for name, value in (fields | changes).items() if value is not None}


def asked(query: Mapping[str, str], today: date) -> Asked:
    """The last four weeks by week unless said otherwise. Raises BadPeriod."""
    last = _day(query, "to") or today
    first = _day(query, "from") or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        raise BadPeriod("from", "must not be after to")
    if (last - first).days >= LONGEST_DAYS:
        raise BadPeriod("from", f"lies too far back: at most {LONGEST_DAYS} days can be shown at once")
    by = next((known for known in BYS if known == query.get("by", "week")), None)
    if by is None:
        raise BadPeriod("by", f"must be one of {', '.join(BYS)}")
    names = {name: query.get(name, "").strip()[:TEXT_LIMIT] or None for name in ("merchant", "carrier", "lane")}
    return Asked(first, last, by, names["merchant"], names["carrier"], names["lane"])


def _day(query: Mapping[str, str], field: str) -> date | None:
    text = query.get(field, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadPeriod(field, "must be a day such as 2026-11-24") from None
