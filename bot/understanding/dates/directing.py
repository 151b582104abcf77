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


_NOR = re.compile(r"(?<=!)\^?[RWVMNOP]{1,3}(?:}\^?[RWVMNOP]{1,3})+|}\^?[RWVMNOP]{1,3}(?:}\^?[RWVMNOP]{1,3})+")
"""weder heute noch morgen; noch vandaag noch morgen; ne bugün ne yarın: but noch heute is today still"""
_NOTHING_BEYOND = re.compile(rf"(?<=[{_VALUES}])[,&]*(?:![ba]|F)(?=$|[.,|])")
"""after five, not before"""
_EARLIEST = re.compile(r"^[^FaB>]*[NQCHA]F$")
"""tomorrow 6 earliest"""


def directed(pieces: list[Piece], *, refuses_last: bool = False) -> list[Piece]:
    """`de`, `a las`, `alle`, `à`: from where a `to` follows, else nothing; to after a `from` or a time, else at.

    `refuses_last`: in this language what does not suit stands before the word that says so.
    """
    pieces = _without_neither(_within_bounds(pieces), refuses_last)
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
                if (kept and kept[-1].tag == "&") or (is_open and _is_hour_of_day(kept, tags[at + 1 : at + 2]))
                else "T"
                if is_open or _ends_time(kept, tags[at + 1 : at + 3].lstrip("^")[:1])
                else "@"
            )
        if tag in ("F", "B", "T", "|", "."):
            is_open = tag in ("F", "B")
        if tag:
            kept.append(piece if tag == piece.tag else Piece(tag, None, piece.start, piece.end))
    return kept


def _within_bounds(pieces: list[Piece]) -> list[Piece]:
    """Without the `not before` that only repeats an `after`."""
    tags = "".join(piece.tag for piece in pieces)
    if _EARLIEST.search(tags):
        return [*pieces[:-1], Piece(">", None, pieces[-1].start, pieces[-1].end)]
    beyond = {at for hit in _NOTHING_BEYOND.finditer(tags) for at in range(*hit.span())}
    return [piece for at, piece in enumerate(pieces) if at not in beyond]


def _without_neither(pieces: list[Piece], refuses_last: bool) -> list[Piece]:
    """A `nor` refuses what follows it, where a time was refused before or a second one follows; else it is nothing."""
    tags = "".join(piece.tag for piece in pieces)
    refusing = {at for hit in _NOR.finditer(tags) for at in range(*hit.span()) if tags[at] == "}"}
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        no = Piece("!", None, piece.start, piece.end)
        if piece.tag != "}":
            kept += [piece, no] if refuses_last and at - 1 in refusing else [piece]
        elif at in refusing and not refuses_last:
            kept.append(no)
    return kept


def _is_hour_of_day(kept: list[Piece], after: str) -> bool:
    """a partir del lunes a las 17; but dalle 9 di domani alle 12 goes on to the next"""
    is_day = re.search(r"[FB]\^?[WVR]$", "".join(piece.tag for piece in kept[-3:])) is not None
    return is_day and bool(after) and after in "NQYCcH"


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
