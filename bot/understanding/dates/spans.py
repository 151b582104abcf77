"""Spans: so many minutes, hours or days from now; and the rules for them and for the calendar's periods."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from bot.understanding.dates import calendar
from bot.understanding.dates.calendar import WEEK, single
from bot.understanding.dates.periods import (
    before_end,
    calendar_week,
    day_week,
    early_unit,
    month_alone,
    month_day,
    nth_day,
    nth_week,
    plain_unit,
    share,
    unit,
    week_day,
    week_of_day,
    weekend_of_day,
)
from bot.understanding.dates.pieces import Clock, Day, Hours, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule

_MINUTES = {"": 60, "second": 0, "minute": 1, "quarter_hour": 15, "half_hour": 30, "hour": 60, "hour_and_half": 90}
_DAYS = {"day": 1, "days": 1, "night": 1, "workday": 1, "week": 7, "weeks": 7, "fortnight": 14, "weekend": 7}
_MONTHS = {"month": 1, "year": 12}
_MOST_MONTHS = 12
IN_WEEK = "a week from now, or from the weekday to come"
FARTHEST = 400
"""Days, weeks or minutes times a hundred that are counted; more is not about a delivery."""


def _amounts(parts: Sequence[Piece]) -> list[tuple[float, str]]:
    """The pairs of number and unit in these pieces; a unit alone counts once."""
    amounts: list[tuple[float, str]] = []
    number: float | None = None
    for at, part in enumerate(parts):
        match part.tag:
            case "h" if amounts and not any(later.tag in "UH" for later in parts[at:]):
                amounts.append((0.5, amounts[-1][1]))
            case "N":
                number = part.num
            case "h":
                number = (number or 0) + 0.5 if number != 1 or parts[0].tag == "N" else 0.5
            case "U" | "H":
                amounts.append((1 if number is None else number, part.name if part.tag == "U" else ""))
                number = None
    return amounts


def minutes_of(parts: Sequence[Piece]) -> int:
    """How long these hours and minutes last; 0 where days are counted."""
    amounts = _amounts(parts)
    are_short = all(unit in _MINUTES for _, unit in amounts)
    return round(sum(amount * _MINUTES[unit] for amount, unit in amounts)) if are_short else 0


def _ahead(parts: Sequence[Piece], setting: Setting) -> Built:
    """in 2 hours, in 3 days, a week from now"""
    amounts = _amounts(parts)
    if any(amount > FARTHEST * 100 for amount, _ in amounts) or (parts[0].tag == "a" and amounts == [(1, "weekend")]):
        return None
    minutes = sum(amount * _MINUTES.get(unit, 0) for amount, unit in amounts)
    if all(unit in _MINUTES for _, unit in amounts):
        return "I", Clock(round(minutes))
    return _moment_after(setting, amounts, minutes) if minutes else _day_after(setting, amounts)


def _moment_after(setting: Setting, amounts: list[tuple[float, str]], minutes: float) -> Built:
    """in 1 day and 2 hours: that time of that day"""
    days = sum(amount * _DAYS.get(unit, 0) for amount, unit in amounts)
    if days > FARTHEST or any(unit in _MONTHS for _, unit in amounts):
        return None
    then = setting.now + timedelta(days=days, minutes=minutes)
    clock = Clock(then.hour * 60 + then.minute, is_sure=True)
    return "Z", (Day(then.date(), then.date()), Hours(clock, clock))


def _day_after(setting: Setting, amounts: list[tuple[float, str]], start: Day | None = None) -> Built:
    on = start.first if start and start.first else setting.today
    on = calendar.months_ahead(on, round(min(FARTHEST, sum(a * _MONTHS.get(unit, 0) for a, unit in amounts))))
    if amounts[0][1] == "workday" and amounts[0][0] <= FARTHEST:
        return "D", single(setting.week.workdays_ahead(on, round(amounts[0][0])))
    days = round(sum(amount * _DAYS.get(unit, 0) for amount, unit in amounts))
    later = calendar.shifted(on, days) if days <= FARTHEST else None
    return ("D", single(later)) if later else None


def _after_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """two days after tomorrow, a week from Monday"""
    return _day_after(setting, _amounts(parts), next(part.day for part in parts if part.tag == "D"))


def _next_to_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """der Tag nach Weihnachten, the week after Easter"""
    unit, last = parts[0].name, parts[-1].day.last
    if last is None or unit not in ("day", "workday", "week"):
        return None
    if unit == "week":
        begin = setting.week.begin(last) + WEEK
        return "D", Day(begin, begin + timedelta(days=6), is_vague=True)
    return _day(setting.week.workdays_ahead(last, 1) if unit == "workday" else last + timedelta(days=1))


def _after_relative(parts: Sequence[Piece], setting: Setting) -> Built:
    """heute in 14 Tagen, morgen in einer Woche"""
    amounts = _amounts(parts)
    start = calendar.shifted(setting.today, parts[0].index)
    are_days = start is not None and all(unit in _DAYS for _, unit in amounts)
    return _day_after(setting, amounts, single(start)) if start and are_days else None


def _before_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """two days before Christmas"""
    (amount, unit), *_ = _amounts(parts)
    last = parts[-1].day.first
    if last is None or unit not in _DAYS or amount > FARTHEST:
        return None
    on = calendar.shifted(last, -round(amount * _DAYS[unit]))
    return ("D", single(on)) if on and on >= setting.today else None


def _decimal_ahead(parts: Sequence[Piece], setting: Setting) -> Built:
    """in 1.5 hours"""
    pair = parts[1].pair
    unit = parts[2].name if parts[2].tag == "U" else ""
    is_tenth = unit in _MINUTES and pair.second < 10
    return ("I", Clock(round((pair.first + pair.second / 10) * _MINUTES[unit]))) if is_tenth else None


def _ahead_between(parts: Sequence[Piece], setting: Setting) -> Built:
    """in 2-3 hours, in two or three days"""
    fewest, most = (part.num for part in parts if part.tag == "N")
    unit = next(part.name if part.tag == "U" else "" for part in parts if part.tag in "UH")
    is_clock = parts[0].tag in "Ba" and not unit and not setting.lex.has_counted_hours  # zwischen 9-12 Uhr
    if is_clock or not 0 < fewest < most <= FARTHEST:
        return None
    if unit in _DAYS:
        first, last = (calendar.shifted(setting.today, count * _DAYS[unit]) for count in (fewest, most))
        return ("D", Day(first, last)) if first and last else None
    opens, closes = (setting.now + timedelta(minutes=count * _MINUTES.get(unit, 0)) for count in (fewest, most))
    if unit not in _MINUTES or opens.date() != closes.date():
        return None
    begins, ends = (Clock(at.hour * 60 + at.minute, is_sure=True) for at in (opens, closes))
    return "Z", (Day(opens.date(), opens.date()), Hours(begins, ends))


def _following(parts: Sequence[Piece], setting: Setting) -> Built:
    """the next three days, the coming 2 weeks: from tomorrow on"""
    (amount, unit), *_ = _amounts(parts) or [(0.0, "")]
    if parts[0].tag == "N" and not _counts(parts, unit, setting):
        return None
    if unit in _MINUTES:
        return _within(parts, setting)
    if unit not in _DAYS or amount > FARTHEST:
        return None
    if unit == "workday":
        return "D", Day(
            setting.week.workdays_ahead(setting.today, 1), setting.week.workdays_ahead(setting.today, round(amount))
        )
    days = round(amount * _DAYS[unit])
    first = setting.today + timedelta(days=1)
    return ("D", Day(first, first + timedelta(days=days - 1))) if 0 < days <= FARTHEST else None


def _counts(parts: Sequence[Piece], unit: str, setting: Setting) -> bool:
    """les 2 prochaines semaines; but we are 3 next week, seremos 3 na próxima semana: an article or one week between"""
    is_apart = any(after.start - before.end > 1 for before, after in pairwise(parts))
    is_one = unit == "week" and parts[0].num > 1 and parts[1].tag == "x" and setting.lex.has_plural_weeks
    return not is_apart and not is_one


def _weekday_in_weeks(parts: Sequence[Piece], setting: Setting) -> Built:
    """Monday in two weeks; Monday in a week, said on a Thursday, may be the next one or the one after it"""
    (amount, unit), *_ = _amounts(parts)
    weekday = next(part for part in parts if part.tag in "WV")
    if unit in ("day", "days") and amount in (8, 14, 15):  # in 8 Tagen, dans quinze jours
        amount, unit = amount // 7, "week"
    if unit not in ("week", "weeks", "fortnight") or amount > FARTHEST / 7:
        return None
    ahead = timedelta(days=round(amount * _DAYS[unit]))
    on = setting.week.day(weekday.weekday, setting.today) + ahead
    from_coming = calendar.upcoming(weekday.weekday, setting.today) + ahead
    is_open = ahead == WEEK and from_coming != on and setting.today.weekday() != weekday.weekday
    return "D", Day(on, on, others=((from_coming, IN_WEEK),) if is_open else ())


def _day(on: date) -> Built:
    return "D", single(on)


def _within(parts: Sequence[Piece], setting: Setting) -> Built:
    """within two hours, within 5 days: from now on"""
    (amount, unit), *_ = _amounts(parts) or [(0.0, "")]
    if unit == "weekend" and not any(part.tag == "N" for part in parts):
        return None  # entro il fine settimana: by the weekend
    if unit == "day" and [part.tag for part in parts] == ["U", "7"]:
        return _day(setting.today)  # gün içinde: in the course of the day
    if unit in _MINUTES:
        minutes = round(amount * _MINUTES[unit])
        if 12 * 60 <= minutes <= FARTHEST * 60:
            return "D", Day(setting.today, (setting.now + timedelta(minutes=minutes)).date())
        return ("J", Clock(minutes)) if 0 < minutes < 12 * 60 else None
    if unit == "workday" and amount <= FARTHEST:
        return "D", Day(setting.today, setting.week.workdays_ahead(setting.today, round(amount)))
    if unit in _MONTHS and amount <= _MOST_MONTHS:
        return "D", Day(setting.today, calendar.months_ahead(setting.today, round(amount * _MONTHS[unit])))
    days = round(amount * _DAYS.get(unit, 0))
    return ("D", Day(setting.today, setting.today + timedelta(days=days))) if 0 < days <= FARTHEST else None


def _lasting(parts: Sequence[Piece], setting: Setting) -> Built:
    """for three days from today, for a week starting tomorrow, from Monday for a week"""
    (amount, unit), *_ = _amounts(parts)
    start = next((part.day.first for part in parts if part.tag == "D"), setting.today)
    days = round(amount * _DAYS.get(unit, 0))
    return ("D", Day(start, start + timedelta(days=days - 1))) if start and 0 < days <= FARTHEST else None


def _week_before(parts: Sequence[Piece], setting: Setting) -> Built:
    """the week before Christmas"""
    unit, last = next(part for part in parts if part.tag == "U"), parts[-1].day.first
    if unit.name != "week" or last is None or not parts[-1].day.is_single or last - WEEK < setting.today:
        return None
    return "D", Day(last - WEEK, last - timedelta(days=1))


def _weeks_and_days(parts: Sequence[Piece], setting: Setting) -> Built:
    """the next 2 weeks and 3 days: all of them, from tomorrow on"""
    amounts = _amounts(parts)
    if any(unit in _MINUTES for _, unit in amounts):
        return _ahead(parts, setting)
    days = round(sum(amount * _DAYS.get(unit, 0) for amount, unit in amounts))
    first = setting.today + timedelta(days=1)
    return ("D", Day(first, setting.today + timedelta(days=days))) if 0 < days <= FARTHEST else None


DECIMALS = (
    rule("ahead", "iQ[UH]", _decimal_ahead),
    rule("ahead", "[ijB+a]N[-T/@]N[UH](?![NQC])|N[-T/]N[UH][g>]", _ahead_between),
)
"""Before pairs are taken for dates."""
_SPAN = "[Nh]*[UH](?:&?N?h?U)?"
_AND_MORE = "(?:,?&?N[UH])+"
_MORE = "&?NU|&?N?h(?![NUHq])|"
_NOT_FROM = r"(?!F\^?[RWVDNO59]|a[RWVD59])"
"""No day stands behind from which it is counted: in three weeks from tomorrow."""
SPANS = (
    rule("ahead", r"^[N1]U(?=\.?$)|(?:^|n)&N[UH](?:&?N[UH])*", _ahead),
    rule("calendar week", r"(?<![Nhxkt])U\^?N(?![UHAM:@])|(?<![xkt])\^?OU(?!i?[MD])", calendar_week),
    rule("period", "[txk]U7", unit),
    rule("week before a day", "(?<![Nhxtk1])i?U[b%]D", _week_before),
    rule("within", f"j{_SPAN}|(?<![NOCDQSh])T[Nh]*U|{_SPAN}7", _within),
    rule("lasting", "dNUg", _lasting),
    rule("weekday in weeks", r"[WV],?(?:[i+]N?U(?!\^?N)|NU[g>])|(?:iN?U|NU[g>]),?@?[WV]", _weekday_in_weeks),
    rule("following", f"[xk]NU{_AND_MORE}", _weeks_and_days),
    rule("following", "[xk]N[UH]|N[xk][UH]|N[UH][xk](?!U)|[xk]hU|[xk]H(?![NQC])", _following),
    rule("ahead of a day", "R,?[i+]N?U", _after_relative),
    rule("ahead", f"[i+]?N[UH]{_AND_MORE}[g>]|[iB+]N[UH]{_AND_MORE}", _ahead),
    rule("ahead", rf"[iB+](?:N(?:&?h)?|h)?[UH](?:{_MORE}){_NOT_FROM}g?|a(?:Nh?|h)?U(?:{_MORE}){_NOT_FROM}g?", _ahead),
    rule("ahead", "(?<!f)(?<!f>)(?<!fN)(?<!f>N)(?:Nh?|h)?[UH](?:&?NU)?[g>]|NU(?:&?NU)?a(?=$|[.,?!|/&@PCpAe])", _ahead),
    rule("period", "Uax|[xkX]U|U[xk](?!U)|UX(?![UWV])|tU|Ut(?!U)", unit),
    rule("week of a month", "[Ol]Ui?M|OMU|M[Ol]U|lMU|Ul[@i]?M|[Ol]U[@i]?U|U[Ol]U", nth_week),
    rule("day of a period", "[Ol]U[@i^]?(?:D|U|M)|[DUM][Ol]U", nth_day),
    rule("period", "(?<=e)U", early_unit),
    rule("period", "(?<=[smErL])U|(?<![NhOxktX])U(?=[smErL](?![WPDM]))", unit),
    rule("weekend of a day", r"(?<![NOxktX])U(?:F?D|\^[NO]|F?O)(?![DHACUMT-])", weekend_of_day),
    rule("period", "U", plain_unit),
    rule("week of a month", "[Ol]Ui?D|D[Ol]U|Ul[@i]?D", nth_week),
    rule("week of a day", "(?<![NOxktX])UD(?!D)", week_of_day),
    rule(
        "month",
        "(?<=[smEeLFTba])M(?![NO])|M(?=[smE](?![WPDM]))|(?<=[lO][WV])M|(?<=[lO][WV][@i^])M|(?<=[WV]l)M|M(?=U?l[WV])",
        month_alone,
    ),
    rule("before the end", "[b%][EL]D|[b%]D[EL]", before_end),
    rule("part of a period", "[smErLe]D|D[smErLe](?!P)", share),
    rule("weekday of a week", "[WV],?i?D|D,?[WV]", week_day),
    rule("day of a month", r"\^?[NO]D|D\^?O(?![WVU])", month_day),
)
"""After clocks, before weekdays."""

AFTER_DAYS = (
    rule("lasting", "dNUF+D|Df?dNU(?![gfF>])|FDF?[?db%]?NU(?![gfF>])|D[f>]{1,2}NU(?![gfF>7])", _lasting),
    rule("week of a day", r"(?<![NOxktX])U(?:F|/\?)?D(?!D)", week_of_day),
    rule("week of a day", "DU", day_week),
    rule("ahead of a day", "i?NU[FagTo>i]D|D[f>]{0,2}NU[g>]", _after_day),
    rule("the day after a day", "(?<![NhOlxkt])UaD", _next_to_day),
    rule("before a day", "N?U[b%]D", _before_day),
)
