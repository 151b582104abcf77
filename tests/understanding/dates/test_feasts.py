"""Days that Easter or the moon moves: where the calendars have them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates.calendar import feast, moon_feast

EASTERS = (
    "1961-04-02 1981-04-19 2000-04-23 2008-03-23 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2038-04-25 2049-04-18"
)
FAST_BROKEN = "2024-04-10 2025-03-30 2026-03-20"
SACRIFICE = "2024-06-16 2025-06-06 2026-05-27"
DAYS = st.dates(date(2000, 1, 1), date(2198, 12, 31))
FARTHEST = 60


@pytest.mark.parametrize("on", EASTERS.split())
def test_easter_is_on(on: str) -> None:
    assert feast(0, date(int(on[:4]), 1, 1)) == date.fromisoformat(on)


@given(DAYS, st.integers(-60, FARTHEST))
def test_a_feast_is_never_past_and_within_a_year_or_so(today: date, after_easter: int) -> None:
    assert today <= feast(after_easter, today) <= today + timedelta(days=400)


@pytest.mark.parametrize("on", FAST_BROKEN.split())
def test_the_fast_is_broken_on(on: str) -> None:
    found = moon_feast(10, 1, 3, date(int(on[:4]), 2, 1))
    assert found is not None
    assert found.first == date.fromisoformat(on)


@pytest.mark.parametrize("on", SACRIFICE.split())
def test_the_feast_of_sacrifice_lasts_four_days_from(on: str) -> None:
    found = moon_feast(12, 10, 4, date(int(on[:4]), 5, 1))
    assert found is not None
    assert (found.first, found.last) == (date.fromisoformat(on), date.fromisoformat(on) + timedelta(days=3))


def test_a_feast_that_has_begun_is_still_meant() -> None:
    found = moon_feast(10, 1, 3, date(2026, 3, 21))
    assert found is not None
    assert found.first == date(2026, 3, 20)


def test_beyond_the_calendars_years_there_is_none() -> None:
    assert moon_feast(10, 1, 3, date(2150, 1, 1)) is None
