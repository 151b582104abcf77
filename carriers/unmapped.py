"""Words nobody has mapped yet: found beside the tables, and taught to one source until the tables know them."""

from collections.abc import Mapping
from dataclasses import replace

from carriers.contract import Reading, Report
from carriers.dialect import Dialect
from carriers.meaning import Meaning
from domain.axes import Milestone
from domain.events import Raw, TrackingEvent

Lessons = Mapping[tuple[str, str], Meaning]
"""What one source was taught, by part (status, substatus, code) and word."""


def unknown_words(dialect: Dialect, raw: Raw) -> tuple[tuple[str, str], ...]:
    """(part, word) of what no table of the sender knows: also a finer word under a status that is known.

    Parts for which the sender has no table (its own codes, free text) are not words.
    """
    known: dict[str, set[str]] = {}
    for table in dialect.tables:
        known.setdefault(table.part, set()).update(table.rows)
    told = ((part, getattr(raw, part)) for part in known)
    return tuple((part, word) for part, word in told if word is not None and word not in known[part])


def taught(reading: Reading, lessons: Lessons) -> Reading:
    """The reading with words of one source's own: `{("status", "LX-07"): Meaning(…)}`. What is known already stays."""
    if not lessons:
        return reading
    return Reading(
        reading.key,
        tuple(
            replace(item, events=tuple(_taught(event, lessons) for event in item.events))
            if isinstance(item, Report)
            else item
            for item in reading.items
        ),
        reading.positions,
    )


def _taught(event: TrackingEvent, lessons: Lessons) -> TrackingEvent:
    """The finer word is asked first. A lesson overwrites nothing that the tables gave: there it only adds words."""
    parts = (("substatus", event.raw.substatus), ("code", event.raw.code), ("status", event.raw.status))
    lesson = next((lessons[part, word] for part, word in parts if word and (part, word) in lessons), None)
    if lesson is None:
        return event
    if event.milestone is not Milestone.UNKNOWN:
        return event._replace(detail=event.detail or lesson.detail, reason=event.reason or lesson.reason)
    return event._replace(
        milestone=lesson.milestone,
        detail=lesson.detail or event.detail,
        reason=lesson.reason or event.reason,
        timeliness=lesson.timeliness,
        action_by=lesson.action_by,
        health=lesson.health,
    )
