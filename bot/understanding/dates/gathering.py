"""Gathering: the days, windows and parts of a text, brought together into wishes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.understanding.dates.pieces import Clock, Day, Hours, Piece
from bot.understanding.dates.rewriting import Setting


@dataclass(slots=True)
class Wish:
    """What belongs together, before its clocks are settled."""

    day: Day | None = None
    hours: Hours | None = None
    part: Hours | None = None
    not_on: list[Day] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    end_day: Day | None = None

    @property
    def is_empty(self) -> bool:
        return not self.pieces


def gather(pieces: Sequence[Piece], setting: Setting) -> list[Wish]:
    """The wishes in order. What is ruled out belongs to all of them."""
    wishes = [Wish()]
    ruled_out: list[Piece] = []
    is_refusing = False
    before = ""
    for piece in pieces:
        match piece.tag:
            case "!":
                is_refusing = True
            case "|" | ".":
                is_refusing = False
            case "D" if is_refusing:
                ruled_out.append(piece)
            case "D" | "C" | "K" | "p" | "I" | "J":
                if not _join(wishes[-1], piece, setting, before):
                    wishes.append(_follower(wishes[-1], piece))
                    _join(wishes[-1], piece, setting, before)
        before = piece.tag
    if ruled_out and wishes == [Wish()]:
        wishes[0].not_on = [piece.day for piece in ruled_out]
        wishes[0].pieces = list(ruled_out)
    for wish in wishes:
        wish.not_on = [piece.day for piece in ruled_out]
    return [wish for wish in wishes if not wish.is_empty]


def _follower(wish: Wish, piece: Piece) -> Wish:
    """A second window is on the same day; a second day stands alone."""
    if piece.tag in "CKp" and wish.day is not None:
        return Wish(day=wish.day, pieces=[one for one in wish.pieces if one.tag == "D"])
    return Wish()


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
    if _ends_later(wish, day):
        wish.day = Day(known.first, day.first)
        return True
    merged = _merged(known, day)
    if merged is not None:
        wish.day = merged
    return merged is not None


def _ends_later(wish: Wish, day: Day) -> bool:
    """from four today until five tomorrow"""
    until = wish.pieces[-1]
    is_until = until.tag == "K" and until.hours.first is None and wish.hours is not None and wish.hours.first is not None
    known = wish.day
    return bool(is_until and known and known.is_single and known.first and day.first and day.first > known.first)


def _merged(one: Day, other: Day) -> Day | None:
    """Two ways to say the same day: the more exact one; None when they differ and neither is a mere weekday."""
    if other.weekday is not None and one.weekday is None and other.is_single:
        return _within(one, other) or one
    if one.weekday is not None and other.weekday is None:
        return _within(other, one) or other
    for exact, vague in ((one, other), (other, one)):
        if vague.is_vague and _is_around(vague, exact):
            return exact
    return one if (one.first, one.last) == (other.first, other.last) else None


def _within(span: Day, weekday: Day) -> Day | None:
    """A weekday inside a longer span of days."""
    if span.is_single or span.first is None or weekday.weekday is None:
        return None
    on = span.first + timedelta(days=(weekday.weekday - span.first.weekday()) % 7)
    return Day(on, on) if span.last is None or on <= span.last else None


def _is_around(span: Day, day: Day) -> bool:
    return bool(span.first and span.last and day.first and day.last and span.first <= day.first and day.last <= span.last)


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


def _join_moment(wish: Wish, piece: Piece, setting: Setting) -> bool:
    """From now: a point for `in 2 hours`, a window for `within 2 hours`."""
    if wish.hours is not None or wish.day is not None:
        return False
    then = setting.now + timedelta(minutes=piece.clock.minutes)
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
