"""Figures as they are looked at: of a period and its parts, with their definitions, charts' points and comparisons."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from domain.figures.calibration import Point, points
from domain.figures.intervals import Effect, arm_sums, effect
from domain.figures.metrics import METRICS, Metric, Value
from domain.figures.sums import Sum, Sums
from store.analytics import behind, sums
from store.analytics.sums import Scope, merchant_named
from store.stories import policy_of

By = Literal["week", "merchant", "carrier", "lane"]
LONGEST_DAYS = 53 * 7
PARTS = 60
"""More parts than this are not shown."""
PARCELS = 100
MOST_SKIPPED = 10_000
"""Further lists are for a narrower period."""


@dataclass(frozen=True, slots=True)
class Figure:
    metric: Metric
    value: Value | None


@dataclass(frozen=True, slots=True)
class Part:
    """A week (by its Monday), a merchant, a carrier or a lane, with its figures by name."""

    key: str
    title: str
    values: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Cost:
    """What SMS segments cost by the shops' own prices, in one currency."""

    currency: str
    amount: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A hold-out: how many customers each arm has, and the effect once there are enough."""

    name: str
    customers: Mapping[str, int]
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything about a period."""

    scope: Scope
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...]
    calibration: tuple[Point, ...]
    widths: tuple[tuple[str, int], ...]
    failures: tuple[tuple[str, int], ...]
    contacts: tuple[tuple[str, int], ...]
    costs: tuple[Cost, ...]
    comparisons: tuple[Comparison, ...]


def scope_of(
    tx: Connection, first: date, last: date, merchant: str | None, carrier: str | None, lane: str | None
) -> Scope | None:
    """Whose parcels in which days; None where there is no such merchant."""
    if merchant is None:
        return Scope(first, last, None, carrier, lane)
    merchant_id = merchant_named(tx, merchant)
    return Scope(first, last, merchant_id, carrier, lane) if merchant_id is not None else None


def numbers(tx: Connection, scope: Scope, by: By) -> Numbers:
    """The figures of a period, and of its parts."""
    scope = whole_weeks(scope) if scope.lane is not None or by == "lane" else scope
    total = Sums(_sum(row) for row in sums.by(tx, scope, None))
    return Numbers(
        scope=scope,
        figures=tuple(Figure(metric, metric.compute(total)) for metric in METRICS),
        parts=parts(tx, scope, by),
        calibration=tuple(points(total)),
        widths=tuple((split, count) for split, count, _ in total.splits("width")),
        failures=_largest(total, "failure"),
        contacts=_largest(total, "inquiry"),
        costs=_costs(tx, scope),
        comparisons=tuple(comparisons(total)),
    )


def parts(tx: Connection, scope: Scope, by: By) -> tuple[Part, ...]:
    """The same figures for each week, merchant, carrier or lane; weeks in order, others by their deliveries."""
    column: Any = {"week": "day", "merchant": "merchant_id"}.get(by, by)
    groups: defaultdict[str, list[Sum]] = defaultdict(list)
    for row in sums.by(tx, scope, column):
        groups[_monday(row[0]) if by == "week" else str(row[0])].append(_sum(row))
    titles = {str(row.id): row.title for row in sums.choices(tx, scope)[0]} if by == "merchant" else {}
    made = []
    for key, found in groups.items():
        total = Sums(found)
        values = {metric.name: metric.compute(total) for metric in METRICS}
        made.append(Part(key, titles.get(key, key), values))
    if by == "week":
        return tuple(sorted(made, key=lambda part: part.key)[-PARTS:])
    return tuple(sorted(made, key=_size)[:PARTS])


def _size(part: Part) -> tuple[float, str]:
    count = part.values["deliveries"]
    return -(count.value if count else 0.0), part.key


def whole_weeks(scope: Scope) -> Scope:
    """Lanes are summed by week: the weeks that begin in the period, from the one its first day lies in."""
    first = scope.first - timedelta(days=scope.first.weekday())
    return Scope(first, scope.last, scope.merchant_id, scope.carrier, scope.lane)


def comparisons(total: Sums) -> list[Comparison]:
    """Each hold-out of the period, by name."""
    found: defaultdict[str, defaultdict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for split, _, amount in total.splits("arm"):
        arm, _, part = split.rpartition("/")
        name, _, side = arm.rpartition(":")
        found[name][side][part] = amount
    made = []
    for name, sides in sorted(found.items()):
        full, baseline = (arm_sums(sides.get(side, {})) for side in ("full", "baseline"))
        customers = {"full": int(full.customers), "baseline": int(baseline.customers)}
        made.append(Comparison(name, customers, effect(full, baseline)))
    return made


def behind_figure(tx: Connection, what: str, scope: Scope, skip: int) -> tuple[list[Any], int | None]:
    """The parcels behind a figure after the first `skip`, and how many to skip for the next; None at the end."""
    found = behind.parcels(tx, what, scope, skip, PARCELS + 1)
    following = skip + PARCELS
    return found[:PARCELS], following if len(found) > PARCELS and following <= MOST_SKIPPED else None


def _costs(tx: Connection, scope: Scope) -> tuple[Cost, ...]:
    """Segments of each shop at its price; shops without one are left out."""
    prices = {row.id: policy_of(row.settings) for row in sums.choices(tx, scope)[0]}
    totals: defaultdict[str, float] = defaultdict(float)
    for row in sums.by(tx, scope, "merchant_id"):
        policy = prices.get(row[0])
        if policy is not None and policy.sms_price and row[1] == "message" and row[2].startswith("sms/"):
            totals[policy.currency] += policy.sms_price * float(row[4])
    return tuple(Cost(currency, amount) for currency, amount in sorted(totals.items()))


def _largest(total: Sums, measure: str) -> tuple[tuple[str, int], ...]:
    found: Sequence[tuple[str, int]] = [(split, count) for split, count, _ in total.splits(measure)]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0]))[:20])


def _sum(row: Any) -> Sum:
    return Sum(row[1], row[2], int(row[3]), float(row[4]))


def _monday(day: str) -> str:
    at = date.fromisoformat(day)
    return (at - timedelta(days=at.weekday())).isoformat()
