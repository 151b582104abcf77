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
        before = tags[:at].rstrip("@^")[-1:] if piece.tag == "D" else tags[at - 1 : at]
        match piece.tag:
            case "!" if _refuses_what_was_said(tags, at):
                wishes[-1].is_refused = bool(wishes[-1].pieces)
            case "!" if setting.lex.has_refusals_last and _is_said(tags[:at]) and wishes[-1].pieces:
                wishes[-1].is_refused = True
                wishes.append(Wish())
            case "!":
                wishes.append(Wish(is_refused=True))
            case "|" | "." if wishes[-1].is_refused:
                wishes.append(Wish())
            case "," if before == "!" or (wishes[-1].is_refused and _is_welcome(tags, at)):
                wishes.append(Wish())
            case "p" if wishes[-1].is_refused and wishes[-1].part is not None and before not in ("&", "/", ",", "-"):
                wishes.append(Wish())
                join(wishes[-1], piece, setting, before="")
            case tag if tag in _TIMES:
                if not join(wishes[-1], piece, setting, before):
                    is_another = piece.tag == "D" and before not in ("&", "/", ",") and _is_one_time(tags[at:])
                    is_another = is_another or (before == "/" and re.match("[CKp][@^]*D", tags[at:]) is not None)
                    wishes.append(Wish() if is_another else _follower(wishes[-1], piece))
                    join(wishes[-1], piece, setting, before="")
                    wishes[-1].also = wishes[-2] if before == "/" and piece.tag == "D" else None
    return wishes


def _refuses_what_was_said(tags: str, at: int) -> bool:
    """Friday does not work, am Freitag bin ich nicht da: nothing follows that the refusal could mean, or what follows
    has its own: morgen niet en overmorgen ook niet."""
    after = tags[at + 1 :]
    has_its_own = rf"[?&,]*[{_TIMES}][?@H~]*!(?![^,.|]*[{_TIMES}])"
    return _is_said(tags[:at]) and (
        re.match(rf"[^,.|]*[{_TIMES}]", after) is None or re.match(has_its_own, after) is not None
    )


def _is_said(tags: str) -> bool:
    """Whether a time stands shortly before, in the same clause."""
    return re.search(rf"[{_TIMES}][?@H~|=]{{0,{_MOST_WORDS_BETWEEN}}}$", tags) is not None


def _is_welcome(tags: str, at: int) -> bool:
    """away on Monday, Tuesday works; not in tomorrow, Friday morning: a list of refused days has more, or an `and`."""
    says_so = re.match(rf"[^,.!|]*[{_TIMES}][^,.!]*\|", tags[at + 1 :]) is not None
    return says_so or (tags[at - 1] in _TIMES + "?" and _is_one_time(tags[at + 1 :]))


def _is_one_time(tags: str) -> bool:
    """Whether up to the end of the sentence one day, or one time of a day, is all that is said."""
    sentence = re.split(r"[.|!]", tags.lstrip(".|"), maxsplit=1)[0]
    said = [tag for tag in sentence if tag in _TIMES]
    return bool(said) and said.count("D") <= 1 and not set(sentence) & set(",&/")


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
