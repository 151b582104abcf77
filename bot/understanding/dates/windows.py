"""Windows: rules that join clocks, parts of day and days into windows, ranges and what is ruled out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.understanding.dates.calendar import is_on
from bot.understanding.dates.moments import DAYS_AND_HOURS, HOURS_OF_DAYS
from bot.understanding.dates.pieces import Clock, Day, Hours, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule
from bot.understanding.dates.spans import minutes_of

PARTS = {
    "morning": (480, 720),
    "noon": (660, 840),
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
_LONGEST = 720


def _clocks(parts: Sequence[Piece]) -> list[Clock]:
    return [part.clock for part in parts if part.tag == "C"]


def _between(parts: Sequence[Piece], setting: Setting) -> Built:
    first, last = _clocks(parts)
    if first == last and first.minutes < _LONGEST and not first.is_sure:  # 8-8
        first, last = Clock(first.minutes, is_sure=True), Clock(last.minutes + _LONGEST, is_sure=True)
    return "K", Hours(first, last)


def _lasting(parts: Sequence[Piece], setting: Setting) -> Built:
    """from 2 pm for two hours, for half an hour from 9"""
    first, minutes = _clocks(parts)[0], minutes_of(parts)
    return ("K", Hours(first, replace(first, minutes=first.minutes + minutes))) if 0 < minutes <= _LONGEST else None


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


def _early(parts: Sequence[Piece], setting: Setting) -> Built:
    """Monday early, early tomorrow"""
    first, last = PARTS["morning"]
    return "p", Hours(Clock(first, is_sure=True), Clock(first + (last - first) // 2, is_sure=True), "early morning")


def _half_as_part(parts: Sequence[Piece], setting: Setting) -> Built:
    """Friday am"""
    name = "morning" if parts[0].name == "am" else "afternoon"
    first, last = PARTS[name]
    return "p", Hours(Clock(first, is_sure=True), Clock(last, is_sure=True), name)


def _clock_of_part(parts: Sequence[Piece], setting: Setting) -> Built:
    """three in the afternoon, where another clock follows"""
    return "C", _in_part(parts[0].clock, parts[1].hours)


def _in_part(clock: Clock, part: Hours) -> Clock:
    if clock.is_sure or part.first is None or part.last is None:
        return clock
    later = clock.minutes + 720
    is_within = part.first.minutes < later <= part.last.minutes + 60
    is_past_noon = part.first.minutes >= 720 and part.last.minutes < 1440 and later < 1440
    return Clock(later if is_within or is_past_noon else clock.minutes, is_sure=True)


def _between_in_parts(parts: Sequence[Piece], setting: Setting) -> Built:
    """from 3 in the morning to 5 in the afternoon"""
    (first, last), (early, late) = _clocks(parts), (part.hours for part in parts if part.tag == "p")
    return "K", Hours(_in_part(first, early), _in_part(last, late))


def _after_part(parts: Sequence[Piece], setting: Setting) -> Built:
    return "K", Hours(parts[-1].hours.last if parts[0].tag != "F" else parts[-1].hours.first, None)


def _before_part(parts: Sequence[Piece], setting: Setting) -> Built:
    return "K", Hours(None, parts[-1].hours.first if parts[0].tag == "b" else parts[-1].hours.last)


def _before_meal(parts: Sequence[Piece], setting: Setting) -> Built:
    """voor de lunch; but voor de middag may be for it"""
    part = parts[-1].hours
    return ("K", Hours(None, part.first)) if part.part in ("noon", "breakfast") else None


def _parts_between(parts: Sequence[Piece], setting: Setting) -> Built:
    first, last = (part.hours for part in parts if part.tag == "p")
    return "K", Hours(first.first, last.last)


def _days(parts: Sequence[Piece], setting: Setting) -> Built:
    """Monday to Wednesday; a weekday that lies before the first day is the one after it."""
    start, end = (part.day for part in parts if part.tag == "D")
    first, last = start.first, end.last
    if first is None or last is None:
        return None
    from_weekday = start.weekday
    if end.weekday is not None:
        last = first + timedelta(days=(end.weekday - first.weekday() - 1) % 7 + 1)
    is_run = first <= last <= first + timedelta(days=370)
    return ("D", Day(first, last, from_weekday=from_weekday)) if is_run else None


def _from_day(parts: Sequence[Piece], setting: Setting) -> Built:
    day = next(part.day for part in parts if part.tag == "D")
    return "D", replace(day, last=None) if day.is_single or day.is_vague else day


def _after_day(parts: Sequence[Piece], setting: Setting) -> Built:
    last = next(part.day for part in parts if part.tag == "D").last
    return ("D", Day(last + timedelta(days=1), None)) if last else None


def _until_day(parts: Sequence[Piece], setting: Setting) -> Built:
    return "D", Day(setting.today, next(part.day for part in parts if part.tag == "D").last)


def _after_days(parts: Sequence[Piece], setting: Setting) -> Built:
    """pazartesiden sonra, bayram sonrası"""
    return _after_day(parts[:1], setting) if setting.lex.from_suffixes else None


def _before_weekend(parts: Sequence[Piece], setting: Setting) -> Built:
    """voor het weekend; but voor vrijdag is for Friday"""
    day = parts[-1].day
    is_weekend = day.first is not None and day.last == day.first + timedelta(days=1)
    return _before_day(parts, setting) if is_weekend else None


def _before_day(parts: Sequence[Piece], setting: Setting) -> Built:
    first = parts[-1].day.first
    return ("D", Day(setting.today, first - timedelta(days=1))) if first and first > setting.today else None


def _not_before_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """pazartesiden önce olmaz, pazartesiden sonra olmaz: what is left"""
    if not setting.lex.has_refusals_last:
        return None
    is_before = any(part.tag == "<" for part in parts)
    return _from_day(parts, setting) if is_before else _until_day(parts, setting)


def _ahead_of_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """pazartesiden önce: the ending says from, but before it is meant"""
    return _before_day(parts[:1], setting) if setting.lex.from_suffixes else None


def _within_from_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """yarından itibaren üç gün içinde: within three days from tomorrow; the start stands before or after"""
    within, start = sorted((parts[0], parts[-1]), key=lambda part: "within" not in part.rules)
    first = start.day.first
    if first is None or "within" in start.rules or within.day.last is None or "within" not in within.rules:
        return None
    return "D", Day(first, first + (within.day.last - setting.today))


def _same_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """Friday, the 21st: the weekday says nothing new, even where it is not that day's; but tomorrow, Friday are two."""
    one, other = parts[0].day, parts[-1].day
    if (one.weekday is None) == (other.weekday is None) or not (one.is_single and other.is_single):
        return None
    weekday, (exact, piece) = (one, (other, parts[-1])) if one.weekday is not None else (other, (one, parts[0]))
    return ("D", exact) if "relative day" not in piece.rules or is_on(exact, weekday) else None


def _from_now(parts: Sequence[Piece], setting: Setting) -> Built:
    now = Clock(setting.now.hour * 60 + setting.now.minute, is_sure=True)
    return "K", Hours(now, parts[-1].clock if parts[-1].tag == "C" else None)


def _now(parts: Sequence[Piece], setting: Setting) -> Built:
    return "I", Clock(0)


WINDOWS = (
    rule("part of day", "[eLsmE]P|P[eL]", _part),
    rule("part of day", "P", _part),
    rule("part of day", r"(?<=D)e(?=$|[.,?|])|e(?=D)", _early),
    rule("between", "[FB]?Cp[-T&@]Cp|[FB]?pC[-Tf&]+pC[T<=]?", _between_in_parts),
    rule("clock of a part", "Cp(?=[-T&@]C)", _clock_of_part),
    rule("until a day", "[FB]n[T&-]D", _until_day),
    rule("from now", "[FB]n[T&-]C", _from_now),
    rule("from now", "[Fa]n", _from_now),
    rule("now", "n", _now),
    rule("between", "[FB]C@C|[FB]?C[-T]C|C[&T-]C=", _between),
    rule("between", "BC[&/]C|FC[fT-]*CT?|CfC[T<]?", _between),
    rule("lasting", "F?C,?dN?h?[UH]|dN?h?[UH]FC", _lasting),
    rule("part of day", "(?<=D)A|(?<=p/)A", _half_as_part),
    rule("from", r"!\?{0,3}T?[bT]C", _from),
    rule("until", r"![a>]C", _until),
    rule("from", r"[aF>]C|C[f]?>|Cf|C[aF](?=$|[.,|])", _from),
    rule("until", r"[bT<%]C|C[f]?<|CT(?=$|[.,?])", _until),
    rule("between", "C/C", _between),
    rule("between parts", "[FB]p[-T@&]p", _parts_between),
    rule("after a part", "[aF]p", _after_part),
    rule("before a part", "[bT]p", _before_part),
    rule("before a part", "%p", _before_meal),
)

RANGES = (
    rule("weekday and date", "D,?D", _same_day),
    DAYS_AND_HOURS,
    rule("days", "BD&D|F?D,?[-T]D|FD@D|FDf?DT?|DfD[T<]?|D[&T-]D=", _days),
    *HOURS_OF_DAYS,
    rule("within from a day", "D(?:[f>]{1,2}|[aF])D", _within_from_day),
    rule("not before a day", "Df?<!|Df>!", _not_before_day),
    rule("before a day", "Df<", _ahead_of_day),
    rule("after a day", "Df?>", _after_days),
    rule("after a day", r"!\?{0,3}(?:Ta|T?\$)D|!\?{0,3}TD\$", _after_day),
    rule("from a day", r"!\?{0,3}bD|!\?{0,3}TD|FD(?![CKp]*[TJ])|D[>f]", _from_day),
    rule("until a day", "!aD|TD(?!C)|D<|<D", _until_day),
    rule("after a day", "aD", _after_day),
    rule("before a day", "bD(?!C)", _before_day),
    rule("before a day", "%D", _before_weekend),
)
