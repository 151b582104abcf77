"""Gathering: the days, windows and parts of a text, brought together into wishes."""

import re
from collections.abc import Iterator, Sequence

from bot.understanding.dates.joining import Wish, join
from bot.understanding.dates.pieces import Piece
from bot.understanding.dates.rewriting import Setting


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
                if not join(wishes[-1], piece, setting, before):
                    wishes.append(_follower(wishes[-1], piece))
                    join(wishes[-1], piece, setting, before)
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
