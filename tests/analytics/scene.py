"""Scenes for the figures: a house whose chores have run, and the numbers of the days around it."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from domain.axes import EtaKind
from domain.events import Estimate
from domain.figures.metrics import Value
from flows.figures.summing import look, rebuild
from flows.figures.view import By, Numbers, numbers
from flows.promises.calibration import SETTLED, gather
from flows.promises.ledger import settle_some
from store.analytics.sums import Scope
from store.database import Database
from tests.flows.house import House

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
TEN = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
NOON = TEN + timedelta(hours=2)
SCOPE = Scope(date(2026, 11, 16), date(2026, 11, 29))


def estimated(house: House, *numbers: str, name: str = "1001", **order: object) -> None:
    """An order whose parcels are promised for Wednesday ten to twelve; the customer has heard so."""
    house.order(*numbers, name=name, **order)
    house.until(timedelta(minutes=1))
    estimate = Estimate(EtaKind.WINDOW, None, TEN, NOON)
    house.report(*(house.event("in_transit", n, eta=estimate) for n in numbers))
    house.until(timedelta(minutes=10))


def chores(house: House) -> None:
    """What the service does beside its work, as of now."""
    house.now += SETTLED * 2
    more = True
    while more:
        with house.in_transaction() as tx:
            more = bool(gather(tx, house.now))
    after: int | None = 0
    while after is not None:
        with house.in_transaction() as tx:
            _, after = settle_some(tx, after, house.now)
    asyncio.run(rebuild(house.database, date(2026, 11, 20), date(2026, 11, 28)))


def seen(database: Database, by: By = "week", scope: Scope = SCOPE) -> Numbers:
    with database.transaction() as tx:
        return numbers(tx, scope, by)


def values(found: Numbers) -> Mapping[str, Value | None]:
    return {figure.metric.name: figure.value for figure in found.figures}


def value(found: Numbers, name: str) -> tuple[float, float] | None:
    """(hits, of) of a figure."""
    figure = values(found)[name]
    return (figure.hits, figure.of) if figure else None


__all__ = ["NOON", "SCOPE", "TEN", "chores", "estimated", "look", "seen", "value", "values"]
