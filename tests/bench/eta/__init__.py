"""Honest windows, replayed in order of time through the product's own code.

`rows()` yields the table's rows; `python -m tests.bench.eta` prints them by itself.
"""

from collections.abc import Iterator
from itertools import chain

from tests.bench.eta import cost, delays, flights, holds, legs, places, plans, promises, series, stops, weekdays
from tests.bench.eta.rows import Row


def rows() -> Iterator[Row]:
    orders, drives = series.orders(), series.legs()
    return chain(
        promises.rows(orders),
        delays.rows(orders),
        flights.rows(series.flights()),
        stops.rows(drives),
        legs.rows(drives),
        places.rows(),
        plans.rows(),
        holds.rows(),
        weekdays.rows(),
        cost.rows(),
    )


def what_is_replayed() -> str:
    """One sentence about the data, for the reader of the table."""
    if not series.REAL.is_dir():
        return (
            f"There are no real series at ../shared/data/eta: generated ones are replayed. {series.MORE} names others."
        )
    said = "The real series of ../shared/data/eta are replayed: the last two fifths are scored, and any later part."
    if not series.orders().stands_in:
        return said
    return (
        f"{said} No later part is here ({series.MORE} names one): goals 1 and 2 are judged on the check, the loss "
        "against the carrier's own, false alarms and notices in proportion to the promises that broke; and as they "
        "stand on the ordinary months before it."
    )
