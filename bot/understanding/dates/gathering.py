"""Gathering: the days, windows and parts of a text, brought together into wishes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

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


def gather(pieces: Sequence[Piece], setting: Setting) -> list[Wish]:
    """The wishes in order. Whole days that are refused are kept with each wish that is not a refusal; a refusal stands
    alone only where nothing else is wished, or when it names hours."""
    wishes = [wish for wish in _wishes(pieces, setting) if wish.pieces]
    wanted = [wish for wish in wishes if not wish.is_refused]
    refused = [wish for wish in wishes if wish.is_refused]
    days = [wish.day for wish in refused if wish.day is not None and wish.hours is None and wish.part is None]
    for wish in reversed(wishes):
        wish.not_on = days
        _tell_the_other(wish)
    with_hours = [wish for wish in refused if wish.hours is not None or wish.part is not None]
    return wanted + with_hours if wanted else refused


def _tell_the_other(wish: Wish) -> None:
    """Monday or Tuesday afternoon is said of both."""
    if wish.also is not None and wish.also.hours is None and wish.also.part is None:
        wish.also.hours, wish.also.part = wish.hours, wish.part


_TIMES = "DCKpIJZ"
_MOST_WORDS_BETWEEN = 5


def _wishes(pieces: Sequence[Piece], setting: Setting) -> list[Wish]:
    tags = "".join(piece.tag for piece in pieces)
    wishes = [Wish()]
    for at, piece in enumerate(pieces):
        before = tags[at - 1 : at]
        match piece.tag:
            case "!" if _refuses_what_was_said(tags, at):
                wishes[-1].is_refused = bool(wishes[-1].pieces)
            case "!":
                wishes.append(Wish(is_refused=True))
            case "|" | "." if wishes[-1].is_refused:
                wishes.append(Wish())
            case "," if before == "!" or (wishes[-1].is_refused and _is_welcome(tags, at)):
                wishes.append(Wish())
            case tag if tag in _TIMES:
                if not _join(wishes[-1], piece, setting, before):
                    wishes.append(_follower(wishes[-1], piece))
                    _join(wishes[-1], piece, setting, before)
                    wishes[-1].also = wishes[-2] if before == "/" and piece.tag == "D" else None
    return wishes


def _refuses_what_was_said(tags: str, at: int) -> bool:
    """Friday does not work, am Freitag bin ich nicht da: nothing follows that the refusal could mean."""
    said = re.search(rf"[{_TIMES}][?@H~]{{0,{_MOST_WORDS_BETWEEN}}}$", tags[:at])
    follows = re.match(rf"[^,.|]*[{_TIMES}]", tags[at + 1 :])
    return said is not None and follows is None


def _is_welcome(tags: str, at: int) -> bool:
    """away on Monday, Tuesday works: the words up to the next comma say that this day suits."""
    return re.match(rf"[^,.!|]*[{_TIMES}][^,.!]*\|", tags[at + 1 :]) is not None


def _follower(wish: Wish, piece: Piece) -> Wish:
    """A second window is on the same day; a second day stands alone."""
    if piece.tag in "CKp" and wish.day is not None:
        days = [one for one in wish.pieces if one.tag == "D"]
        return Wish(day=wish.day, pieces=days, is_refused=wish.is_refused)
    return Wish(is_refused=wish.is_refused)


def _join(wish: Wish, piece: Piece, setting: Setting, before: str) -> bool:
    """Whether the piece belongs to this wish; it is then part of it."""
    match piece.tag:
        case "D":
            joined = _join_day(wish, piece.day, before)
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


def _join_day(wish: Wish, day: Day, before: str) -> bool:
    known = wish.day
    if known is None:
        wish.day = day
        return True
    if before in ("/", "|"):
        return False
    if day.weekday is not None and not day.others and known.is_single and known.weekday is None and known.first:
        return True
    merged = _merged(known, day)
    if merged is not None:
        wish.day = merged
    return merged is not None


def _merged(one: Day, other: Day) -> Day | None:
    """Two ways to say the same day: the more exact one; None when they differ and neither is a mere weekday."""
    if other.weekday is not None and one.weekday is None and other.is_single:
        return _within(one, other) or one
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
    if known is None:
        wish.hours = hours
        return True
    if before == "/" or known == hours:
        return known == hours
    if known.first is None and hours.last is None:
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


def spans(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """The places of the pieces, in order, joined where they touch or overlap."""
    current: tuple[int, int] | None = None
    for start, end in sorted((piece.start, piece.end) for piece in pieces):
        if current is not None and start <= current[1]:
            current = (current[0], max(end, current[1]))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current
