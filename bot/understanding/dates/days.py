"""Days: rules that make days and ranges of days out of dates, weekdays and words such as tomorrow or next week."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import WEEK, single
from bot.understanding.dates.pieces import Day, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule

_NEAR, _FAR = timedelta(days=62), timedelta(days=120)
"""A date read the language's way that lies far off is read the other way when that is near: nobody waits a year."""
_THINGS = 4
SAME_WEEKDAY = "said on that very weekday: a week from today, or today"
NEXT_WEEKDAY = "next: the weekday to come, or the one a week later"


def _day(on: date | None) -> Built:
    return ("D", single(on)) if on is not None else None


def _day_month(parts: Sequence[Piece], setting: Setting) -> Built:
    """15 February, February the 15th, with or without the year."""
    day = next(part.num for part in parts if part.tag in "NO")
    month = next(part.month for part in parts if part.tag in "MV")
    years = [part.num for part in parts[1:] if part.tag == "Y"]
    if years and abs(years[0] - setting.today.year) <= 2:
        return _day(calendar.on_date(years[0], month, day))
    return _day(calendar.day_and_month(day, month, setting.today)) if not years else None


def _day_month_short_year(parts: Sequence[Piece], setting: Setting) -> Built:
    """24. Oktober 17, in 2017"""
    is_year = parts[-1].num == setting.today.year % 100 and parts[-1].raw is not None
    return _day_month(parts[:-1], setting) if is_year else None


def _ordinal_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """the 15th day"""
    return ("O", parts[0].value) if parts[1].name == "day" else None


def _days_month(parts: Sequence[Piece], setting: Setting) -> Built:
    """9 to 10 October, October 9-10."""
    first, last = (part.num for part in parts if part.tag in "NO")
    month = next(part.month for part in parts if part.tag in "MV")
    end = calendar.day_and_month(last, month, setting.today)
    start = calendar.on_date(end.year, month, first) if end else None
    return ("D", Day(start, end)) if start and end and start <= end else None


def _days_date(parts: Sequence[Piece], setting: Setting) -> Built:
    """26.-27.09.2017"""
    end = parts[-1].day.last
    number = next(part.num for part in parts if part.tag in "NO")
    start = calendar.on_date(end.year, end.month, number) if end else None
    return ("D", Day(start, end)) if start and end and start < end else None


def _days_number(parts: Sequence[Piece], setting: Setting) -> Built:
    """from the 13th to the 18th"""
    first, last = (part.num for part in parts if part.tag in "NO")
    start = calendar.day_of_month(first, setting.today)
    end = calendar.day_of_month(last, start) if start else None
    return ("D", Day(start, end)) if start and end and end - start < timedelta(days=31) else None


def _pair(parts: Sequence[Piece], setting: Setting) -> Built:
    """Day and month in digits; the language's order first, the other where that cannot be."""
    found = next(part for part in parts if part.tag in "QS")
    first, second = found.pair.first, found.pair.second
    is_month_first = setting.lex.order == "mdy" and found.tag == "S"
    orders = [(first, second), (second, first)][:: -1 if is_month_first else 1]
    days = [on for day, month in orders if (on := calendar.day_and_month(day, month, setting.today))]
    if not days:
        return None
    if days[0] - setting.today > _FAR and days[-1] - setting.today <= _NEAR:
        days.reverse()
    others = tuple((on, "day and month can be read either way") for on in days[1:] if on != days[0])
    return "D", Day(days[0], days[0], others=others if setting.lex.order == "mdy" and found.tag == "S" else ())


def _closed_pair(parts: Sequence[Piece], setting: Setting) -> Built:
    return _pair(parts, setting) if parts[0].pair.is_closed else None


def _dashed(parts: Sequence[Piece], setting: Setting) -> Built:
    """17-2, op 01-04: day and month where they cannot be hours or a run of days"""
    day, month = (part for part in parts if part.tag == "N")
    is_date = (parts[0].tag == "^" and f"{month.raw}".startswith("0")) or day.num > 12 >= month.num
    if setting.lex.order != "dmy" or not is_date:
        return None
    return _day(calendar.day_and_month(day.num, month.num, setting.today))


def _number(parts: Sequence[Piece], setting: Setting) -> Built:
    """on the 15th; the first is more often a thing than a day"""
    if parts[-1].raw is None and parts[-1].tag == "O" and parts[-1].num <= _THINGS:
        return None
    return _day(calendar.day_of_month(next(part.num for part in parts if part.tag in "NO"), setting.today))


def _weekday_number(parts: Sequence[Piece], setting: Setting) -> Built:
    """Sunday 17, Monday the 24th: a number that is that weekday's within the next weeks."""
    number = next(part for part in parts if part.tag in "NO")
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    on = calendar.weekday_and_number(weekday, number.num, setting.today)
    is_near = on is not None and on - setting.today < timedelta(days=62)
    is_told = number.tag == "O" or any(part.tag == "^" for part in parts)
    return (
        _day(on)
        if is_near or (is_told and on)
        else _day(calendar.day_of_month(number.num, setting.today))
        if is_told
        else None
    )


def _relative(parts: Sequence[Piece], setting: Setting) -> Built:
    return _day(calendar.shifted(setting.today, parts[-1].index))


def _day_of_part(parts: Sequence[Piece], setting: Setting) -> Built:
    """this evening, next morning"""
    return _day(calendar.shifted(setting.today, 1 if parts[0].tag == "x" else 0))


def _next_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    """The weekday of next week; where the coming one may be meant as well, that is the other reading."""
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    coming = calendar.upcoming(weekday, setting.today)
    on = calendar.monday(setting.today) + WEEK + timedelta(days=weekday)
    others = ((coming, NEXT_WEEKDAY),) if coming != on else ()
    return "D", Day(on, on, weekday=weekday, others=others)


def _coming_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    return _day(calendar.upcoming(next(part.weekday for part in parts if part.tag in "WV"), setting.today))


def _this_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    on = calendar.monday(setting.today) + timedelta(days=weekday)
    return _day(on if on >= setting.today else calendar.upcoming(weekday, setting.today))


def _bare_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    weekday = parts[0].weekday
    on = calendar.upcoming(weekday, setting.today)
    others = ((setting.today, SAME_WEEKDAY),) if weekday == setting.today.weekday() else ()
    return "D", Day(on, on, weekday=weekday, others=others)


def _weekday_after_next(parts: Sequence[Piece], setting: Setting) -> Built:
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    return _day(calendar.upcoming(weekday, setting.today - timedelta(days=1)) + WEEK)


def _weekdays_ahead(parts: Sequence[Piece], setting: Setting) -> Built:
    """three Fridays from now"""
    count = parts[0].num
    return _day(calendar.shifted(calendar.upcoming(parts[1].weekday, setting.today), 7 * (count - 1)))


def _nth_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    """the second Monday of next month"""
    span = parts[-1].day
    if span.first is None or not span.is_vague or span.last == span.first:
        return None
    start = span.first + timedelta(days=(parts[1].weekday - span.first.weekday()) % 7)
    return _day(calendar.shifted(start, 7 * (parts[0].num - 1)))


DATES = (
    rule("ordinal day", "OU", _ordinal_day),
    rule("day and month", r"\^?[NO][-,/.]?[MV]N(?![HAU:])", _day_month_short_year),
    rule("days and month", r"F?\^?[NO][-T/&@]\^?[NO]\^?[MV]Y?", _days_month),
    rule("days and month", r"B\^?[NO]&\^?[NO][MV]", _days_month),
    rule("days and month", r"[MV]\^?[NO][-T@]\^?[NO](?![HAC])", _days_month),
    rule("days of a date", r"[NO][-T@&]D", _days_date),
    rule("day and month", r"\^?[NO][-,/.]?\^?[MV][-,/]?Y", _day_month),
    rule("day and month", r"\^?[NO][-,/.]?\^?[MV]", _day_month),
    rule("day and month", r"[MV]\^?[NO],?Y", _day_month),
    rule("day and month", r"[MV][,/-]?\^?[NO](?![HAUT@-])|[MV][,/]?\^?O", _day_month),
    rule("date", r"\^?N-N(?![HAMVU:])", _dashed),
    rule("days by number", r"\^N[-T]\^?[NO](?![HA])", _days_number),
    rule(
        "days by number",
        r"[FB]?\^?O[-T&]\^?[ON](?![HAUWM])|[FB]\^?O@\^?[ON](?![HAUWM])|\^?O@\^[ON](?![HAUWM])|O@O",
        _days_number,
    ),
    rule("days by number", r"B\^N&\^?N(?![HA])|BN&\^N(?![HA])", _days_number),
)
"""Before clocks are read: dates that name their month, and runs of days."""

PAIRS = (
    rule("date", r"(?<=[NO][-T])Q(?![HA])|(?<=[NO] [-T])Q(?![HA])", _pair),
    rule("date", r"Q(?![HA])", _closed_pair),
    rule("weekday and date", r"(?<=[WVw])Q(?![HA])|(?<=[WVw],)Q(?![HA])", _pair),
    rule("date", r"S(?![HA])", _pair),
    rule("days of a date", r"[NO][-T@&]D", _days_date),
)

OPEN_PAIRS = (rule("date", "Q", _pair),)

DAYS = (
    rule("weekday and number", r"[WV],?(?:\^?O|\^N|N(?![HAUT@&/-]))", _weekday_number),
    rule("weekday and number", r"\^?O,?[WV](?!D)", _weekday_number),
    rule("day by number", r"\^?O(?![WUxk])", _number),
    rule("day by number", r"\^N(?![UWxkt])", _number),
    rule("day by number", "N(?=@C)|(?<=C)N(?=$|[.,])", _number),
    rule("relative day", "R", _relative),
    rule("relative day", "(?<![WVU])[xtk](?=[eLsmE]?P)", _day_of_part),
    rule("weekday after next", "X[WV]|[WV]X", _weekday_after_next),
    rule("weekdays ahead", "N[WV]g", _weekdays_ahead),
    rule("nth weekday", "O[WV]D", _nth_weekday),
    rule("next weekday", "x[WV]|[WV]x(?!U)", _next_weekday),
    rule("coming weekday", "k[WV]|[WV]k(?!U)", _coming_weekday),
    rule("this weekday", "t[WV]|[WV]t(?!U)", _this_weekday),
    rule("weekday", "[WV]", _bare_weekday),
)
"""After clocks and spans of time: weekdays, numbers of days, words."""
