"""Fitting: which of the slots on offer suit what was spoken."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from bot.understanding.dates.spoken import WhenSpoken

Slot = tuple[datetime, datetime]
"""From and to, aware."""


def fits(when: WhenSpoken, slots: Sequence[Slot], zone: tzinfo) -> tuple[int, ...]:
    """The indexes of the slots that suit, in order: those wholly inside the spoken hours, else those that overlap them.

    A point in time suits the slots that contain it. A slot belongs to the local day on which it begins. What is refused
    suits nothing that it overlaps.
    """
    local = [(start.astimezone(zone), end.astimezone(zone)) for start, end in slots]
    if when.is_refused:
        return tuple(index for index, slot in enumerate(local) if not _is_refused(when, *slot))
    on_day = [index for index, (start, _) in enumerate(local) if _day_suits(when, start.date())]
    inside = tuple(index for index in on_day if _is_inside(when, *local[index]))
    return inside or tuple(index for index in on_day if _overlaps(when, *local[index]))


def _is_refused(when: WhenSpoken, start: datetime, end: datetime) -> bool:
    if when.from_clock is None and when.to_clock is None:
        return start.date() in when.except_on or start.date().weekday() in when.except_weekdays
    is_on_day = not when.is_day_said or (
        when.on <= start.date() and (when.until_on is None or start.date() <= when.until_on)
    )
    return is_on_day and _overlaps(when, start, end)


def _day_suits(when: WhenSpoken, day: date) -> bool:
    if day in when.except_on or day.weekday() in when.except_weekdays:
        return False
    return not when.is_day_said or (when.on <= day and (when.until_on is None or day <= when.until_on))


def _is_inside(when: WhenSpoken, start: datetime, end: datetime) -> bool:
    first, last = _bounds(when, start)
    return first <= start and end <= last


def _overlaps(when: WhenSpoken, start: datetime, end: datetime) -> bool:
    first, last = _bounds(when, start)
    return start <= first < end if first == last else start < last and first < end


def _bounds(when: WhenSpoken, start: datetime) -> tuple[datetime, datetime]:
    """The spoken hours on the slot's day, as wall clock; ends of the day where they are open."""
    midnight = datetime.combine(start.date(), time(), start.tzinfo)
    first = datetime.combine(start.date(), when.from_clock or time(), start.tzinfo)
    if when.to_clock is None:
        return first, midnight + timedelta(days=1, hours=12)
    last = datetime.combine(start.date(), when.to_clock, start.tzinfo)
    ends_next_day = last < first or (when.from_clock is None and last == midnight)
    return first, last + timedelta(days=1) if ends_next_day else last
