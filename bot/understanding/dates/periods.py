"""Periods: weeks, weekends and months, the part of them that is meant, and a day of theirs."""

from collections.abc import Sequence
from datetime import timedelta

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import WEEK, single
from bot.understanding.dates.pieces import Clock, Day, Piece
from bot.understanding.dates.rewriting import Built, Setting

_WEEKS = 5
"""As many as a month has at most."""


def nth_week(parts: Sequence[Piece], setting: Setting) -> Built:
    """the third week of January, the last one of this month: a week is the month's in which its Thursday lies"""
    month = next((part.day for part in parts if part.tag == "D"), None)
    units = [part for part in parts if part.tag == "U"]
    if month is None and any(part.name == "month" for part in units):
        month = this_month(setting)
    if month is None and (named := [part for part in parts if part.tag == "M"]):
        built = month_alone(named, setting)
        month = built[1] if built and isinstance(built[1], Day) else None
    number = next((part.num for part in parts if part.tag in "NO"), 1)
    is_week = any(part.name == "week" for part in units)
    is_month = month is not None and month.is_vague and month.first is not None and month.first.day == 1
    if month is None or month.first is None or not is_month or not is_week or not 1 <= number <= _WEEKS:
        return None
    thursday = month.first + timedelta(days=(3 - month.first.weekday()) % 7)
    if any(part.tag == "l" for part in parts):
        end = calendar.month_end(month.first)
        thursday, number = end - timedelta(days=(end.weekday() - 3) % 7), 1
    begin = setting.week.begin(thursday) + (number - 1) * WEEK
    return "D", Day(begin, begin + timedelta(days=6), is_vague=True)


def nth_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """the last day of the month, the first working day of next week"""
    days = [part for part in parts if part.tag == "U" and part.name in ("day", "workday")]
    period = next((built for part in parts if part not in days and (built := _period(part, setting))), None)
    if not days or period is None or period.first is None or period.last is None or not period.is_vague:
        return None
    count = next((part.num for part in parts if part.tag == "O"), 0)
    runs = range((period.last - period.first).days + 1)
    days_on = (period.first + timedelta(days=ahead) for ahead in runs)
    every = [on for on in days_on if days[0].name == "day" or setting.week.works(on)]
    return ("D", single(every[count - 1])) if count <= len(every) else None


def _period(part: Piece, setting: Setting) -> Day | None:
    """A week or month, as one of its days is said to be in it."""
    if part.tag == "D":
        return part.day
    built = month_alone([part], setting) if part.tag == "M" else unit([part], setting) if part.tag == "U" else None
    return built[1] if built and isinstance(built[1], Day) else None


def this_month(setting: Setting) -> Day:
    first = setting.today.replace(day=1)
    return Day(first, calendar.month_end(first), is_vague=True)


def week_of_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """the week of April 10th"""
    day = next(part.day for part in parts if part.tag == "D")
    unit = next(part for part in parts if part.tag == "U")
    if unit.name != "week" or not day.is_single or day.weekday is not None or day.first is None:
        return None
    begin = setting.week.begin(day.first)
    return "D", Day(begin, begin + timedelta(days=6), is_vague=True)


def weekend_of_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """the weekend of the 12th: the one it lies in, or the one after it"""
    last = parts[-1]
    on = last.day.first if last.tag == "D" else calendar.day_of_month(last.num, setting.today)
    if parts[0].name != "weekend" or on is None or (last.tag == "D" and not last.day.is_single):
        return None
    return "D", Day(*setting.week.weekend(on), is_vague=True)


def day_week(parts: Sequence[Piece], setting: Setting) -> Built:
    """2 Aralık haftası"""
    return week_of_day(parts, setting) if setting.lex.from_suffixes else None


def unit(parts: Sequence[Piece], setting: Setting) -> Built:
    """this week, next weekend, the month after next"""
    weeks = {"x": 1, "k": 1, "X": 2, "a": 2}
    ahead = next((weeks[part.tag] for part in parts if part.tag in weeks), 0)
    is_coming = any(part.tag == "k" for part in parts)
    today, unit = setting.today, next(part.name for part in parts if part.tag == "U")
    begin = setting.week.begin(today) + ahead * WEEK
    match unit:
        case "day" | "workday" if ahead and unit == "day":
            return "D", single(today + timedelta(days=ahead))
        case "days" if ahead:
            tomorrow = today + timedelta(days=1)
            return "D", Day(tomorrow, tomorrow + timedelta(days=2))
        case "day" | "days":
            return "D", single(today)
        case "week" | "weeks":
            return "D", Day(begin, begin + timedelta(days=6), is_vague=True)
        case "workday":
            return "D", Day(begin, begin + timedelta(days=len(setting.week.workdays) - 1), is_vague=True)
        case "weekend":
            is_this = is_coming and setting.week.works(today)
            return "D", Day(*setting.week.weekend(begin - WEEK if is_this else begin), is_vague=True)
        case "month":
            start = calendar.months_ahead(today.replace(day=1), ahead)
            return "D", Day(start, calendar.month_end(start), is_vague=True)
        case "hour":
            return "J", Clock(60)
        case _:
            return None


def early_unit(parts: Sequence[Piece], setting: Setting) -> Built:
    """early in the week; but early hours are no such thing"""
    return unit(parts, setting) if parts[-1].name in ("week", "month") else None


def calendar_week(parts: Sequence[Piece], setting: Setting) -> Built:
    """KW 49, week 49: the next such week, where people count them"""
    unit, number = next(p for p in parts if p.tag == "U"), next(p for p in parts if p.tag in "NO")
    if not setting.lex.has_week_numbers or unit.name != "week" or number.raw is None:
        return None
    years = (setting.today.isocalendar().year + ahead for ahead in range(2))
    mondays = (calendar.week_of(year, number.num) for year in years)
    monday = next((one for one in mondays if one and one + WEEK > setting.today), None)
    return ("D", Day(monday, monday + timedelta(days=6), is_vague=True)) if monday else None


def plain_unit(parts: Sequence[Piece], setting: Setting) -> Built:
    """the weekend; a week alone says little, but it is a week"""
    return unit(parts, setting) if parts[-1].name == "weekend" else None


def share(parts: Sequence[Piece], setting: Setting) -> Built:
    """the start, middle, end or rest of a week or month"""
    span = next(part.day for part in parts if part.tag == "D")
    kind = next(part.tag for part in parts if part.tag in "smErLe")
    if not span.is_vague or span.first is None or span.last is None or span.last - span.first < timedelta(days=3):
        return ("D", span) if span.is_vague else None
    is_week = (span.last - span.first).days < 7
    first, last = span.first, span.last
    third = timedelta(days=2 if is_week else 9)
    match kind:
        case "s" | "e":
            last = first + third
        case "m":
            first, last = (first + timedelta(days=2 if is_week else 10), first + timedelta(days=3 if is_week else 20))
        case "E" | "L":
            first = first + timedelta(days=setting.lex.week_ends_on) if is_week else first.replace(day=21)
        case _:
            first = max(first, setting.today)
    if is_week and last < setting.today:  # The beginning of the week is over: that of the next one is meant.
        first, last = first + WEEK, last + WEEK
    return "D", Day(first, last)


def before_end(parts: Sequence[Piece], setting: Setting) -> Built:
    """before the end of the week: until its last day, not until its end begins"""
    span = next(part.day for part in parts if part.tag == "D")
    return ("D", Day(setting.today, span.last)) if span.is_vague and span.last else None


def month_alone(parts: Sequence[Piece], setting: Setting) -> Built:
    """in March, with the start, middle or end of it said"""
    month = parts[-1].index
    year = setting.today.year + (month < setting.today.month)
    start = calendar.on_date(year, month, 1)
    return ("D", Day(start, calendar.month_end(start), is_vague=True)) if start else None


def week_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """Tuesday of next week"""
    week = next(part.day for part in parts if part.tag == "D")
    weekday = next(part for part in parts if part.tag in "WV")
    if not week.is_vague or week.first is None or week.last is None or week.last - week.first > timedelta(days=7):
        return None
    return "D", single(setting.week.day(weekday.weekday, week.first))


def month_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """the 20th of this month"""
    month, number = next(p.day for p in parts if p.tag == "D"), next(p.num for p in parts if p.tag in "NO")
    if not month.is_vague or month.first is None or month.first.day != 1:
        return None
    on = calendar.on_date(month.first.year, month.first.month, number)
    return ("D", single(on)) if on else None
