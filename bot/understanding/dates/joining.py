"""Joining: a day, a window or a part of day becomes part of a wish, or is found to belong to another."""

from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from bot.understanding.dates.calendar import is_on
from bot.understanding.dates.pieces import Clock, Day, Hours, Piece
from bot.understanding.dates.rewriting import Setting


@dataclass(slots=True)
class Wish:
    """What belongs together, before its clocks are settled."""

    day: Day | None = None
    hours: Hours | None = None
    part: Hours | None = None
    is_refused: bool = False
    also: "Wish | None" = None
    """Another day that was named together with this one."""
    not_on: list[Day] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def join(wish: Wish, piece: Piece, setting: Setting, before: str) -> bool:
    """Whether the piece belongs to this wish; it is then part of it."""
    match piece.tag:
        case "D":
            joined = not _is_other_time(wish, before) and _join_day(wish, piece.day, before)
        case "p":
            joined = wish.part is None and before != "/"
            wish.part = piece.hours if joined else wish.part
        case "C":
            joined = _join_hours(wish, Hours(piece.clock, piece.clock), before)
        case "Z":
            joined = _join_both(wish, piece)
        case "K":
            joined = _join_hours(wish, piece.hours, before)
        case _:
            joined = _join_moment(wish, piece, setting)
    if joined:
        wish.pieces.append(piece)
    return joined


def _is_other_time(wish: Wish, before: str) -> bool:
    """after six, or Saturday morning; mornings, or after five: hours of any day, and another time"""
    return before == "/" and wish.day is None and (wish.hours is not None or wish.part is not None)


def _join_day(wish: Wish, day: Day, before: str) -> bool:
    known = wish.day
    if known is None:
        wish.day = day
        return True
    if before in ("/", "|"):
        return False
    if day.weekday is not None and known.is_single and known.weekday is None and is_on(known, day):
        return True
    merged = _merged(known, day)
    if merged is not None:
        wish.day = merged
    return merged is not None


def _merged(one: Day, other: Day) -> Day | None:
    """Two ways to say the same day: the more exact one; None when they differ and neither is a mere weekday."""
    if other.weekday is not None and one.weekday is None and other.is_single:
        return _within(one, other) or (one if not one.is_single or is_on(one, other) else None)
    if one.weekday is not None and other.weekday is None:
        return _within(other, one) or other
    for exact, vague in ((one, other), (other, one)):
        if vague.is_vague and exact.from_weekday is not None:
            return _run_within(vague, exact)
        if vague.is_vague and _is_around(vague, exact):
            return exact
    return one if (one.first, one.last) == (other.first, other.last) else None


def _within(span: Day, weekday: Day) -> Day | None:
    """A weekday inside a longer span of days."""
    if span.is_single or span.first is None or weekday.weekday is None:
        return None
    on = span.first + timedelta(days=(weekday.weekday - span.first.weekday()) % 7)
    return Day(on, on) if span.last is None or on <= span.last else None


def _run_within(span: Day, run: Day) -> Day | None:
    """Tuesday to Thursday of next week"""
    if span.first is None or run.first is None or run.last is None or run.from_weekday is None:
        return None
    first = span.first + timedelta(days=(run.from_weekday - span.first.weekday()) % 7)
    return Day(first, first + (run.last - run.first))


def _is_around(span: Day, day: Day) -> bool:
    return bool(
        span.first and span.last and day.first and day.last and span.first <= day.first and day.last <= span.last
    )


def _join_hours(wish: Wish, hours: Hours, before: str) -> bool:
    known = wish.hours
    if known is None and before == "/" and wish.part is not None:
        return False
    if known is None:
        wish.hours = hours
        return True
    if before == "/" or known == hours:
        return known == hours
    if known.first is None and hours.last is None and before == "K":  # until eleven and again from three are two
        wish.hours = Hours(hours.first, known.last)
    elif known.last is None and hours.first is None:
        wish.hours = Hours(known.first, hours.last)
    elif known.first == known.last and (hours.first is None or hours.last is None or hours.first != hours.last):
        return False
    else:
        return False
    return True


def _join_both(wish: Wish, piece: Piece) -> bool:
    """Days with the hours at which the first begins and the last ends."""
    if wish.day is not None or wish.hours is not None or not isinstance(piece.value, tuple):
        return False
    day, hours = piece.value
    if isinstance(day, Day) and isinstance(hours, Hours):
        wish.day, wish.hours = day, hours
    return True


def _join_moment(wish: Wish, piece: Piece, setting: Setting) -> bool:
    """From now: a point for `in 2 hours`, a window for `within 2 hours`."""
    is_today = wish.day is None or (wish.day.is_single and wish.day.first == setting.today)
    if wish.hours is not None or not is_today:
        return False
    later = setting.now.astimezone(UTC) + timedelta(minutes=piece.clock.minutes)
    then = later.astimezone(setting.now.tzinfo)
    end = Clock(then.hour * 60 + then.minute, is_sure=True)
    start = Clock(setting.now.hour * 60 + setting.now.minute, is_sure=True) if piece.tag == "J" else end
    on: date = setting.now.date() if piece.tag == "J" else then.date()
    wish.day, wish.hours = Day(on, on), Hours(start, end)
    return True
