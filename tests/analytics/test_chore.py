"""The chore: today and yesterday at every run, once a day all that may have changed, and twice is harmless."""

import asyncio
from datetime import timedelta

from flows.figures.summing import FRESH, SETTLES, keep_up
from store.tables import FigureRow
from tests.analytics.scene import estimated
from tests.flows.house import House


def run(house: House) -> int:
    return asyncio.run(keep_up(house.database, lambda: house.now))


def test_the_first_run_of_a_day_looks_back_the_next_ones_do_not(house: House) -> None:
    assert run(house) == SETTLES + 1
    assert run(house) == FRESH + 1
    house.now += timedelta(days=1)
    assert run(house) == SETTLES + 1


def test_what_is_said_meanwhile_is_counted_and_nothing_twice(house: House) -> None:
    estimated(house, "DS100")
    run(house)
    first = {row.split: row.count for row in house.rows(FigureRow, measure="message", grain="day")}
    run(house)
    assert {row.split: row.count for row in house.rows(FigureRow, measure="message", grain="day")} == first
    assert sum(first.values()) == 2
