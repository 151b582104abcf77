"""Weekdays: rules that make days out of weekdays, numbers of days and words such as tomorrow."""

from collections.abc import Sequence
from datetime import timedelta

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import WEEK
from bot.understanding.dates.days import as_day, by_number, by_ordinal
from bot.understanding.dates.pieces import Day, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule

SAME_WEEKDAY = "said on that very weekday: a week from today, or today"
NEXT_WEEKDAY = "next: the weekday to come, or the one a week later"


def _weekday_number(parts: Sequence[Piece], setting: Setting) -> Built:
    """Sunday 17, Monday the 24th: a number that is that weekday's within the next weeks."""
    number = next(part for part in parts if part.tag in "NO")
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    on = calendar.weekday_and_number(weekday, number.num, setting.today)
    is_near = on is not None and on - setting.today < timedelta(days=62)
    is_told = number.tag == "O" or any(part.tag == "^" for part in parts)
    return (
        as_day(on)
        if is_near or (is_told and on)
        else as_day(calendar.day_of_month(number.num, setting.today))
        if is_told
        else None
    )


def _relative(parts: Sequence[Piece], setting: Setting) -> Built:
    return as_day(calendar.shifted(setting.today, parts[-1].index))


def _feast(parts: Sequence[Piece], setting: Setting) -> Built:
    """Easter Monday, Good Friday"""
    return as_day(calendar.feast(parts[0].index, setting.today))


def _day_of_part(parts: Sequence[Piece], setting: Setting) -> Built:
    """this evening, next morning"""
    return as_day(calendar.shifted(setting.today, 1 if parts[0].tag == "x" else 0))


def _next_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    """The weekday of next week; where the coming one may be meant as well, that is the other reading."""
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    coming = calendar.upcoming(weekday, setting.today)
    on = calendar.monday(setting.today) + WEEK + timedelta(days=weekday)
    others = ((coming, NEXT_WEEKDAY),) if coming != on else ()
    return "D", Day(on, on, weekday=weekday, others=others)


def _coming_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    return as_day(calendar.upcoming(next(part.weekday for part in parts if part.tag in "WV"), setting.today))


def _this_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    on = calendar.monday(setting.today) + timedelta(days=weekday)
    return as_day(on if on >= setting.today else calendar.upcoming(weekday, setting.today))


def _bare_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    weekday = parts[0].weekday
    on = calendar.upcoming(weekday, setting.today)
    others = ((setting.today, SAME_WEEKDAY),) if weekday == setting.today.weekday() else ()
    return "D", Day(on, on, weekday=weekday, others=others)


def _weekday_after_next(parts: Sequence[Piece], setting: Setting) -> Built:
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    weeks = next((part.value for part in parts if part.tag == "X" and isinstance(part.value, int)), 1)
    return as_day(calendar.upcoming(weekday, setting.today - timedelta(days=1)) + weeks * WEEK)


def _ahead_of_next(parts: Sequence[Piece], setting: Setting) -> Built:
    """two days after next Friday: not the Friday after next"""
    count, unit, _, weekday = parts
    built = _next_weekday([weekday], setting)
    if built is None or not isinstance(built[1], Day) or built[1].first is None or unit.name not in ("day", "days"):
        return None
    return as_day(calendar.shifted(built[1].first, count.num))


def _weekday_week(parts: Sequence[Piece], setting: Setting) -> Built:
    """Friday week: a week after the Friday to come, as the British say it"""
    is_said_so = setting.lex.has_week_after_weekday and parts[1].name == "week"
    return _weekday_after_next(parts, setting) if is_said_so else None


def _weekdays_ahead(parts: Sequence[Piece], setting: Setting) -> Built:
    """three Fridays from now"""
    count = parts[0].num
    return as_day(calendar.shifted(calendar.upcoming(parts[1].weekday, setting.today), 7 * (count - 1)))


def _nth_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    """the second Monday of next month"""
    span = next(part.day for part in parts if part.tag == "D")
    number, weekday = next(p.num for p in parts if p.tag == "O"), next(p.weekday for p in parts if p.tag in "WV")
    if span.first is None or not span.is_vague or span.last == span.first:
        return None
    start = span.first + timedelta(days=(weekday - span.first.weekday()) % 7)
    return as_day(calendar.shifted(start, 7 * (number - 1)))


def _last_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    """the last Monday of this month"""
    span = parts[-1].day
    is_month = span.is_vague and span.first is not None and span.first.day == 1
    if not is_month or span.last is None:
        return None
    return as_day(span.last - timedelta(days=(span.last.weekday() - parts[1].weekday) % 7))


DAYS = (
    rule("weekday and number", r"[WV],?(?:\^?O|\^N|N(?![HAUT@&/-]))", _weekday_number),
    rule("weekday and number", r"(?<!D)\^?O,?[WV](?!D)", _weekday_number),
    rule("day by number", r"\^O(?=$|[.,])", by_ordinal),
    rule("day by number", r"\^?O(?![WUxk])", by_number),
    rule("day by number", r"\^N(?![UWxkt])", by_number),
    rule("day by number", "N(?=@C)|(?<=C)N(?=$|[.,])", by_number),
    rule("feast", "5", _feast),
    rule("relative day", "R", _relative),
    rule("relative day", "(?<![WVU])[xtk](?=[eLsmE]?P)", _day_of_part),
    rule("ahead of a day", "NUX[WV]", _ahead_of_next),
    rule("weekday after next", "X[WV]|[WV]X|[WV]ax", _weekday_after_next),
    rule("weekday week", "[WV]U(?![xkXtl])", _weekday_week),
    rule("weekdays ahead", "N[WV]g", _weekdays_ahead),
    rule("nth weekday", "O[WV]D|DO[WV]", _nth_weekday),
    rule("last weekday", "l[WV]i?D", _last_weekday),
    rule("next weekday", "x[WV]|[WV]x(?!U)", _next_weekday),
    rule("coming weekday", "k[WV]|[WV]k(?!U)", _coming_weekday),
    rule("this weekday", "t[WV]|[WV]t(?!U)", _this_weekday),
    rule("weekday", "[WV]", _bare_weekday),
)
"""After clocks and spans of time: weekdays, numbers of days, words."""
