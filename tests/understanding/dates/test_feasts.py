"""Days that Easter moves: where the calendar of the western churches has them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates.calendar import easter, feast

KNOWN = "1961-04-02 1981-04-19 2000-04-23 2008-03-23 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2038-04-25 2049-04-18"
DAYS = st.dates(date(2000, 1, 1), date(2198, 12, 31))
FARTHEST = 60


@pytest.mark.parametrize("on", KNOWN.split())
def test_easter_is_on(on: str) -> None:
    assert easter(int(on[:4])) == date.fromisoformat(on)


@given(st.integers(1900, 2199))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    on = easter(year)
    assert on.weekday() == 6
    assert date(year, 3, 22) <= on <= date(year, 4, 25)


@given(DAYS, st.integers(-60, FARTHEST))
def test_a_feast_is_the_next_one_and_never_past(today: date, after_easter: int) -> None:
    days = [easter(today.year + ahead) + timedelta(days=after_easter) for ahead in range(3)]
    assert feast(after_easter, today) == min(day for day in days if day >= today)
