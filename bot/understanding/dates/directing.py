"""Directing: `de`, `a las`, `alle`, `à` and their like are read as from, to, at or nothing by what is around them."""

import re

from bot.understanding.dates.pairs import can_be_date
from bot.understanding.dates.pieces import Piece

_VALUES = "NOQYSCWVRMGcHhq&AP1^"
_OPENING = re.compile(rf"y(?=[{_VALUES}]{{1,6}}[Tu-]\^?[{_VALUES}])")

_ALL_BUT = re.compile(r"#[^.!|]*4$")
_REPLACED = re.compile(r"u?\^?[WVRMNOQSCx]")
"""Friday instead of Monday; but instead of leaving it outside says nothing of a day"""
_EXCEPTED = re.compile(r"\^?[WVRNO][^.!|]*(?:[.]|$)")
"""any day next week but Tuesday, and nothing after it that makes Tuesday the wish"""


def directed(pieces: list[Piece]) -> list[Piece]:
    """`de`, `a las`, `alle`, `à`: from where a `to` follows, else nothing; to after a `from` or a time, else at."""
    tags = "".join(piece.tag for piece in pieces)
    opening = {hit.start() for hit in _OPENING.finditer(tags)}
    kept: list[Piece] = []
    is_open = False
    for at, piece in enumerate(pieces):
        tag = piece.tag
        if tag == "#":
            continue
        if tag == "0":
            tag = "!" if _REPLACED.match(tags, at + 1) else "|"
        if tag == "4":
            tag = "!" if _ALL_BUT.search(tags[: at + 1]) and _EXCEPTED.match(tags, at + 1) else "|"
        if tag == "y":
            tag = "F" if at in opening and not is_open else ""
        elif tag == "u":
            tag = (
                "@"
                if kept and kept[-1].tag == "&"
                else "T"
                if is_open or _ends_time(kept, tags[at + 1 : at + 3].lstrip("^")[:1])
                else "@"
            )
        if tag in ("F", "B", "T", "|", "."):
            is_open = tag in ("F", "B")
        if tag:
            kept.append(piece if tag == piece.tag else Piece(tag, None, piece.start, piece.end))
    return kept


def _ends_time(kept: list[Piece], after: str) -> bool:
    """Whether a time ends here, so that `a las` goes on to the next: 9h à 11h, but not el 15 a las 8."""
    before = kept[-1].tag if kept else ""
    if before in ("W", "V", "R", "P") and after == before:
        return True
    if not after or after not in "NQYCcHG":
        return False
    if before == "P":
        return len(kept) > 1 and kept[-2].tag in "NHCA"
    if before == "Q":
        return not can_be_date(kept[-1])
    if before in ("C", "H", "A", "c"):
        return True
    is_day = len(kept) > 1 and kept[-2].tag in "^WVMG&"
    return before in ("N", "Y") and not is_day
