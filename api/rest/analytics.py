"""An operator's figures: a period and its parts, how windows held, hold-outs, and the parcels behind a figure."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy import Connection

from api.figures_csv import MEDIA_TYPE, PARCEL, numbers_csv, parcel_cells, parcels_csv
from api.period import Asked, BadPeriod, asked
from api.problems import Problem
from api.rest.deps import Deps
from api.rest.fields import Key
from domain.figures.calibration import Point
from domain.figures.metrics import METRICS, Value
from flows.figures.view import MOST_SKIPPED, By, Numbers, behind_figure, numbers, scope_of
from store.analytics.behind import BEHIND
from store.analytics.sums import Scope


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"


def _behind(value: str) -> str:
    if value not in BEHIND:
        raise ValueError(f"must be one of {', '.join(BEHIND)}")
    return value


Behind = Annotated[str, AfterValidator(_behind)]


class Figure(BaseModel):
    """`value` is made of `hits` out of `of`; a share has the interval in which it lies nineteen times of twenty."""

    value: float
    hits: float
    of: float
    low: float | None
    high: float | None


class Part(BaseModel):
    key: str = Field(description="A week by its Monday, a merchant's id, a carrier or a lane.")
    title: str
    figures: dict[str, Figure | None]


class Cost(BaseModel):
    currency: str
    amount: float


class Analytics(BaseModel):
    """Of a lane, or by lane, the period begins on a Monday: lanes are summed by week."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    figures: dict[str, Figure | None]
    parts: list[Part]
    widths: dict[str, int]
    failures: dict[str, int]
    sms_costs: list[Cost]


class Held(BaseModel):
    """Windows of one source and stage: how often they held, against the chance that was stated (null: none was)."""

    source: str
    stage: str
    chance: float | None
    told: int
    kept: int
    early: int
    broken: int
    share: float
    low: float
    high: float


class Compared(BaseModel):
    """A hold-out. `saved` are contacts per 100 deliveries fewer than in the baseline, between `low` and `high`."""

    name: str
    customers: dict[str, int]
    full: float | None
    baseline: float | None
    saved: float | None
    low: float | None
    high: float | None
    is_shown: bool | None = Field(description="Whether the interval leaves out that there is no effect.")


class Definition(BaseModel):
    name: str
    title: str
    unit: str
    means: str
    behind: str | None


class ParcelBehind(BaseModel):
    id: int
    tracking_number: str
    merchant: str
    carrier: str
    lane: str | None
    day: str
    note: str | None


class Parcels(BaseModel):
    """`next`: what to give as `skip` for the next ones; null on the last page."""

    parcels: list[ParcelBehind]
    next: int | None


class Period:
    """The query every figure shares; a dependency of each route."""

    def __init__(
        self,
        first: Annotated[str | None, Query(alias="from", description="A day; four weeks back if not given.")] = None,
        last: Annotated[str | None, Query(alias="to", description="A day, included; today if not given.")] = None,
        by: By = "week",
        merchant: Key | None = None,
        carrier: Key | None = None,
        lane: Key | None = None,
    ) -> None:
        fields = {"from": first, "to": last, "by": by, "merchant": merchant, "carrier": carrier, "lane": lane}
        self.fields = {name: value for name, value in fields.items() if value}


PeriodQuery = Annotated[Period, Depends()]


def routes(router: APIRouter, deps: Deps) -> None:
    async def read(period: Period, step: Callable[..., Any], *args: Any) -> Any:
        wanted = _asked(period, deps)
        found = await deps.database.read(_within, wanted, step, *args)
        if found is None:
            raise Problem(404, "There is no merchant of this name.")
        return found

    @router.get("/analytics", tags=["analytics"], summary="Figures of a period", response_model=Analytics)
    async def get_analytics(period: PeriodQuery, format: Format = Format.JSON) -> Any:  # noqa: A002  the query's word
        """All figures of a period and of its weeks, merchants, carriers or lanes. They are summed every ten minutes."""
        found: Numbers = await read(period, _numbers, period.fields.get("by", "week"))
        if format is Format.CSV:
            return Response(numbers_csv(found, period.fields.get("by", "week")), media_type=MEDIA_TYPE)
        return _analytics(found)

    @router.get("/analytics/calibration", tags=["analytics"], summary="How often windows held")
    async def get_calibration(period: PeriodQuery) -> list[Held]:
        """By source (the 3PL's estimate, or a slot that was agreed), stage and stated chance."""
        found: Numbers = await read(period, _numbers, "week")
        return [_held(point) for point in found.calibration]

    @router.get("/analytics/holdouts", tags=["analytics"], summary="What the notices save")
    async def get_holdouts(period: PeriodQuery) -> list[Compared]:
        """Each hold-out in the period: contacts of customers who hear everything, against those of the baseline."""
        found: Numbers = await read(period, _numbers, "week")
        return [_compared(one) for one in found.comparisons]

    @router.get("/analytics/definitions", tags=["analytics"], summary="What each figure means")
    async def get_definitions() -> list[Definition]:
        """The same words as on the page of numbers."""
        return [Definition(name=m.name, title=m.title, unit=m.unit, means=m.means, behind=m.drill) for m in METRICS]

    @router.get("/analytics/parcels", tags=["analytics"], summary="The parcels behind a figure", response_model=Parcels)
    async def get_parcels(
        what: Behind,
        period: PeriodQuery,
        skip: Annotated[int, Query(ge=0, le=MOST_SKIPPED)] = 0,
        format: Format = Format.JSON,  # noqa: A002  the query's word
    ) -> Any:
        """Newest first, a hundred at once."""
        rows, following = await read(period, _parcels, what, skip)
        if format is Format.CSV:
            return Response(parcels_csv(rows), media_type=MEDIA_TYPE)
        return Parcels(parcels=[_parcel(row) for row in rows], next=following)


def _asked(period: Period, deps: Deps) -> Asked:
    try:
        return asked(period.fields, deps.clock().date())
    except BadPeriod as problem:
        raise Problem(422, f"{problem.field} {problem.why}.") from None


def _within(tx: Connection, wanted: Asked, step: Callable[..., Any], *args: Any) -> Any:
    scope = scope_of(tx, wanted.first, wanted.last, wanted.merchant, wanted.carrier, wanted.lane)
    return None if scope is None else step(tx, scope, *args)


def _numbers(tx: Connection, scope: Scope, by: By) -> Numbers:
    return numbers(tx, scope, by)


def _parcels(tx: Connection, scope: Scope, what: str, skip: int) -> tuple[list[Any], int | None]:
    return behind_figure(tx, what, scope, skip)


def _figure(value: Value | None) -> Figure | None:
    if value is None:
        return None
    return Figure(value=value.value, hits=value.hits, of=value.of, low=value.low, high=value.high)


def _analytics(found: Numbers) -> Analytics:
    parts = [
        Part(key=part.key, title=part.title, figures={name: _figure(value) for name, value in part.values.items()})
        for part in found.parts
    ]
    return Analytics(
        first=found.scope.first,
        last=found.scope.last,
        figures={figure.metric.name: _figure(figure.value) for figure in found.figures},
        parts=parts,
        widths=dict(found.widths),
        failures=dict(found.failures),
        sms_costs=[Cost(currency=cost.currency, amount=round(cost.amount, 4)) for cost in found.costs],
    )


def _held(point: Point) -> Held:
    low, high = point.interval
    return Held(
        source=point.source,
        stage=point.stage,
        chance=point.chance,
        told=point.told,
        kept=point.kept,
        early=point.early,
        broken=point.broken,
        share=point.share,
        low=low,
        high=high,
    )


def _compared(one: Any) -> Compared:
    effect = one.effect
    numbers_ = ("full", "baseline", "saved", "low", "high", "is_shown")
    found = {name: getattr(effect, name) if effect else None for name in numbers_}
    return Compared(name=one.name, customers=dict(one.customers), **found)


def _parcel(row: Any) -> ParcelBehind:
    return ParcelBehind(**dict(zip(PARCEL, parcel_cells(row), strict=True)))
