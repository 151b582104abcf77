"""Weekdays: rules that make days out of weekdays, numbers of days and words such as tomorrow."""

from collections.abc import Sequence
from datetime import timedelta

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import WEEK
from bot.understanding.dates.clocks import HOURS
from bot.understanding.dates.days import as_day, by_number, by_ordinal
from bot.understanding.dates.pieces import Day, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule
from bot.understanding.dates.seasons import holiday, season

SAME_WEEKDAY = "said on that very weekday: today, or a week from today"
NOT_AT_ONE = "the weekday and the number do not agree"
NEXT_WEEKDAY = "next: the weekday to come, or the one a week later"


def _weekday_number(parts: Sequence[Piece], setting: Setting) -> Built:
    """Sunday 17, Monday the 24th: a number that is that weekday's within the next weeks. Where it is not, one is a
    slip, and it is asked which."""
    number = next(part for part in parts if part.tag in "NO")
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    on = calendar.weekday_and_number(weekday, number.num, setting.today)
    is_nth = parts[-1] is not number and number.raw is None  # the third Tuesday
    if on is not None and (is_nth or on - setting.today < timedelta(days=62)):
        return as_day(on)
    is_told = number.tag == "O" or any(part.tag == "^" for part in parts)
    by_number = calendar.day_of_month(number.num, setting.today) if is_told else None
    others = ((calendar.upcoming(weekday, setting.today), NOT_AT_ONE),)
    return ("D", Day(by_number, by_number, others=others)) if by_number else None


def _relative(parts: Sequence[Piece], setting: Setting) -> Built:
    return as_day(calendar.shifted(setting.today, parts[-1].index))


def _after_that(parts: Sequence[Piece], setting: Setting) -> Built:
    """bayramdan sonraki gün: the day after it"""
    last = parts[0].day.last
    return as_day(calendar.shifted(last, 1)) if last and parts[-1].index == 1 else None


def _weekday_after_that(parts: Sequence[Piece], setting: Setting) -> Built:
    """bayramdan sonraki pazartesi"""
    last = parts[0].day.last
    return as_day(calendar.upcoming(parts[-1].weekday, last)) if last else None


def _feast(parts: Sequence[Piece], setting: Setting) -> Built:
    """Easter Monday, Good Friday"""
    return as_day(calendar.feast(parts[0].index, setting.today))


def _holidays(parts: Sequence[Piece], setting: Setting) -> Built:
    """the holidays, the holiday"""
    named = season if parts[0].name == "many" else holiday
    found = named(setting.now, setting.lex.language)
    return ("D", found) if found else None


_MOONS = {1001: 3, 1210: 4}
"""Feasts of the Islamic calendar, by month and day, and for how many days they are kept: that of breaking the fast and
that of the sacrifice."""


def _moon_feast(parts: Sequence[Piece], setting: Setting) -> Built:
    """bayram, kurban bayramı, العيد; without its name the next of the two"""
    asked = [parts[0].index] if parts[0].index in _MOONS else list(_MOONS)
    feasts = (calendar.moon_feast(*divmod(one, 100), _MOONS[one], setting.today) for one in asked)
    return min((("D", day) for day in feasts if day), key=lambda found: str(found[1].first), default=None)


def _alone(parts: Sequence[Piece], setting: Setting) -> Built:
    """25, and nothing else: too late for an hour of delivery"""
    number = parts[0].num
    is_day = parts[0].raw is not None and number * 60 > setting.closes
    return as_day(calendar.day_of_month(number, setting.today)) if is_day else None


def _late_number(parts: Sequence[Piece], setting: Setting) -> Built:
    """after 25: no clock has it"""
    return by_number(parts, setting) if parts[0].raw is not None and parts[0].num > 2 * HOURS else None


def _day_at(parts: Sequence[Piece], setting: Setting) -> Built:
    """في 25"""
    is_day = setting.lex.has_twelve_hours and parts[0].num > HOURS
    return as_day(calendar.day_of_month(parts[0].num, setting.today)) if is_day else None


def _day_of_part(parts: Sequence[Piece], setting: Setting) -> Built:
    """this evening, next morning"""
    return as_day(calendar.shifted(setting.today, 1 if parts[0].tag == "x" else 0))


def _next_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    """The weekday of next week; where the coming one may be meant as well, that is the other reading."""
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    coming = calendar.upcoming(weekday, setting.today)
    on = setting.week.day(weekday, setting.today) + WEEK
    others = ((coming, NEXT_WEEKDAY),) if coming != on else ()
    return "D", Day(on, on, weekday=weekday, others=others)


def _coming_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    return as_day(calendar.upcoming(next(part.weekday for part in parts if part.tag in "WV"), setting.today))


def _this_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    on = setting.week.day(weekday, setting.today)
    if on == setting.today:
        return "D", Day(on, on, others=((on + WEEK, SAME_WEEKDAY),))
    return as_day(on if on > setting.today else calendar.upcoming(weekday, setting.today))


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
    """Friday week, Friday fortnight: a week or two after the Friday to come, as the British say it"""
    weeks = {"week": 1, "fortnight": 2}.get(parts[1].name)
    if weeks is None or not setting.lex.has_week_after_weekday:
        return None
    return as_day(calendar.shifted(calendar.upcoming(parts[0].weekday, setting.today), 7 * weeks))


def _week_after_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """a week today, two weeks on Monday, tomorrow week: as the British say it"""
    unit, start = (next(part for part in parts if part.tag in tags) for tags in ("U", "RWV"))
    count = next((part.num for part in parts if part.tag == "N"), 1)
    if not setting.lex.has_week_after_weekday or unit.name not in ("week", "weeks"):
        return None
    ahead = start.index if start.tag == "R" else 0
    on = calendar.upcoming(start.weekday, setting.today) if start.tag != "R" else setting.today
    return as_day(calendar.shifted(on, ahead + 7 * count))


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
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    month = next(part.day for part in parts if part.tag == "D")
    is_month = month.is_vague and month.first is not None and month.first.day == 1
    if not is_month or month.last is None:
        return None
    return as_day(month.last - timedelta(days=(month.last.weekday() - weekday) % 7))


def _last_of_the_month(parts: Sequence[Piece], setting: Setting) -> Built:
    """the last Monday of the month: of this one, or of the next where it is over"""
    weekday = next(part.weekday for part in parts if part.tag in "WV")
    if next(part for part in parts if part.tag == "U").name != "month":
        return None
    ends = (calendar.month_end(calendar.months_ahead(setting.today.replace(day=1), ahead)) for ahead in range(2))
    days = (end - timedelta(days=(end.weekday() - weekday) % 7) for end in ends)
    return as_day(next(day for day in days if day >= setting.today))


DAYS = (
    rule("weekday and number", r"[WV],?(?:\^?O|\^N|N(?![HAUT@&/-])|N(?=/D))", _weekday_number),
    rule("weekday and number", r"(?<!D)\^?O,?[WV](?![@i^]?D)", _weekday_number),
    rule("day by number", r"\^O(?=$|[.,])", by_ordinal),
    rule("day by number", r"\^?O(?![WUxk])", by_number),
    rule("day by number", r"(?<=\^N/)N(?![UMVHNA:h&/])", by_number),
    rule("day by number", r"\^N(?![UWxktl])", by_number),
    rule("day by number", r"^N(?=\.?$)", _alone),
    rule("day by number", "(?<=@)N(?![UHMWVN])", _day_at),
    rule("day by number", "(?<=[FTab])N(?![UMVHN])", _late_number),
    rule("day by number", "N(?=@C)|(?<=C)N(?=$|[.,])", by_number),
    rule("feast", "5", _feast),
    rule("feast", "9", _moon_feast),
    rule("holidays", "§", _holidays),
    rule("the day after a day", "Df>?R", _after_that),
    rule("the weekday after a day", "Df>?x[WV]", _weekday_after_that),
    rule("week after a day", "(?<![dixkFTj])NU[RWV]|RU(?![xkXtl])", _week_after_day),
    rule("relative day", "R", _relative),
    rule("relative day", "(?<![WVU])[xtk](?=[eLsmE]?P)", _day_of_part),
    rule("ahead of a day", "NUX[WV]", _ahead_of_next),
    rule("weekday after next", "X[WV]|[WV]X|[WV]ax", _weekday_after_next),
    rule("weekday week", "[WV]U(?![xkXtl])", _weekday_week),
    rule("weekdays ahead", "N[WV]g", _weekdays_ahead),
    rule("nth weekday", "O[WV][@i^]?D|DO[WV]", _nth_weekday),
    rule("last weekday", r"l[WV][@i^]?D|[WV]l[@i]?D|DU?l[WV]", _last_weekday),
    rule("last weekday", "l[WV][@i]?U|[WV]l[@i]?U|Ul[WV]", _last_of_the_month),
    rule("next weekday", "x[WV]|[WV]x(?!U)", _next_weekday),
    rule("coming weekday", "k[WV]|[WV]k(?!U)", _coming_weekday),
    rule("this weekday", "t[WV]|[WV]t(?!U)|[WV]n(?![T&-])", _this_weekday),
    rule("weekday", "[WV]", _bare_weekday),
)
"""After clocks and spans of time: weekdays, numbers of days, words."""
