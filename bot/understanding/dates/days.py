"""Days: rules that make days and runs of days out of dates, with a month by name, in digits, or by number alone."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import single
from bot.understanding.dates.pieces import Clock, Day, Hours, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule

_NEAR, _FAR = timedelta(days=62), timedelta(days=120)
"""A date read the language's way that lies far off is read the other way when that is near: nobody waits a year."""
_THINGS, _LAST_HOUR = 4, 24


def as_day(on: date | None) -> Built:
    return ("D", single(on)) if on is not None else None


def _day_month(parts: Sequence[Piece], setting: Setting) -> Built:
    """15 February, February the 15th, with or without the year."""
    day = next(part.num for part in parts if part.tag in "NO")
    month = next(part.month for part in parts if part.tag in "MV")
    years = [part.num for part in parts[1:] if part.tag == "Y"]
    if years and abs(years[0] - setting.today.year) <= 2:
        return as_day(calendar.on_date(years[0], month, day))
    return as_day(calendar.day_and_month(day, month, setting.today)) if not years else None


def _day_month_short_year(parts: Sequence[Piece], setting: Setting) -> Built:
    """24. Oktober 17, in 2017"""
    is_year = parts[-1].num == setting.today.year % 100 and parts[-1].raw is not None
    return _day_month(parts[:-1], setting) if is_year else None


def _ordinal_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """the 15th day"""
    return ("O", parts[0].value) if parts[1].name == "day" else None


def _ordinal_month(parts: Sequence[Piece], setting: Setting) -> Built:
    """am fünften zwölften, piątego dwunastego: the fifth of the twelfth month"""
    day, month = (part for part in parts if part.tag == "O")
    is_spoken = setting.lex.order == "dmy" and day.raw is None and month.raw is None
    return as_day(calendar.day_and_month(day.num, month.num, setting.today)) if is_spoken else None


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


def _date_days(parts: Sequence[Piece], setting: Setting) -> Built:
    """24 Kasım'dan 27'ye kadar"""
    start = parts[0].day.first
    end = calendar.day_of_month(parts[2].num, start) if start and parts[0].day.is_single else None
    return ("D", Day(start, end)) if start and end and end - start < timedelta(days=31) else None


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


def _open_pair(parts: Sequence[Piece], setting: Setting) -> Built:
    """20.11 is a date; 2.5 of something is none where that day lies far off"""
    built = _pair(parts, setting)
    day = built[1] if built else None
    is_far = isinstance(day, Day) and day.first is not None and day.first - setting.today > _FAR
    return None if is_far and not parts[0].pair.is_padded else built


def _closed_pair(parts: Sequence[Piece], setting: Setting) -> Built:
    return _pair(parts, setting) if parts[0].pair.is_closed else None


def _dashed(parts: Sequence[Piece], setting: Setting) -> Built:
    """17-2, op 01-04: day and month where they cannot be hours or a run of days"""
    day, month = (part for part in parts if part.tag == "N")
    is_written_so = setting.lex.has_dashed_dates or f"{month.raw}".startswith("0")
    is_date = (parts[0].tag == "^" and is_written_so and month.num <= 12) or day.num > 12 >= month.num
    if setting.lex.order != "dmy" or not is_date:
        return None
    return as_day(calendar.day_and_month(day.num, month.num, setting.today))


def by_number(parts: Sequence[Piece], setting: Setting) -> Built:
    """on the 15th; the first is more often a thing than a day"""
    if parts[-1].raw is None and parts[-1].tag == "O" and parts[-1].num <= _THINGS:
        return None
    return as_day(calendar.day_of_month(next(part.num for part in parts if part.tag in "NO"), setting.today))


def _before_hour(parts: Sequence[Piece], setting: Setting) -> Built:
    """يوم 15 الساعة 8: where the word for o'clock stands before the hour, a number before it is a day"""
    return by_number(parts[-1:], setting) if setting.lex.has_counted_hours else None


def by_ordinal(parts: Sequence[Piece], setting: Setting) -> Built:
    """on the second, and nothing after it that could be the second"""
    return as_day(calendar.day_of_month(parts[-1].num, setting.today))


def _told_by_weekday(parts: Sequence[Piece], setting: Setting) -> Built:
    """Friday 7/6: of the two ways to read it, the one that is a Friday"""
    pair, weekday = parts[-1].pair, next(part.weekday for part in parts if part.tag in "WV")
    orders = {(pair.first, pair.second), (pair.second, pair.first)}
    days = [on for day, month in orders if (on := calendar.day_and_month(day, month, setting.today))]
    told = [on for on in days if on.weekday() == weekday and on - setting.today <= _NEAR]
    return as_day(told[0]) if len(told) == 1 else None


def _named_month(parts: Sequence[Piece], setting: Setting) -> Built:
    """the month of December"""
    return ("M", parts[1].value) if parts[0].name == "month" else None


def _weekday_of_month(parts: Sequence[Piece], setting: Setting) -> Built:
    """aralığın ikinci cuması: the second Friday of December, where the month stands first and the number is a word"""
    month, number, weekday = parts[0].month, parts[1], parts[2].weekday
    first = calendar.on_date(setting.today.year + (month < setting.today.month), month, 1)
    if first is None or number.raw is not None or setting.lex.order != "dmy":
        return None
    return as_day(first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number.num - 1)))


def _weekday_hours(parts: Sequence[Piece], setting: Setting) -> Built:
    """viernes 9 a 12: hours, where no Friday near is the ninth"""
    weekday, (first, last) = parts[0].weekday, [part for part in parts if part.tag == "N"]
    dated = calendar.weekday_and_number(weekday, first.num, setting.today)
    is_dated = dated is not None and dated - setting.today <= _NEAR
    if not setting.lex.has_to_as_at or is_dated or first.raw is None or max(first.num, last.num) > _LAST_HOUR:
        return None
    on = calendar.upcoming(weekday, setting.today)
    hours = Hours(Clock(first.num * 60, first.num > _LAST_HOUR / 2), Clock(last.num * 60, last.num > _LAST_HOUR / 2))
    return "Z", (single(on), hours)


def _slashed_days(parts: Sequence[Piece], setting: Setting) -> Built:
    """24/25 November: either day"""
    pair, month = (next(part for part in parts if part.tag in tags) for tags in ("S", "MV"))
    end = calendar.day_and_month(pair.pair.second, month.month, setting.today)
    start = calendar.on_date(end.year, end.month, pair.pair.first) if end else None
    return ("D", Day(start, end)) if start and end and start < end else None


DATES = (
    rule("month", "(?<![N1])UM", _named_month),
    rule("ordinal day", "OU", _ordinal_day),
    rule("day by number", r"[\^@]N(?=H[NQC])", _before_hour),
    rule("day and month", r"\^?[NO][-,/.]?[MV]N(?![HAU:])", _day_month_short_year),
    rule("nth weekday", r"MO[WV]", _weekday_of_month),
    rule("hours of a weekday", r"(?<![xktN])[WV],?N@N(?![UMVHAN&h:/-])", _weekday_hours),
    rule("days and month", r"S\^?[MV]Y?|[MV]\^?S(?![HA])", _slashed_days),
    rule("days and month", r"F?\^?[NO][-T/&@]\^?[NO]\^?[MV]Y?", _days_month),
    rule("days and month", r"B\^?[NO]&\^?[NO][MV]", _days_month),
    rule("days and month", r"(?<![NO])(?<![NO]\^)[MV]\^?[NO][-T@]\^?[NO](?![HAC])", _days_month),
    rule("days of a date", r"[NO][-T@&]D", _days_date),
    rule("day and month", r"\^?[NO][-,/.]?\^?[MV][-,/]?Y", _day_month),
    rule("day and month", r"\^?[NO][-,/.]?\^?[MV](?!(?<=O[MV])U)", _day_month),
    rule("day and month", r"[MV]\^?[NO],?Y", _day_month),
    rule("day and month", r"[MV][,/-]?\^?[NO](?![HAUT@-])|[MV][,/]?\^?O(?!U)", _day_month),
    rule("day and month", r"\^?OO(?![MVWUOH])", _ordinal_month),
    rule("date", r"\^?N-N(?![HAMVU:])", _dashed),
    rule("days of a date", "Df[NO]<", _date_days),
    rule("days by number", r"\^N[-T]\^?[NO](?![HA])|[NO]fO<", _days_number),
    rule(
        "days by number",
        r"[FB]?\^?O[-T&]\^?[ON](?![HAUWM])|[FB]\^?O@\^?[ON](?![HAUWM])|\^?O@\^[ON](?![HAUWM])|\^N@\^N(?![HAUWM])|O@O",
        _days_number,
    ),
    rule("days by number", r"B\^N&\^?N(?![HA])|BN&\^N(?![HA])", _days_number),
    rule("day by number", r"(?<![-T&/BF@])\^N(?=[eL]?P)", by_number),
)
"""Before clocks are read: dates that name their month, and runs of days."""

PAIRS = (
    rule("weekday and date", r"t?[WV],?[QS](?!A|H(?![NCQ]))", _told_by_weekday),
    rule("date", r"(?<=[NO][-T])Q(?![HA])|(?<=[NO] [-T])Q(?![HA])", _pair),
    rule("date", r"Q(?![HA])", _closed_pair),
    rule("weekday and date", r"(?<=[WVw])Q(?![HA])|(?<=[WVw],)Q(?![HA])", _pair),
    rule("date", r"S(?!A|H(?![NCQ]))", _pair),
    rule("days of a date", r"[NO][-T@&]D", _days_date),
)

OPEN_PAIRS = (rule("date", "Q", _open_pair),)
