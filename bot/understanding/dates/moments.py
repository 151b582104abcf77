"""Moments: an hour of one day, until which, from which, or to that of another day."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.dates.pieces import Day, Hours, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule


def _days_and_hours(parts: Sequence[Piece], setting: Setting) -> Built:
    """from the 14th at six until the 15th at eight"""
    first, last = (part.day for part in parts if part.tag == "D")
    start, end = (part for part in parts if part.tag in "CK")
    opens = start.clock if start.tag == "C" else start.hours.first
    closes = end.clock if end.tag == "C" else end.hours.last
    if opens is None or closes is None or first.first is None or last.first is None or first.first > last.first:
        return None
    return "Z", (Day(first.first, last.first), Hours(opens, closes))


def _until_hour_of_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """by Friday 15:00, bis morgen Mittag; away until Friday 15:00 is from then on"""
    day = next(part.day for part in parts if part.tag == "D")
    last = next(part for part in parts if part.tag in "Cp")
    if not day.is_single:
        return None
    if any(part.tag == "!" for part in parts):
        return ("Z", (day, Hours(last.clock, None))) if last.tag == "C" else None
    closes = last.clock if last.tag == "C" else last.hours.last
    return "Z", (Day(setting.today, day.last), Hours(None, closes))


def _from_hour_of_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """from Monday 17:00 on"""
    day = next(part.day for part in parts if part.tag == "D")
    return ("Z", (replace(day, last=None), Hours(parts[-1].clock, None))) if day.is_single else None


DAYS_AND_HOURS = rule(
    "days and hours",
    "F?(?:D,?@?[CK]|[CK],?D),?[-T],?(?:D,?@?C|C,?D)|BD,?@?C&D,?@?C|K,?D,?KD",
    _days_and_hours,
)
_UNTIL_HOUR = r"(?<!@)(?:!\?{0,3})?(?:[Tb]D,?@?|%D)[Cp](?![-T&]C)(?:\??!(?=\??(?:$|[.,])))?"
HOURS_OF_DAYS = (
    rule("until an hour of a day", _UNTIL_HOUR, _until_hour_of_day),
    rule("from an hour of a day", r"FD,?@?C(?![,@]?[-T])", _from_hour_of_day),
)
