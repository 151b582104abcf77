"""When a reading of a date phrase is right: the rules by which the public suites are scored.

The day exactly; both ends of a window exactly, half a day apart where neither the words nor a part of day say which; of
a range the first day exactly and the last within one; a part of day on the right day with at least half in common. What
lies behind the moment of writing is cut off on both sides: a delivery is never in the past.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.understanding.dates import WhenSpoken

_SAYS_HALF = re.compile(r"\d\s*[ap]\.?\s?m\b|\b[ap]\.\s?m\b|\b[ap]m$", re.IGNORECASE)
_DAY, _HALF = timedelta(days=1), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase of a suite, the moment of its writing, its class, and the answers that are accepted."""

    text: str
    language: str
    now: datetime
    kind: str
    gold: tuple[dict[str, Any], ...]
    suite: str


def is_right(case: Case, spoken: tuple[WhenSpoken, ...]) -> bool:
    """Whether the first wish is one of the accepted answers."""
    return bool(spoken) and any(_agrees(case, spoken[0], gold) for gold in case.gold)


def _agrees(case: Case, when: WhenSpoken, gold: dict[str, Any]) -> bool:
    start, end = _instant(gold["start"]), _instant(gold["end"])
    ends = [one for one in (end, _instant(gold["alt_end"])) if one is not None]
    match case.kind:
        case "day":
            return start is not None and when.on == when.until_on == start.date()
        case "range":
            return start is not None and end is not None and _is_range(case, when, start.date(), (end - _DAY).date())
        case "point":
            return _is_same(case, when, start, start)
        case "after":
            return _is_same(case, when, start, None)
        case "before":
            return _is_same(case, when, None, end)
        case "window":
            opens = None if start is not None and start.time() == time() and when.from_clock is None else start
            return any(_is_same(case, when, opens, one) for one in ends)
        case _:
            return start is not None and any(_overlaps(when, start, one) for one in ends)


def _is_range(case: Case, when: WhenSpoken, first: date, last: date) -> bool:
    if when.until_on is None:
        return False
    return when.on == max(first, case.now.date()) and abs(when.until_on - last) <= _DAY


def _is_same(case: Case, when: WhenSpoken, start: datetime | None, end: datetime | None) -> bool:
    """Whether both ends are there or open as they should be, and equally far from the right ones."""
    first, last = when.from_clock, when.to_clock
    if (first is None) != (start is None) or (last is None) != (end is None):
        return False
    ours = [at for at in (_begins(when), _ends(when)) if at is not None]
    theirs = [one for one in (start, end) if one is not None]
    apart = {our - their for our, their in zip(ours, theirs, strict=True)}
    return apart <= _shifts(case, when, min(theirs))


def _shifts(case: Case, when: WhenSpoken, earliest: datetime) -> set[timedelta]:
    """By how much both ends may lie beside: half a day where it was not said which, a day where no day was said."""
    is_open = when.part is None and not _SAYS_HALF.search(case.text)
    shifts = {timedelta(0)}
    if not when.is_day_said:
        shifts |= {_DAY, -_DAY} if is_open else {_DAY} if earliest < case.now else set()
    return shifts | {shift + half for shift in shifts for half in (_HALF, -_HALF)} if is_open else shifts


def _begins(when: WhenSpoken) -> datetime | None:
    return datetime.combine(when.on, when.from_clock, UTC) if when.from_clock is not None else None


def _ends(when: WhenSpoken) -> datetime | None:
    if when.to_clock is None:
        return None
    end = datetime.combine(when.until_on or when.on, when.to_clock, UTC)
    begin = _begins(when) or end
    is_midnight = when.from_clock is None and when.to_clock == time()
    return end + _DAY if end < begin or is_midnight else end


def _overlaps(when: WhenSpoken, start: datetime, end: datetime) -> bool:
    if when.from_clock is None and when.to_clock is None:
        return (when.on, when.until_on) == (start.date(), (end - timedelta(minutes=1)).date())
    first = _begins(when) or datetime.combine(when.on, time(), UTC)
    last = _ends(when) or datetime.combine(when.until_on or when.on, time(), UTC) + _DAY
    days = (timedelta(0),) if when.is_day_said else (timedelta(0), _DAY)
    common = max(min(last, end + day) - max(first, start + day) for day in days)
    return common > timedelta(0) and common * 2 >= min(last - first, end - start)


def _instant(stamp: str | None) -> datetime | None:
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC) if stamp else None
