"""Settling: a wish becomes what was spoken. Clocks without am or pm take the hours of delivery, days lie ahead."""

from datetime import date, time, timedelta

from bot.understanding.dates import calendar
from bot.understanding.dates.gathering import spans
from bot.understanding.dates.joining import Wish
from bot.understanding.dates.pieces import Clock, Day, Hours
from bot.understanding.dates.rewriting import Setting
from bot.understanding.dates.spoken import Reading, WhenSpoken

FARTHEST = timedelta(days=270)
"""What lies farther is no wish about a delivery: a fourth of October, written in November, has passed."""
LONG_GONE, SOON = timedelta(days=180), timedelta(days=62)
HALF_DAY, DAY = 720, 1440
EITHER_HALF = "before or after noon was not said"

Bounds = tuple[int | None, int | None]
"""Minutes after midnight of the first and the last clock."""


def settle(wish: Wish, setting: Setting) -> WhenSpoken | None:
    """What was spoken, or None when it lies in the past or farther than a year away."""
    options = _bounds(wish, setting)
    bounds = options[0]
    day = _ahead(wish.day or _soonest(bounds, setting), setting)
    if day is None:
        return None
    assert day.first is not None
    weekdays = frozenset(one.weekday for one in wish.not_on if one.weekday is not None)
    rules = dict.fromkeys(rule for piece in wish.pieces for rule in piece.rules)
    part = wish.part.part if wish.part else None
    return WhenSpoken(
        on=day.first,
        until_on=day.last,
        is_day_said=wish.day is not None,
        is_refused=wish.is_refused,
        from_clock=_time(bounds[0]),
        to_clock=_time(bounds[1]),
        part=part,
        except_on=tuple(sorted(_days_of(wish.not_on, setting))),
        except_weekdays=weekdays,
        rule=", ".join(rules),
        spans=tuple(spans(wish.pieces)),
        readings=_readings(day, options, setting),
    )


def _bounds(wish: Wish, setting: Setting) -> list[Bounds]:
    """The hours that may be meant, the likeliest first."""
    part = (
        (wish.part.first.minutes, wish.part.last.minutes) if wish.part and wish.part.first and wish.part.last else None
    )
    if wish.hours is None:
        return [part or (None, None)]
    is_today = wish.day is not None and wish.day.is_single and wish.day.first == setting.today
    now = setting.now.hour * 60 + setting.now.minute if is_today else -1
    options = _options(wish.hours)
    is_half_sure = _is_sure(wish.hours.first) or _is_sure(wish.hours.last)
    costs = [(_cost(option, part, now, setting, is_half_sure=is_half_sure), option) for option in options]
    costs.sort(key=lambda one: one[0])
    best = [option for cost, option in costs if cost == costs[0][0] or (cost < _OUTSIDE and part is None)]
    return best if part is None else [_narrowed(best[0], part)]


_OUTSIDE = 30


def _is_sure(clock: Clock | None) -> bool:
    return clock is not None and clock.is_sure


def _options(hours: Hours) -> list[Bounds]:
    firsts = _halves(hours.first)
    if hours.first == hours.last:
        return [(one, one) for one in firsts]
    return [(first, last) for first in firsts for last in _halves(hours.last)]


def _halves(clock: Clock | None) -> list[int | None]:
    if clock is None:
        return [None]
    if clock.is_sure or clock.minutes >= HALF_DAY + 60:
        return [clock.minutes]
    return [clock.minutes, (clock.minutes + HALF_DAY) % DAY]


def _cost(
    bounds: Bounds, part: tuple[int, int] | None, now: int, setting: Setting, *, is_half_sure: bool = False
) -> int:
    """Minutes outside the hours of delivery or the part of day; much for what lies behind or runs backwards."""
    first, last = part or (setting.opens, setting.closes)
    cost = sum(max(0, first - minutes) + max(0, minutes - last) for minutes in bounds if minutes is not None)
    start, end = bounds
    if start is not None and end is not None and end != start:
        cost += (end - start) % DAY // (1 if is_half_sure else 30)
        cost += 0 if start < end or is_half_sure else 3 * DAY
    if part is not None:
        cost += sum(DAY for minutes in bounds if minutes is not None and _is_wrong_half(minutes, part))
    latest = end if end is not None else start
    return cost + (2 * DAY if latest is not None and latest <= now and part is None else 0)


def _is_wrong_half(minutes: int, part: tuple[int, int]) -> bool:
    """Three in the morning is never 15:00, three in the afternoon never 03:00."""
    if part[1] <= HALF_DAY:
        return minutes >= HALF_DAY
    return minutes < HALF_DAY - 60 and not (part[1] == DAY and minutes < HALF_DAY / 2)


def _narrowed(bounds: Bounds, part: tuple[int, int]) -> Bounds:
    """An open end is closed by the part of day that was said: in the evening, not before six."""
    first, last = bounds
    if first is None and last is not None and part[0] < last:
        first = None
    if last is None and first is not None and first < part[1]:
        last = None
    return first, last


def _soonest(bounds: Bounds, setting: Setting) -> Day:
    """Today while the hours are not over, else tomorrow, which midnight begins."""
    now = setting.now.hour * 60 + setting.now.minute
    latest = bounds[1] if bounds[1] is not None else DAY
    is_midnight = bounds == (DAY, DAY)
    is_over = is_midnight or (latest <= now and not (bounds[0] is not None and latest < bounds[0]))
    on = setting.today + timedelta(days=1 if is_over else 0)
    return Day(on, on)


def _ahead(day: Day, setting: Setting) -> Day | None:
    """The days without those that are gone."""
    day = _next_year(day, setting)
    first, last = day.first or setting.today, day.last
    if (last is not None and last < setting.today) or first > setting.today + FARTHEST:
        return None
    if last is not None:
        last = min(last, setting.today + FARTHEST)
    return Day(max(first, setting.today), last, weekday=day.weekday, others=day.others)


def _next_year(day: Day, setting: Setting) -> Day:
    """A date of last year that comes again soon: around New Year people write the year that they are used to."""
    if day.first is None or not day.is_single or setting.today - day.first < LONG_GONE:
        return day
    again = calendar.day_and_month(day.first.day, day.first.month, setting.today)
    return Day(again, again) if again is not None and again - setting.today <= SOON else day


def _days_of(ruled_out: list[Day], setting: Setting) -> set[date]:
    """Every day of what is ruled out, unless a weekday says it."""
    found: set[date] = set()
    for day in ruled_out:
        if day.weekday is None and day.first is not None:
            last = day.last or day.first
            count = min((last - day.first).days, FARTHEST.days)
            found |= {day.first + timedelta(days=ahead) for ahead in range(count + 1)}
    return found


def _readings(day: Day, options: list[Bounds], setting: Setting) -> tuple[Reading, ...]:
    first, last = options[0]
    assert day.first is not None
    other_days = (
        Reading(on, on if day.last is not None else None, _time(first), _time(last), why)
        for on, why in day.others
        if setting.today <= on <= setting.today + FARTHEST
    )
    other_hours = (Reading(day.first, day.last, _time(start), _time(end), EITHER_HALF) for start, end in options[1:])
    return (*other_days, *other_hours)


def _time(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes % DAY // 60, minutes % 60)
