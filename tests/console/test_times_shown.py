"""How a window reads for staff."""

from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup

from api.console.shown import window

TEN = datetime(2026, 11, 30, 15, tzinfo=UTC)
"""Monday, ten in the morning in New York."""


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (2, "Mon 30 Nov, 10:00–12:00"),
        (0, "Mon 30 Nov, 10:00"),
        (26, "Mon 30 Nov, 10:00 – Tue 01 Dec, 12:00"),
    ],
)
def test_a_window_names_the_day_on_which_it_ends_where_that_is_another_and_a_moment_is_said_once(
    hours: int, shown: str
) -> None:
    said = window(None, TEN, TEN + timedelta(hours=hours), "America/New_York")

    assert Markup(said).striptags() == shown
