"""Goal 1: "arrives by", promised at the moment of buying, meant to hold 95 times in 100."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from domain.eta.arrivals import Arrivals
from domain.eta.buckets import Ladder, Stage, Traits, ladder
from domain.eta.priors import SHARES
from domain.eta.rests import after
from tests.bench.eta.kinds import Ordered
from tests.bench.eta.rows import Row, share
from tests.bench.eta.series import Series

CHANCE = 0.95
MONTH = 30
"""A month with fewer orders is no month."""


def rows(series: Series[Ordered]) -> Iterator[Row]:
    told = promised(series)
    for part, first, end in series.parts_beside_ordinary():
        scored = [
            (order, told[n])
            for n in range(first, end)
            if (order := series.items[n]).delivered_at is not None and n in told
        ]
        yield from _score(part, scored, series.stands_in)


class What(IntEnum):
    DELIVERED = 0
    BOUGHT = 1
    HANDED = 2


def happenings(series: Series[Ordered]) -> list[tuple[float, What, int]]:
    """All that happened, in order of time: the instant, what it was, and the order's number."""
    found = []
    for n, order in enumerate(series.items):
        found.append((order.bought_at.timestamp(), What.BOUGHT, n))
        if order.handed_at is not None:
            found.append((order.handed_at.timestamp(), What.HANDED, n))
        if order.delivered_at is not None:
            found.append((order.delivered_at.timestamp(), What.DELIVERED, n))
    return sorted(found)


def scale_s(order: Ordered, since: datetime) -> float:
    """The time the carrier has by its own word, a day at least."""
    return max(86_400.0, order.worked(since, order.quoted_at))


def arrived_s(order: Ordered, since: datetime) -> float:
    """When it would have come, had nobody rested since then."""
    assert order.delivered_at is not None
    return since.timestamp() + order.worked(since, order.delivered_at)


def buckets(order: Ordered, stage: Stage, since: datetime) -> Ladder:
    return ladder(Traits("shop", "carrier", stage, quoted_s=scale_s(order, since)))


def promised(series: Series[Ordered]) -> dict[int, int]:
    """The days promised, by the order's number: each promise knows only what had happened before."""
    arrivals, told = Arrivals(SHARES), {}
    for at_s, what, n in happenings(series):
        order = series.items[n]
        rungs, scale = buckets(order, Stage.ORDERED, order.bought_at), scale_s(order, order.bought_at)
        if what is What.DELIVERED:
            arrivals.finish(order.key, rungs, arrived_s(order, order.bought_at))
        elif what is What.BOUGHT:
            if n >= series.first:
                used = arrivals.outlook(rungs, at_s).curve.by(CHANCE)
                told[n] = _days(order, after(order.bought_at, timedelta(seconds=used * scale), order.rests, UTC))
            arrivals.start(order.key, rungs, at_s, scale)
    return told


def _days(order: Ordered, at: datetime) -> int:
    return (at.date() - order.bought_at.date()).days


def _score(part: str, scored: list[tuple[Ordered, int]], stands_in: bool = False) -> Iterator[Row]:
    ours, theirs = _Tally(), _Tally()
    for order, days in scored:
        assert order.delivered_at is not None
        took = _days(order, order.delivered_at)
        month = order.bought_at.strftime("%Y-%m")
        ours.add(month, took, days)
        theirs.add(month, took, _days(order, order.quoted_at - timedelta(days=1)))
    name = f"eta.by95.{part.replace(' ', '_')}"
    ordinary = part in ("later", "ordinary")
    held_out, drifting = ordinary or stands_in, part == "check and later" or (stands_in and not ordinary)
    late = (4.5, 6.0) if drifting else (3.0, 6.0) if held_out else (None, None)
    loss = 1.15 if ordinary else theirs.pinball if stands_in else None
    yield Row(f"{name}.late", ours.late, "%", theirs.late, *late)
    yield Row(f"{name}.worst_month", ours.worst, "%", theirs.worst, None, 12.0 if held_out else None)
    yield Row(f"{name}.month_error", ours.error, "pp", theirs.error, None, 3.5 if drifting else None)
    yield Row(f"{name}.pinball", ours.pinball, "days", theirs.pinball, None, loss)
    yield Row(f"{name}.promised", ours.length, "days", theirs.length)


class _Tally:
    def __init__(self) -> None:
        self.months: defaultdict[str, list[bool]] = defaultdict(list)
        self.loss = self.days = 0.0
        self.count = 0

    def add(self, month: str, took: int, told: int) -> None:
        self.months[month].append(took > told)
        self.loss += max(CHANCE * (took - told), (CHANCE - 1) * (took - told))
        self.days += told
        self.count += 1

    @property
    def late(self) -> float:
        return share(sum(sum(m) for m in self.months.values()), self.count)

    @property
    def _shares(self) -> list[float]:
        return [share(sum(m), len(m)) for m in self.months.values() if len(m) >= MONTH]

    @property
    def worst(self) -> float:
        return max(self._shares)

    @property
    def error(self) -> float:
        return sum(abs(s - 100 * (1 - CHANCE)) for s in self._shares) / len(self._shares)

    @property
    def pinball(self) -> float:
        return self.loss / self.count

    @property
    def length(self) -> float:
        return self.days / self.count
