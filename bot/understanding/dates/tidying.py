"""Tidying: words that mean something only beside others become what they are there, or go."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.understanding.dates.lexicon import Lexicon
from bot.understanding.dates.pieces import Num, Piece
from bot.understanding.dates.regrouping import read_as, regrouped

_BEFORE_ONE = "@HhF+zTabBq&-"
_AFTER_ONE = "UxkHhAM"
_ENDS_ONE = "&z_P.,T-"
_BEFORE_SHORT = "-TxtF&v^$"
_AFTER_SHORT = ",.NOQSDMCP@FabT-&/$"
_BEFORE_TO_HOUR = "NqCUhHcA"
_TIMES_OF_DAYS = "NOQWVDMRPS"


@dataclass(slots=True)
class _Place:
    """A piece with its neighbours as they were read (tags, empty at the ends), and what was kept before it."""

    piece: Piece
    before: str
    after: str
    following: Piece | None
    kept: list[Piece]
    is_alone: bool
    lex: Lexicon

    @property
    def last(self) -> str:
        return self.kept[-1].tag if self.kept else ""


def tidied(pieces: list[Piece], lex: Lexicon) -> list[Piece]:
    """The pieces with every such word settled, and numbers in words added up."""
    pieces = regrouped(pieces, lex)
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        before, after = pieces[at - 1].tag if at else "", following.tag if following else ""
        place = _Place(piece, before, after, following, kept, len(pieces) == 1, lex)
        settle = _SETTLED.get(piece.tag)
        settled = settle(place) if settle else piece
        if settled is not None:
            kept.append(settled)
    return kept


def _at(place: _Place) -> Piece | None:
    """after about five: after says enough"""
    return None if place.last and place.last in "abFTB<>-&@%" else place.piece


def _dash(place: _Place) -> Piece | None:
    """thirty-one is no range, nor is ~5, nor mid-December"""
    if not place.last or place.last in "i@msEeL":
        return None
    is_word = place.last == "N" and place.kept[-1].raw is None
    is_joined = (
        is_word and place.following is not None and place.after in "NO" and _is_tens(place.kept[-1], place.following)
    )
    return None if is_joined else place.piece


def _article(place: _Place) -> Piece | None:
    """in a week, at one; 9a is before noon; else it is only an article"""
    if place.last and place.last in "CN" and place.kept[-1].end == place.piece.start:
        return read_as(place.piece, "A", "am")
    is_clock = place.before and place.before in _BEFORE_ONE and (not place.after or place.after in _ENDS_ONE)
    leads_minutes = place.after in ("&", "_") and place.lex.has_minutes_after_and
    is_number = is_clock or leads_minutes or (place.after and place.after in _AFTER_ONE)
    return read_as(place.piece, "N", Num(1)) if is_number else None


def _mark(place: _Place) -> Piece | None:
    """el día 5; but en 1 día counts days"""
    if place.last == "N" and place.kept[-1].num == 1 and len(place.kept) > 1 and place.kept[-2].tag in "ij":
        return read_as(place.piece, "U", "day")
    if place.last and place.last in "lO" and place.after not in ("N", "O"):  # el último día del mes
        return read_as(place.piece, "U", "day")
    return place.piece if place.after and place.after in "NO" else None


def _half(place: _Place) -> Piece:
    """half december is its middle"""
    return read_as(place.piece, "m") if place.after == "M" else place.piece


_AWAY_UNTIL = re.compile(r"!\?{0,3}T?(?:(?<=T)\^?[WVRMNOPYQSD]{1,4})?$")


def _inclusive(place: _Place) -> Piece | None:
    """away until Thursday inclusive: gone on Thursday as well; else it says no more than until"""
    if _AWAY_UNTIL.search("".join(piece.tag for piece in place.kept)):
        return place.piece
    leads = place.after and place.after not in ",.|!?" and place.last != "T"
    return read_as(place.piece, "T") if leads else None


def _not_after(place: _Place) -> Piece:
    """domani no, dopodomani sì: a no right after a time, and nothing more about it"""
    is_refused = place.last and place.last in "RWVMPNOHCAU" and (not place.after or place.after in ",.")
    return read_as(place.piece, "!" if is_refused else "?")


def _am_or_mark(place: _Place) -> Piece | None:
    """German am: 9 am, am 9."""
    is_half = place.before and place.before in "CNQ" and not (place.after and place.after in _TIMES_OF_DAYS)
    if is_half:
        return read_as(place.piece, "A", "am")
    return read_as(place.piece, "^") if place.after and place.after in "NO" else None


def _relative(place: _Place) -> Piece | None:
    """Montag morgen is the morning of it"""
    is_morning = place.piece.value == 1 and place.lex.is_tomorrow_morning and place.last and place.last in "WVR"
    return read_as(place.piece, "P", "morning") if is_morning else place.piece


def _to_hour(place: _Place) -> Piece | None:
    return place.piece if place.before and place.before in _BEFORE_TO_HOUR else None


def _past_or_night(place: _Place) -> Piece | None:
    """Turkish geçe and gece, which fold to one: yirmi geçe, this gece"""
    is_past = place.last and place.last in "Nq"
    return read_as(place.piece, "+") if is_past else read_as(place.piece, "P", "night")


def _or_later(place: _Place) -> Piece | None:
    """beş saat sonra: in five hours; saat beşten sonra: after five"""
    if place.last == "P" and place.after and place.after in "NQYCcH@":  # mornings or after five
        place.kept.append(read_as(place.piece, "/"))
        return read_as(place.piece, "a")
    is_count = place.lex.has_counted_hours and place.last == "H" and len(place.kept) > 1 and place.kept[-2].tag in "Nh"
    return read_as(place.piece, "g") if is_count else place.piece


def _unit(place: _Place) -> Piece | None:
    """salı günü: the day of Tuesday is Tuesday; in 2d counts days, I'd does not"""
    if place.piece.value == "short_day":
        return read_as(place.piece, "U", "days") if place.last == "N" else read_as(place.piece, "?")
    is_its_day = place.piece.value == "day" and place.last and place.last in "WVRM"
    return None if is_its_day else place.piece


def _minus(place: _Place) -> Piece | None:
    """las ocho menos cuarto; cualquier día menos el viernes"""
    return read_as(place.piece, "2" if place.last and place.last in _BEFORE_TO_HOUR else "!")


def _ordinal_mark(place: _Place) -> Piece | None:
    """25日; 第2, where it stands before the number"""
    if place.last != "N":
        return place.piece if place.after == "N" else None
    number = place.kept.pop()
    place.kept.append(Piece("O", number.value, number.start, place.piece.end))
    return None


def _lasting(place: _Place) -> Piece | None:
    """for three days; else it says nothing about time"""
    return place.piece if place.after and place.after in "N1Uh" else read_as(place.piece, "?")


def _number_or_month(place: _Place) -> Piece | None:
    """French sept"""
    assert isinstance(place.piece.value, tuple)
    number, month = place.piece.value
    follows = place.last and place.last in "NO"
    leads = not place.kept and place.after and place.after in "NO"
    return read_as(place.piece, "M", month) if follows or leads else read_as(place.piece, "N", number)


def _short_weekday(place: _Place) -> Piece | None:
    """so, do, mi: a weekday where a date is near, or quite alone"""
    after, before = place.after and place.after in _AFTER_SHORT, place.before and place.before in _BEFORE_SHORT
    return read_as(place.piece, "W" if place.is_alone or after or before else "?", place.piece.value)


def _number(place: _Place) -> Piece | None:
    """twenty one, ein und zwanzig; in one evening no clock is said"""
    kept, piece = place.kept, place.piece
    if place.last == "°":
        return Piece("O", piece.value, kept.pop().start, piece.end)
    if _is_any(place):
        return None
    if place.last == "N" and _is_tens(kept[-1], piece):
        return _summed(kept.pop(), piece)
    if place.last == piece.tag == "O" and place.lex.has_ordinal_tens and _is_tens(kept[-1], piece):
        return _summed(kept.pop(), piece)
    if len(kept) > 1 and place.last == "&" and kept[-2].tag == "N" and _is_units_tens(kept[-2], piece, place.lex):
        kept.pop()
        return _summed(kept.pop(), piece)
    return piece


_NEVER_AT_ONE = ("morning", "evening", "early_morning", "late_morning", "early_evening", "late_evening")


def _is_any(place: _Place) -> bool:
    """one evening, is there one in the evening; but at one, one in the afternoon"""
    piece, part = place.piece, place.following
    is_one = piece.tag == "N" and piece.num == 1 and piece.raw is None
    if not is_one or part is None or part.tag != "P" or place.before == "@":
        return False
    return part.start == piece.end + 1 or part.name in _NEVER_AT_ONE


_SETTLED: dict[str, Callable[[_Place], Piece | None]] = {
    "@": _at,
    "-": _dash,
    "1": _article,
    "^": _mark,
    "h": _half,
    "$": _inclusive,
    "¬": _not_after,
    "v": _am_or_mark,
    "R": _relative,
    "8": _past_or_night,
    ">": _or_later,
    "z": _to_hour,
    "U": _unit,
    "_": _minus,
    "°": _ordinal_mark,
    "G": _number_or_month,
    "d": _lasting,
    "w": _short_weekday,
    "N": _number,
    "O": _number,
}


def _is_tens(tens: Piece, ones: Piece) -> bool:
    """twenty one, in words"""
    return tens.raw is None and ones.raw is None and tens.num in (20, 30, 40, 50) and ones.num < 10


def _is_units_tens(one: Piece, other: Piece, lex: Lexicon) -> bool:
    """ein und zwanzig, vingt et un, treinta y uno; but las tres y veinte is a clock"""
    if one.raw is not None or other.raw is not None or (one.num < other.num and lex.has_minutes_after_and):
        return False
    low, high = sorted((one.num, other.num))
    return 0 < low < 10 and high in (20, 30, 40, 50)


def _summed(one: Piece, other: Piece) -> Piece:
    return Piece(other.tag, Num(one.num + other.num), min(one.start, other.start), max(one.end, other.end))
