"""Buttons read well on a narrow phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.keyboards import rows


def laid_out(*labels: str) -> list[list[str]]:
    return [[label for label, _ in row] for row in rows([(label, "t") for label in labels])]


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ([], []),
        (["Where is it?"], [["Where is it?"]]),
        (["Another day", "Not home"], [["Another day", "Not home"]]),
        (
            ["Wed 25 Nov, 17:00–20:00", "Thu 26 Nov, 09:00–12:00"],
            [["Wed 25 Nov, 17:00–20:00"], ["Thu 26 Nov, 09:00–12:00"]],
        ),
        (["1", "2", "3", "4", "5"], [["1", "2", "3", "4", "5"]]),
        (["1", "2", "3", "4", "5", "6", "7"], [["1", "2", "3", "4"], ["5", "6", "7"]]),
        (["Yes", "No", "Leave with a neighbour"], [["Yes"], ["No"], ["Leave with a neighbour"]]),
        (["不在宅です本日は", "再配達"], [["不在宅です本日は"], ["再配達"]]),
    ],
)
def test_long_labels_stand_alone_and_short_ones_side_by_side(labels: list[str], shown: list[list[str]]) -> None:
    assert laid_out(*labels) == shown


@given(st.lists(st.text(max_size=40), max_size=100))
def test_no_button_is_lost_or_moved(labels: list[str]) -> None:
    shown = laid_out(*labels)
    assert [label for row in shown for label in row] == labels
    assert all(1 <= len(row) <= 5 for row in shown)
