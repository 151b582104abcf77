"""Windows: rules that join clocks, parts of day and days into windows, ranges and what is ruled out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.understanding.dates.calendar import WEEK
from bot.understanding.dates.pieces import Clock, Day, Hours, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule

PARTS = {
    "morning": (480, 720),
    "noon": (690, 840),
    "afternoon": (720, 1080),
    "evening": (1020, 1320),
    "night": (1200, 1440),
    "day": (480, 1080),
    "breakfast": (420, 540),
    "early_morning": (360, 540),
    "late_morning": (600, 720),
    "early_afternoon": (720, 900),
    "late_afternoon": (900, 1080),
    "early_evening": (1020, 1140),
    "late_evening": (1200, 1320),
}
"""Minutes after midnight of the parts of day."""


def _clocks(parts: Sequence[Piece]) -> list[Clock]:
    return [part.clock for part in parts if part.tag == "C"]


def _between(parts: Sequence[Piece], setting: Setting) -> Built:
    first, last = _clocks(parts)
    return "K", Hours(first, last)


def _from(parts: Sequence[Piece], setting: Setting) -> Built:
    return "K", Hours(_clocks(parts)[0], None)


def _until(parts: Sequence[Piece], setting: Setting) -> Built:
    return "K", Hours(None, _clocks(parts)[0])


def _part(parts: Sequence[Piece], setting: Setting) -> Built:
    name = next(part.name for part in parts if part.tag == "P")
    if name not in PARTS:
        return None
    first, last = PARTS[name]
    kind = next((part.tag for part in parts if part.tag in "eLsmE"), "")
    if kind in ("e", "s"):
        last -= (last - first) // 2
    elif kind in ("L", "E"):
        first += (last - first) // 2
    elif kind == "m":
        first, last = first + 60, last - 60
    if kind:
        name = {"e": "early", "s": "early", "L": "late", "E": "late", "m": "mid"}[kind] + " " + name
    return "p", Hours(Clock(first, is_sure=True), Clock(last, is_sure=True), name)


def _clock_of_part(parts: Sequence[Piece], setting: Setting) -> Built:
    """three in the afternoon, where another clock follows"""
    clock, part = parts[0].clock, parts[1].hours
    if clock.is_sure or part.first is None or part.last is None:
        return "C", clock
    later = clock.minutes + 720
    return "C", Clock(later if part.first.minutes < later <= part.last.minutes + 60 else clock.minutes, is_sure=True)


def _after_part(parts: Sequence[Piece], setting: Setting) -> Built:
    return "K", Hours(parts[-1].hours.last if parts[0].tag != "F" else parts[-1].hours.first, None)


def _before_part(parts: Sequence[Piece], setting: Setting) -> Built:
    return "K", Hours(None, parts[-1].hours.first if parts[0].tag == "b" else parts[-1].hours.last)


def _parts_between(parts: Sequence[Piece], setting: Setting) -> Built:
    first, last = (part.hours for part in parts if part.tag == "p")
    return "K", Hours(first.first, last.last)


def _not_part(parts: Sequence[Piece], setting: Setting) -> Built:
    """not in the morning: from its end on; not in the evening: until it begins"""
    hours = parts[-1].hours
    if hours.part and hours.part.endswith("morning"):
        return "K", Hours(hours.last, None)
    if hours.part and hours.part.endswith(("evening", "night")):
        return "K", Hours(None, hours.first)
    return "?", None


def _days(parts: Sequence[Piece], setting: Setting) -> Built:
    """Monday to Wednesday; a weekday that lies before the first day is the one after it."""
    start, end = (part.day for part in parts if part.tag == "D")
    first, last = start.first, end.last
    if first is None or last is None:
        return None
    if end.weekday is not None:
        last = first + timedelta(days=(end.weekday - first.weekday() - 1) % 7 + 1)
    return ("D", Day(first, last)) if first <= last <= first + timedelta(days=370) else None


def _from_day(parts: Sequence[Piece], setting: Setting) -> Built:
    return "D", replace(next(part.day for part in parts if part.tag == "D"), last=None)


def _after_day(parts: Sequence[Piece], setting: Setting) -> Built:
    last = parts[-1].day.last
    return ("D", Day(last + timedelta(days=1), None)) if last else None


def _until_day(parts: Sequence[Piece], setting: Setting) -> Built:
    return "D", Day(setting.today, next(part.day for part in parts if part.tag == "D").last)


def _before_day(parts: Sequence[Piece], setting: Setting) -> Built:
    first = parts[-1].day.first
    return ("D", Day(setting.today, first - timedelta(days=1))) if first and first > setting.today else None


def _excluded(parts: Sequence[Piece], setting: Setting) -> Built:
    return "X", parts[-1].day


def _week_later(parts: Sequence[Piece], setting: Setting) -> Built:
    day = parts[0].day
    return ("D", Day(day.first + WEEK, day.last + WEEK)) if day.first and day.last else None


WINDOWS = (
    rule("part of day", "[eLsmE]P|P[eL]", _part),
    rule("part of day", "P", _part),
    rule("clock of a part", "Cp(?=[-T&@]C)", _clock_of_part),
    rule("between", "[FB]?C[-T@]C", _between),
    rule("between", "BC[&/]C|FC[fT-]*CT?|CfCT?", _between),
    rule("from", r"!T?[bT]C|[aF>]C|C[f]?>|Cf", _from),
    rule("until", r"![a>]C|[bT<]C|C[f]?<|CT(?=$|[.,?])", _until),
    rule("between", "C/C", _between),
    rule("between parts", "[FB]p[-T@&]p", _parts_between),
    rule("after a part", "[aF]p", _after_part),
    rule("before a part", "[bT]p", _before_part),
    rule("not in a part", "!p", _not_part),
)

RANGES = (
    rule("days", "B[D]&D|F?D[-T@]D|FDf?DT?", _days),
    rule("from a day", "F(?:D)(?![CKp]*[TJ])|D[>f]", _from_day),
    rule("after a day", "aD", _after_day),
    rule("until a day", "TD(?!C)|D<|[<]D", _until_day),
    rule("before a day", "bD(?!C)", _before_day),
)
