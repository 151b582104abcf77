"""Holidaying: `on holiday until 5` names a day, where any other `until 5` would be an hour."""

import re
from datetime import date

from bot.understanding.dates.calendar import day_of_month
from domain.talk.folding import fold
from domain.talk.wishes import Wish

_HOLIDAY = re.compile(
    r"\b(?:holidays?|vacation|annual leave|on leave|abroad|travell?ing|vacaciones|de viaje|vacances|conges?|voyage"
    r"|urlaub|verreist|ferien|ferias|viajando|viagem|ferie|vacanza|vacanze|viaggio|vakantie|op reis|urlop\w*"
    r"|wakacj\w*|wyje(?:zdz|chal)\w*|wyjazd\w*|podroz\w*|tatil\w*|izin\w*|seyahat\w*)\b|(?:اجاز|سفر|مسافر)\w*"
)
_IS_HOUR = r"(?:uhr|h\b|pm|am|oclock|uur|heures?|horas?|ore|godz\w*|مساء|صباحا|ص\b|م\b)"
_IS_DATE = r"(?:\d|of\b|de\b|[a-z]*(?:ember|uar|ril|gust|tober)|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_ALONE = rf"(?=$| (?!{_IS_HOUR}|{_IS_DATE}))"
_UNTIL = re.compile(
    r"\b(?:until|till|til|hasta(?: el)?|jusquau|jusqua|bis|ate(?: o)?|fino (?:al|a)|sino al|tot|do)"
    rf" (?P<day>\d{{1,2}}){_ALONE}"
    r"|\b(?P<later>\d{1,2})(?:ine|ina|sine|une|una|e|a|ye)? kadar"
    rf"|(?:حتى|الى|لين) (?:يوم )?(?P<last>\d{{1,2}}){_ALONE}"
)


def on_holiday(text: str) -> bool:
    """Whether they speak of a holiday, or a journey, in any of our languages."""
    return _HOLIDAY.search(fold(text)) is not None


def back_from_holiday(text: str, today: date) -> Wish | None:
    """From the day on which they are back, where they are on holiday until a number: the number is a day."""
    words = fold(text)
    found = _UNTIL.search(words)
    if found is None or not _HOLIDAY.search(words):
        return None
    number = next(int(one) for one in found.group("day", "later", "last") if one)
    day = day_of_month(number, today) if 0 < number <= 31 else None
    return Wish(day, None) if day is not None and day > today else None
