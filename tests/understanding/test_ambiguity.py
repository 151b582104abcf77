"""What can be read in two ways is asked, and nothing is asked of the carrier before it is answered."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.understanding.words import understand
from domain.talk.answer import AskReschedule
from domain.talk.situation import SlotView
from tests.talk.scenes import BO, COMING, NEW_YORK, after, says, window

THURSDAY = datetime(2026, 11, 19, 15, tzinfo=UTC)
FRIDAY, MONDAY, FRIDAY_WEEK = (SlotView(f"day-{day}", window(day, 9, 12)) for day in (20, 23, 27))
PARCEL = replace(COMING, slots=(FRIDAY, MONDAY, FRIDAY_WEEK), window=window(24, 9, 12))
BO_ON_THURSDAY = replace(BO, now=THURSDAY, parcels=(PARCEL,))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("can you come next friday", "en"),
        ("please deliver next friday instead", "en"),
        ("mejor el próximo viernes", "es"),
        ("bitte nächsten Freitag liefern", "de"),
    ],
)
def test_next_friday_on_a_thursday_is_asked_and_both_are_offered_by_their_date(text: str, language: str) -> None:
    answer = says(text, BO_ON_THURSDAY, understand(text, language, THURSDAY, NEW_YORK, ["DS100"]))
    offered = [choice.facts["window"] for choice in answer.replies[0].choices if choice.label == "slot"]
    assert [window["on"] for window in offered] == ["2026-11-20", "2026-11-27"]  # type: ignore[index]  # a window's facts
    assert not any(isinstance(act, AskReschedule) for act in answer.acts)


def test_the_answer_to_it_is_what_is_asked_of_the_carrier() -> None:
    text = "can you come next friday"
    offered = after(says(text, BO_ON_THURSDAY, understand(text, "en", THURSDAY, NEW_YORK, [])), BO_ON_THURSDAY)
    second = says("the second one", offered, understand("the second one", "en", THURSDAY, NEW_YORK, []))
    assert [act.slot_id for act in second.acts if isinstance(act, AskReschedule)] == ["day-27"]
