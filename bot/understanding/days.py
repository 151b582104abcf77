"""The day a customer names: tomorrow, a weekday, a date. English and Spanish; one day, or none."""

import re
from datetime import date, timedelta

_RELATIVE = {
    "day after tomorrow": 2, "pasado manana": 2,
    "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1, "tomoz": 1, "2moro": 1, "2morrow": 1,
    "today": 0, "tonight": 0, "hoy": 0, "esta noche": 0, "esta tarde": 0,
}  # fmt: skip
_WEEKDAYS = {
    name: day
    for day, names in enumerate(
        (
            ("monday", "mon", "lunes"),
            ("tuesday", "tue", "tues", "martes"),
            ("wednesday", "wed", "weds", "miercoles"),
            ("thursday", "thu", "thur", "thurs", "jueves"),
            ("friday", "fri", "viernes"),
            ("saturday", "sat", "sabado"),
            ("sunday", "sun", "domingo"),
        )
    )
    for name in names
}
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("january", "jan", "enero"),
            ("february", "feb", "febrero"),
            ("march", "mar", "marzo"),
            ("april", "apr", "abril"),
            ("may", "mayo"),
            ("june", "jun", "junio"),
            ("july", "jul", "julio"),
            ("august", "aug", "agosto"),
            ("september", "sep", "sept", "septiembre"),
            ("october", "oct", "octubre"),
            ("november", "nov", "noviembre"),
            ("december", "dec", "dic", "diciembre"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(_MONTHS)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|o)? (?:of |de )?({_MONTH})\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b")
_ISO = re.compile(r"\b(20\d\d) (\d\d) (\d\d)\b")
_CLAUSES = re.compile(r"\b(?:(?<!day )but|can|could|so|pero|puede|pueden|puedes|podria|podrian|mejor|instead)\b")
_REFUSED = re.compile(
    r"\b(?:not|cant|cannot|wont|dont|isnt|never|except|day but|nobody|away|out|no|excepto|menos|salvo|nadie|fuera)\b"
)
_NEXT = re.compile(r"\b(?:next|proximo|proxima|que viene)\b")


def wanted_day(folded: str, today: date) -> date | None:
    """The only day a text asks for, today or later; None when it names none, several, or only days that do not suit.

    `next Friday` is left open: people mean two different days by it.
    """
    clauses = [clause for clause in _CLAUSES.split(folded) if not _REFUSED.search(clause)]
    days = {day for clause in clauses for day in _days(clause, today) if day >= today}
    return days.pop() if len(days) == 1 else None


def _days(clause: str, today: date) -> set[date]:
    found = {day for parts in (_relative(clause, today), _dated(clause, today)) for day in parts}
    return found or set(_weekdays(clause, today))


def _relative(clause: str, today: date) -> list[date]:
    for words, ahead in _RELATIVE.items():
        if re.search(rf"\b{words}\b", clause):
            return [today + timedelta(days=ahead)]
    bare = re.sub(r"\b(?:por|de|en) la manana\b", " ", clause)
    return [today + timedelta(days=1)] if re.search(r"\bmanana\b", bare) else []


def _dated(clause: str, today: date) -> list[date]:
    found = [(int(day), _MONTHS[month]) for day, month in _DAY_MONTH.findall(clause)]
    found += [(int(day), _MONTHS[month]) for month, day in _MONTH_DAY.findall(clause)]
    days = [_upcoming(day, month, today) for day, month in found]
    days += [_date(int(year), int(month), int(day)) for year, month, day in _ISO.findall(clause)]
    return [day for day in days if day is not None]


def _weekdays(clause: str, today: date) -> list[date]:
    if _NEXT.search(clause):
        return []
    named = {_WEEKDAYS[word] for word in clause.split() if word in _WEEKDAYS}
    return [today + timedelta(days=(day - today.weekday() - 1) % 7 + 1) for day in named]


def _upcoming(day: int, month: int, today: date) -> date | None:
    this_year = _date(today.year, month, day)
    return this_year if this_year is None or this_year >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
