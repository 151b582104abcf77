"""Notations: dates and clocks written in digits, wherever one begins in a text."""

import re
from datetime import date

from bot.understanding.dates.pieces import Clock, Day, Num, Pair, Value

_FULL = re.compile(
    r"(?P<ymd>(?P<y>\d{4})\s?(?P<m1>[-/.])\s?(?P<m>\d{1,2})\s?(?P=m1)\s?(?P<d>\d{1,2})(?!\d)(?:t(?=\d\d:))?)"
    r"|(?P<dmy>(?P<a>\d{1,2})\s?(?P<m2>[-/.])\s?(?P<b>\d{1,2})\s?(?P=m2)(?P<c>\s?\d{4}|'?\d{2})(?!\d|[:.]\d))"
    r"|(?P<clock>(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d))"
)
_PAIR = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>/|\.(?! )|\. (?=\d{1,2}\.))(?P<second>\d{1,2})(?!\d)(?P<closed>\.(?!\d))?"
)
_NUMBER = re.compile(r"\d+")
Found = tuple[str, Value, int]
"""Tag, value, and where it ends."""


def notation(folded: str, at: int, order: str) -> Found:
    """What the digits at this place write; `order` is that of day and month: dmy, mdy or ymd."""
    return _full(folded, at, order) or _pair(folded, at) or _number(folded, at)


def _full(folded: str, at: int, order: str) -> Found | None:
    if (found := _FULL.match(folded, at)) is None:
        return None
    if found["clock"]:
        hour, minute = found["hour"], int(found["minute"])
        is_clock = int(hour) * 60 + minute <= 24 * 60
        return ("C", clock(int(hour), minute, is_padded=len(hour) == 2), found.end()) if is_clock else None
    if found["ymd"]:
        day = dated(int(found["y"]), int(found["m"]), int(found["d"]))
    else:
        day = _short(found["a"], found["m2"], found["b"], found["c"].lstrip("'"), order)
    return ("D", day, found.end()) if day else None


def _pair(folded: str, at: int) -> Found | None:
    if (found := _PAIR.match(folded, at)) is None:
        return None
    pair = Pair(int(found["first"]), int(found["second"]), bool(found["closed"]), len(found["second"]) == 2)
    return "S" if found["mark"] == "/" else "Q", pair, found.end()


def _number(folded: str, at: int) -> Found:
    found = _NUMBER.match(folded, at)
    assert found is not None, "only called at a digit"
    raw = found[0]
    if len(raw) > 4:
        return "?", None, found.end()
    return "N" if len(raw) <= 2 else "Y", Num(int(raw), raw), found.end()


def clock(hour: int, minute: int, *, is_padded: bool = False) -> Clock:
    """A clock as written; 13 to 24 and a leading zero are surely of 24 hours."""
    return Clock(hour * 60 + minute, is_sure=hour > 12 or hour == 0 or (is_padded and hour < 10))


def dated(year: int, month: int, day: int) -> Day | None:
    """The day, or None when the calendar has none such."""
    if 100 <= year < 2000 or year >= 2100:
        return None
    try:
        on = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return Day(on, on)


def _short(first: str, mark: str, second: str, year: str, order: str) -> Day | None:
    day, month = (second, first) if order == "mdy" and mark != "." else (first, second)
    if order == "ymd" and len(year) == 2 and (found := dated(int(first), int(second), int(year))):
        return found
    return dated(int(year), int(month), int(day)) or dated(int(year), int(day), int(month))
