"""Regrouping: words that are moved, dropped or read otherwise for what stands elsewhere in the text."""

import re
from itertools import zip_longest

from bot.understanding.dates.lexicon import Lexicon
from bot.understanding.dates.pieces import Num, Piece

_HOURS_AHEAD = re.compile(r"(?:[ab](?=N?H)|(?<![NOQYCH])T(?=NH))(?=N?H(?:&?h)?(?:$|[^NOQYCcGh&]))")
"""Arabic after, or before, two hours, Italian entro due ore: so many from now, or ago; after the hour of five is a
clock."""
_MORE_THAN_ONE = 2
_COUNTED = {"a": "i", "b": "o", "T": "j"}
_ABOUT = re.compile(r"(?<=[ija+])@(?=-?[N1h]{1,2}[UH])|@(?=[N1h]{1,2}[UH][g>])|(?<=[smE])@(?=[xkt]?U)")
"""in about two hours, yaklaşık iki saat sonra: what is counted from now is not at a time of day; nor is the end of
about next week."""


def regrouped(pieces: list[Piece], lex: Lexicon) -> list[Piece]:
    """The pieces without house numbers and what is said twice, parts of day beside their day."""
    pieces = _ends_of_days(_beside_the_weekday(_without_house_numbers(_without_moved(pieces))))
    about = {hit.start() for hit in _ABOUT.finditer("".join(piece.tag for piece in pieces))}
    pieces = _of_the_day_said([piece for at, piece in enumerate(pieces) if at not in about])
    if lex.has_counted_hours:
        counted = {hit.start() for hit in _HOURS_AHEAD.finditer("".join(piece.tag for piece in pieces))}
        pieces = [read_as(piece, _COUNTED[piece.tag]) if at in counted else piece for at, piece in enumerate(pieces)]
    return pieces


def read_as(piece: Piece, tag: str, value: object = None) -> Piece:
    """The piece under another tag."""
    assert value is None or isinstance(value, Num | int | str)
    return Piece(tag, value, piece.start, piece.end)


_DAY = r"\^?(?:[WRVO]M?|NM|D)"
_MOVED = re.compile(
    rf"(?<=»)[?|t]{{0,6}}(?:F?{_DAY}P?f?[T?@z]{{0,3}}|F\^?NT|T)(?=[xkt]?(?:{_DAY}|U|\^?N(?![HAM:])))"
    rf"|(?:F?{_DAY}P?f?[T?@z]{{0,3}}|T)(?=[xk]?{_DAY}[?f]{{0,3}}»)"
)


def _without_moved(pieces: list[Piece]) -> list[Piece]:
    """moved from Friday to Monday, cumadan pazartesiye erteleyin: only the second is wished for"""
    moved = {at for hit in _MOVED.finditer("".join(one.tag for one in pieces)) for at in range(*hit.span())}
    return [
        read_as(piece, "@" if piece.tag == "T" else "?") if at in moved or piece.tag == "»" else piece
        for at, piece in enumerate(pieces)
    ]


_HOUSE_NUMBER = re.compile(r"№\.?N(?![HAT&h+z]|[-/]?[NCQYO]|[-@][NCQYO])")


def _without_house_numbers(pieces: list[Piece]) -> list[Piece]:
    """building 4 this afternoon, Hausnummer 12, porte 3: their number is no hour and no day"""
    told = {at for hit in _HOUSE_NUMBER.finditer("".join(one.tag for one in pieces)) for at in range(*hit.span())}
    return [read_as(piece, "?") if at in told or piece.tag == "№" else piece for at, piece in enumerate(pieces)]


_PART_WITHIN = re.compile(r"(?<=[WV])P[xk](?![UWVMNPO])|(?<=[Ol][WV])P[@i^]?(?:[xkt]?U[xkt]?|M)|[eL]\^?[tRWV](?=P)")


def _beside_the_weekday(pieces: list[Piece]) -> list[Piece]:
    """lundi matin prochain is lundi prochain, matin; the last Friday morning of the month; early this evening"""
    for hit in _PART_WITHIN.finditer("".join(piece.tag for piece in pieces)):
        pieces.insert(hit.end() - 1, pieces.pop(hit.start()))
    return pieces


_END_OF_DAY = re.compile(r"(?:E|L(?!R))(?=[@^]?[tk]?[RWV](?![xP]))|(?<=[RWV])[EL](?=$|[.,?!|T])")


def _ends_of_days(pieces: list[Piece]) -> list[Piece]:
    """the end of tomorrow, late on Friday: the evening of it"""
    ends = {hit.start() for hit in _END_OF_DAY.finditer("".join(piece.tag for piece in pieces))}
    return [read_as(piece, "P", "evening") if at in ends else piece for at, piece in enumerate(pieces)]


_DAY_SAID, _NUMBER_SAID = re.compile("[RWVM]"), re.compile(r"[RWVMOSQD]|\^N")


def _of_the_day_said(pieces: list[Piece]) -> list[Piece]:
    """Without the `today` of `end of the day` where another day is said: tomorrow, end of the day; le 20 dans la
    journée."""
    tags = "".join(piece.tag for piece in pieces)
    is_other, is_number = (len(said.findall(tags)) >= _MORE_THAN_ONE for said in (_DAY_SAID, _NUMBER_SAID))
    return [
        one
        for one, after in zip_longest(pieces, pieces[1:])
        if after is None or not _is_todays(one, after) or not (is_number if after.value == "day" else is_other)
    ]


def _is_todays(piece: Piece, after: Piece) -> bool:
    """One short form for both: its `today` only says which evening, where no other day does."""
    return piece.tag == "R" and piece.value == 0 and after.tag == "P" and piece.start == after.start
