"""Words nobody has mapped yet."""

import pytest

from carriers.meaning import Meaning
from carriers.registry import adapter
from carriers.unmapped import taught, unknown_words
from domain.axes import Milestone, Timeliness
from domain.events import Raw
from tests.carriers.bodies import newest, read, read_fixture

LATE = Meaning(Milestone.OUT_FOR_DELIVERY, timeliness=Timeliness.DELAYED, source="Ines, 2026-11-23")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("aftership", Raw("Exception", "Exception_099", "FPX_L_RPIF"), (("substatus", "Exception_099"),)),
        ("aftership", Raw("Exception", "Exception_001"), ()),
        ("easypost", Raw("teleported", "lost"), (("status", "teleported"),)),
        ("easypost", Raw(), ()),
        ("dhl", Raw("unknown", "Any sentence at all"), ()),
        ("sendcloud", Raw("4711", "Delivered"), (("status", "4711"),)),
    ],
)
def test_words_no_table_knows(name: str, raw: Raw, words: tuple[tuple[str, str], ...]) -> None:
    assert unknown_words(adapter(name), raw) == words


def test_a_word_can_be_taught_to_one_source() -> None:
    document = {"event_type": "shipment.tracking.status.changed", "data": {"tracking_number": "E1", "status": "Almost"}}
    reading = taught(read("easyship", document), {("status", "Almost"): LATE})
    event = newest(reading)
    assert (event.milestone, event.timeliness) == (Milestone.OUT_FOR_DELIVERY, Timeliness.DELAYED)


def test_a_lesson_overwrites_nothing_that_is_known() -> None:
    reading = read_fixture("easyship/delivered.json")
    assert taught(reading, {("status", "Delivered"): LATE}) == reading


def test_without_lessons_a_reading_stays_what_it_is() -> None:
    reading = read_fixture("easyship/unknown_word.json")
    assert taught(reading, {}) is reading
    assert taught(reading, {("status", "Another"): LATE}) == reading
