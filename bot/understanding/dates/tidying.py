"""Tidying: small words that mean something only beside others, short weekdays, and 10.30 between day and clock."""

import re

from bot.understanding.dates.lexicon import Lexicon
from bot.understanding.dates.notations import clock
from bot.understanding.dates.pieces import Num, Piece

_BESIDE_ONE_BEFORE = "@hF+zTabBq&-"
_BESIDE_ONE_AFTER = "UxkHhA"
_BESIDE_SHORT = ",.NOQSDMCP@FabT-&/"


_VALUES = "NOQYSCWVRMGcHhq&AP1^"
_OPENING = re.compile(rf"y(?=[{_VALUES}]{{1,6}}[Tu-]\^?[{_VALUES}])")


def directed(pieces: list[Piece]) -> list[Piece]:
    """`de`, `a las`, `alle`, `à`: from where a `to` follows, else nothing; to after a `from` or a time, else at."""
    tags = "".join(piece.tag for piece in pieces)
    opening = {hit.start() for hit in _OPENING.finditer(tags)}
    kept: list[Piece] = []
    is_open = False
    for at, piece in enumerate(pieces):
        tag = piece.tag
        if tag == "y":
            tag = "F" if at in opening and not is_open else ""
        elif tag == "u":
            tag = "T" if is_open or _ends_time(kept, tags[at + 1 : at + 3].lstrip("^")[:1]) else "@"
        if tag in ("F", "B", "T", "|", "."):
            is_open = tag in ("F", "B")
        if tag:
            kept.append(piece if tag == piece.tag else Piece(tag, None, piece.start, piece.end))
    return kept


def _ends_time(kept: list[Piece], after: str) -> bool:
    """Whether a time ends here, so that `a las` goes on to the next: 9h à 11h, lunes a viernes, but not el 15 a las 8."""
    before = kept[-1].tag if kept else ""
    if before in ("W", "V", "R", "P") and after == before:
        return True
    if not after or after not in "NQYCcH":
        return False
    if before == "Q":
        return not _can_be_date(kept[-1])
    if before in ("C", "H", "A", "c"):
        return True
    is_day = len(kept) > 1 and kept[-2].tag in "^WVMG&"
    return before in ("N", "Y") and not is_day


def tidied(pieces: list[Piece], lex: Lexicon) -> list[Piece]:
    """Articles as numbers or away, `the` before a number only, short weekdays where a date is near."""
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = pieces[at - 1].tag if at else ""
        after = pieces[at + 1].tag if at + 1 < len(pieces) else ""
        match piece.tag:
            case "@" if kept and kept[-1].tag in "abFTB<>-&@":
                continue
            case "-" if kept and kept[-1].tag == "N" and kept[-1].raw is None and after in ("N", "O"):
                if not _is_tens(kept[-1], pieces[at + 1]):
                    kept.append(piece)
            case "1" if kept and kept[-1].tag in "CN" and kept[-1].end == piece.start:
                kept.append(Piece("A", "am", piece.start, piece.end))
            case "1":
                if after in _BESIDE_ONE_AFTER and after or before in _BESIDE_ONE_BEFORE and before:
                    kept.append(Piece("N", Num(1), piece.start, piece.end))
            case "^":
                if after and after in "NO":
                    kept.append(piece)
            case "v":
                is_half = before and before in "CNQ" and not (after and after in "NOQWVDMRPS")
                if is_half:
                    kept.append(Piece("A", "am", piece.start, piece.end))
                elif after and after in "NO":
                    kept.append(Piece("^", None, piece.start, piece.end))
            case "R" if piece.value == 1 and lex.is_tomorrow_morning and kept and kept[-1].tag in "WVR":
                kept.append(Piece("P", "morning", piece.start, piece.end))
            case "z" if before not in ("N", "q", "C", "U", "h", "H"):
                continue
            case "°":
                if kept and kept[-1].tag == "N":
                    kept[-1] = Piece("O", kept[-1].value, kept[-1].start, piece.end)
            case "G":
                assert isinstance(piece.value, tuple)
                is_month = bool(kept) and kept[-1].tag in "NO" or bool(after) and after in "NO" and not kept
                value = piece.value[1] if is_month else piece.value[0]
                kept.append(Piece("M" if is_month else "N", value, piece.start, piece.end))
            case "w":
                is_short = len(pieces) == 1 or (after and after in _BESIDE_SHORT) or before in ("-", "T", "x", "t", "F", "&", "v", "^")
                kept.append(Piece("W" if is_short else "?", piece.value, piece.start, piece.end))
            case "N" if kept and kept[-1].tag == "N" and _is_tens(kept[-1], piece):
                kept[-1] = _summed(kept[-1], piece, "N")
            case "O" if kept and kept[-1].tag == "N" and _is_tens(kept[-1], piece):
                kept[-1] = _summed(kept[-1], piece, "O")
            case "N" | "O" if len(kept) > 1 and kept[-1].tag == "&" and kept[-2].tag == "N" and _is_units_tens(kept[-2], piece, lex):
                tens = kept.pop(-2)
                kept[-1] = _summed(tens, piece, piece.tag)
            case _:
                kept.append(piece)
    return kept


def _is_tens(tens: Piece, ones: Piece) -> bool:
    """twenty one, in words"""
    return tens.raw is None and ones.raw is None and tens.num in (20, 30, 40, 50) and ones.num < 10


def _is_units_tens(one: Piece, other: Piece, lex: Lexicon) -> bool:
    """ein und zwanzig, vingt et un, treinta y uno; but las tres y veinte is a clock"""
    if one.raw is not None or other.raw is not None or (one.num < other.num and lex.has_minutes_after_and):
        return False
    low, high = sorted((one.num, other.num))
    return 0 < low < 10 and high in (20, 30, 40, 50)


def _summed(one: Piece, other: Piece, tag: str) -> Piece:
    return Piece(tag, Num(one.num + other.num), min(one.start, other.start), max(one.end, other.end))


def decide_pairs(pieces: list[Piece]) -> list[Piece]:
    """10.30 is a clock where a clock is expected, where another date stands, or where no month can be meant."""
    has_date = any(piece.tag in "DR" for piece in pieces)
    decided = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.tag != "Q":
            continue
        before = pieces[at - 1].tag if at else ""
        after = pieces[at + 1].tag if at + 1 < len(pieces) else ""
        is_clock = _can_be_clock(piece) and (
            has_date or before in ("@",) or (after and after in "HA")
            or not _can_be_date(piece) or _pairs_with_clock(pieces, at)
        ) and not _pairs_with_date(pieces, at)
        tag = "C" if is_clock else "Q" if _can_be_date(piece) else "?"
        value = clock(piece.pair.first, piece.pair.second, is_padded=False) if is_clock else piece.value
        decided[at] = Piece(tag, value, piece.start, piece.end, piece.rules)
    return decided


def _pairs_with_clock(pieces: list[Piece], at: int) -> bool:
    """8.10 - 10.15, 9.05-11:00"""
    for there, mark in ((at + 2, at + 1), (at - 2, at - 1)):
        if 0 <= there < len(pieces) and 0 <= mark < len(pieces) and pieces[mark].tag in "-T&":
            other = pieces[there]
            if other.tag == "C" or (other.tag == "Q" and not _can_be_date(other)):
                return True
    return False


def _pairs_with_date(pieces: list[Piece], at: int) -> bool:
    """18.07 bis 20.07.2017"""
    return _can_be_date(pieces[at]) and any(
        0 <= there < len(pieces) and pieces[mark].tag in "-T&" and pieces[there].tag == "D"
        for there, mark in ((at + 2, at + 1), (at - 2, at - 1))
    )


def _can_be_clock(piece: Piece) -> bool:
    return piece.pair.is_padded and piece.pair.first <= 24 and piece.pair.second < 60


def _can_be_date(piece: Piece) -> bool:
    return 1 <= piece.pair.first <= 31 and 1 <= piece.pair.second <= 12
