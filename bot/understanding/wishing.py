"""Wishing: what the date grammar reads in a text becomes wishes about time that the conversation can act on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.understanding.dates import WhenSpoken, parse
from domain.talk.wishes import Wish

FARTHEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Wished:
    """The wishes, and where in the text their words stand."""

    wishes: tuple[Wish, ...]
    spans: tuple[tuple[int, int], ...]


def wishes(text: str, language: str, now: datetime, zone: tzinfo) -> tuple[Wish, ...]:
    """When they would have it, in the order of their words; each reading of what can be read in two ways is one."""
    return wished(text, language, now, zone).wishes


def wished(text: str, language: str, now: datetime, zone: tzinfo) -> Wished:
    today = now.astimezone(zone).date()
    spoken = parse(text, language=language, now=now, zone=zone)
    found = [wish for when in spoken for wish in _readings(when, today)]
    near = tuple(dict.fromkeys(wish for wish in found if wish.first is None or wish.first <= today + FARTHEST))
    spans = tuple(sorted({span for when in spoken for span in when.spans}))
    return Wished(near, spans if near else ())


def _readings(when: WhenSpoken, today: date) -> list[Wish]:
    first, last = (when.on, when.until_on) if when.is_day_said else (None, None)
    one = _wish(when, first, last, when.from_clock, when.to_clock, today)
    return [one, *(_wish(when, r.on, r.until_on, r.from_clock, r.to_clock, today) for r in when.readings)]


def _wish(
    when: WhenSpoken, first: date | None, last: date | None, opens: time | None, closes: time | None, today: date
) -> Wish:
    """Where every day that was named is refused, any other one is wished for."""
    refused, weekdays = frozenset(when.except_on), when.except_weekdays
    if first is not None and last is not None and (last - first).days < 31:
        days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
        if all(day in refused or day.weekday() in weekdays for day in days):
            first, last = today, None
    return Wish(first, last, opens, closes, frozenset(day for day in refused if day >= today), weekdays)
