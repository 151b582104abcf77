"""Wishing: what the date grammar reads in a text becomes wishes about time that the conversation can act on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.understanding.dates import WhenSpoken, parse
from bot.understanding.dates.weeks import week_in
from bot.understanding.floors import without_floors
from bot.understanding.holidaying import back_from_holiday
from bot.understanding.houses import without_houses
from bot.understanding.loose_words import without_loose_words
from bot.understanding.workdays import on_workdays, refuses_workdays, without_workdays
from domain.talk.folding import fold
from domain.talk.wishes import Wish

FARTHEST, FARTHEST_BEGINNING = timedelta(days=90), timedelta(days=180)
"""How far a day may lie ahead, and a day from which on any would do: who says `after the summer` means it."""
_EARLY, _LATE = time(9), time(19)
"""What is left of a day before the one, or after the other, is no time to deliver in."""


_SHORT = 6
"""Words of a wish for workdays that hardly says anything else."""


@dataclass(frozen=True, slots=True)
class Wished:
    """The wishes, and where in the text their words stand."""

    wishes: tuple[Wish, ...]
    spans: tuple[tuple[int, int], ...]
    refuses: bool = False
    """Whether a day or hours were named that do not suit."""
    asks: bool = False
    """Whether a day or hours were named that do."""


def wishes(text: str, language: str, now: datetime, zone: tzinfo) -> tuple[Wish, ...]:
    """When they would have it, in the order of their words; each reading of what can be read in two ways is one."""
    return wished(text, language, now, zone).wishes


def wished(text: str, language: str, now: datetime, zone: tzinfo) -> Wished:
    """Of a text that names only what does not suit, the wishes are all the rest."""
    today, week = now.astimezone(zone).date(), week_in(zone)
    if (back := back_from_holiday(text, today)) is not None:
        return Wished((back,), ())
    about_time = without_workdays(without_loose_words(without_floors(without_houses(text))))
    spoken = parse(about_time, language=language, now=now, zone=zone)
    not_then = [when for when in spoken if when.is_refused and _has_clocks(when)]
    found = [wish for when in spoken if when not in not_then for wish in _readings(when, today)]
    if (until := next((when for when in not_then if _is_away_until(when, text, today)), None)) is not None:
        return Wished(tuple(_from_then_on(until)), tuple(sorted(until.spans)))
    for when in not_then:
        found = [left for wish in found or [Wish(today, None)] for left in _without(wish, when, today)]
    near = tuple(dict.fromkeys(wish for wish in found if _is_near(wish, today)))
    spans = tuple(sorted({span for when in spoken for span in when.spans}))
    refuses = any(when.is_refused or when.except_on or when.except_weekdays for when in spoken)
    asks = any(not when.is_refused for when in spoken)
    if (workdays := on_workdays(near, text, today, week)) is not None:
        is_short = len(text.split()) <= _SHORT
        never = refuses_workdays(workdays, week)
        return Wished(workdays, ((0, len(text)),) if is_short else spans, refuses or never, asks=not never)
    return Wished(near, spans, refuses, asks) if near else Wished((), ())


_UNTIL = frozenset(
    fold("until till til untill hasta jusqu jusque bis até ate fino tot do kadar حتى لين لحد للساعة لغاية").split()
)


def says_until(folded: str) -> bool:
    return any(word in _UNTIL or word.startswith("jusqu") for word in folded.split())


def _is_away_until(when: WhenSpoken, text: str, today: date) -> bool:
    """Away until Sunday evening: every day to then does not suit, and not an evening on each of them."""
    is_from_now = when.is_day_said and when.on <= today < (when.until_on or when.on) and when.to_clock is not None
    return is_from_now and says_until(fold(text))


def _from_then_on(when: WhenSpoken) -> Iterator[Wish]:
    """What is left of that day, where much is left of it, and every later one."""
    last, clock = when.until_on or when.on, when.to_clock
    if clock is not None and time(0) < clock < _LATE:
        yield Wish(last, last, clock)
    yield Wish(last + timedelta(days=1), None)


def _is_near(wish: Wish, today: date) -> bool:
    return wish.first is None or wish.first <= today + (FARTHEST if wish.last else FARTHEST_BEGINNING)


def _has_clocks(when: WhenSpoken) -> bool:
    return when.from_clock is not None or when.to_clock is not None


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


def _without(wish: Wish, when: WhenSpoken, today: date) -> Iterator[Wish]:
    """The wish without hours that do not suit: Friday, but not in the morning; any day, on Friday not before noon."""
    if not when.is_day_said:
        yield from _around(wish, when)
        return
    days = [day for day in _days(when, today) if wish.has_day(day)]
    if wish.day is None or not days:
        yield replace(wish, refused=wish.refused | frozenset(days))
    for day in days:
        yield from _around(replace(wish, first=day, last=day), when)


def _days(when: WhenSpoken, today: date) -> Sequence[date]:
    last = when.until_on or when.on
    return [day for ahead in range(min((last - when.on).days, 7) + 1) if (day := when.on + timedelta(ahead)) >= today]


def _around(wish: Wish, when: WhenSpoken) -> Iterator[Wish]:
    """What is left before and after the hours; a wish that names hours itself stays."""
    if wish.from_clock is not None or wish.to_clock is not None:
        yield wish
        return
    if when.from_clock is not None and when.from_clock > _EARLY:
        yield replace(wish, to_clock=when.from_clock)
    if when.to_clock is not None and when.to_clock < _LATE:
        yield replace(wish, from_clock=when.to_clock)
