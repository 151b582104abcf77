"""Pairs: 10.30 is a day or a clock, by what stands around it."""

from bot.understanding.dates.notations import clock
from bot.understanding.dates.pieces import Piece


def decide_pairs(pieces: list[Piece]) -> list[Piece]:
    """10.30 is a clock where a clock is expected, where another date stands, or where no month can be meant."""
    has_date = any(piece.tag in "DR" for piece in pieces)
    decided = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.tag != "Q":
            continue
        before = pieces[at - 1].tag if at else ""
        after = pieces[at + 1].tag if at + 1 < len(pieces) else ""
        is_clock = (
            _can_be_clock(piece)
            and (
                has_date
                or before == "@"
                or (after and after in "HA" and not _is_told_after(pieces, at))
                or not can_be_date(piece)
                or _pairs_with_clock(pieces, at)
            )
            and not _pairs_with_date(pieces, at)
        )
        tag = "C" if is_clock else "Q" if can_be_date(piece) else "?"
        if after and after in "HU" and not piece.pair.is_padded and not is_clock:  # 2.5 hours
            tag = "?"
        value = clock(piece.pair.first, piece.pair.second, is_padded=False) if is_clock else piece.value
        decided[at] = Piece(tag, value, piece.start, piece.end, piece.rules)
    return decided


def _is_told_after(pieces: list[Piece], at: int) -> bool:
    """20.11 saat 15: the word for o'clock belongs to the hour behind it"""
    return pieces[at + 1].tag == "H" and at + 2 < len(pieces) and pieces[at + 2].tag in "NCQ"


def _pairs_with_clock(pieces: list[Piece], at: int) -> bool:
    """8.10 - 10.15, 9.05-11:00"""
    for there, mark in ((at + 2, at + 1), (at - 2, at - 1)):
        if 0 <= there < len(pieces) and 0 <= mark < len(pieces) and pieces[mark].tag in "-T&":
            other = pieces[there]
            if other.tag == "C" or (other.tag == "Q" and not can_be_date(other)):
                return True
    return False


def _pairs_with_date(pieces: list[Piece], at: int) -> bool:
    """18.07 bis 20.07.2017"""
    return can_be_date(pieces[at]) and any(
        0 <= there < len(pieces) and pieces[mark].tag in "-T&" and pieces[there].tag == "D"
        for there, mark in ((at + 2, at + 1), (at - 2, at - 1))
    )


def _can_be_clock(piece: Piece) -> bool:
    return piece.pair.is_padded and piece.pair.first <= 24 and piece.pair.second < 60


def can_be_date(piece: Piece) -> bool:
    return 1 <= piece.pair.first <= 31 and 1 <= piece.pair.second <= 12
