"""Reading: a text becomes pieces. Digits by notation, words by the lexicon, misspelt words by what is near."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.dates.folding import fold
from bot.understanding.dates.lexicon import TOKEN, Entry, Lexicon
from bot.understanding.dates.notations import notation
from bot.understanding.dates.pieces import Piece, Value
from bot.understanding.dates.spelling import SHORTEST, repaired, repaired_ending, repaired_month
from bot.understanding.dates.words import known

_MARKS = {
    ",": ",",
    ";": ",",
    "-": "-",
    "/": "/",
    ".": ".",
    "!": ".",
    "?": ".",
    "+": "&",
    "&": "&",
    "(": "",
    ")": "",
    "'": "",
    ":": "",
}
_NUMERO = re.compile(r"(?:\bn\.?\s?[º°]|№)\s?\d{1,4}[a-h]?\b", re.IGNORECASE)
"""n° 4 is a house number, and its n° no `no`."""
_NUMBER_BEFORE = re.compile(r"\d'")
_DAY_BEFORE = re.compile(r"(?<!\d)[0-3]?\d(?:\.|[a-z]{2})?\s{0,2}$")
_DAY_AFTER = re.compile(r"\s{0,2}[0-3]?\d(?!\d|[:.h]\d)")
_DOTTED = re.compile(r"\.(?=\s|$|-|,|/|\))")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


def pieces_of(text: str, lex: Lexicon) -> list[Piece]:
    """All pieces in order; what says nothing is left out, what is not known is `?`."""
    folded, places = fold(_NUMERO.sub(lambda found: " " * len(found[0]), text))
    ends = [*places[1:], len(text[: places[-1] + 1])] if places else []
    return [
        Piece(tag, value, places[start], max(ends[end - 1], places[end - 1] + 1))
        for tag, value, start, end in _found(folded, lex)
        if tag not in ("~", "")
    ]


def _found(folded: str, lex: Lexicon) -> Iterator[tuple[str, Value, int, int]]:
    tokens = [Token(_told(folded, m, lex), m.start(), m.end()) for m in TOKEN.finditer(folded)]
    tokens = list(_counted(tokens, lex)) if lex.is_spaceless else tokens
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if (hit := _phrase(tokens, at, lex)) is not None:
            entry, after = hit
            yield from ((tag, value, token.start, tokens[after - 1].end) for tag, value in entry)
            at = _skip_dot(tokens, after, entry)
        elif token.text[0].isdigit():
            tag, value, end = notation(folded, token.start, lex.order)
            at = next((i for i in range(at, len(tokens)) if tokens[i].start >= end), len(tokens))
            if tag == "N" and (suffix := _ordinal_end(folded, end, tokens, at, lex)):
                tag, end = "O", suffix
                at = next((i for i in range(at, len(tokens)) if tokens[i].start >= end), len(tokens))
            yield tag, value, token.start, end
        elif token.text[0].isalpha():
            for tag, value, first, last in known(token.text, lex):
                yield tag, value, min(token.start + first, token.end - 1), min(token.start + last, token.end)
            at += 1
        else:
            yield _MARKS.get(token.text, ""), None, token.start, token.end
            at += 1


def _counted(tokens: list[Token], lex: Lexicon) -> Iterator[Token]:
    """The tokens, and what a month's number is counted with by itself: 12月の3日."""
    for at, token in enumerate(tokens):
        counter = token.text[0]
        is_counter = at > 0 and any(rest == (counter,) for rest, _ in lex.phrases.get(tokens[at - 1].text, ()))
        if is_counter and len(token.text) > 1 and not lex.single(token.text[:2]) and tokens[at - 1].text.isdigit():
            yield Token(counter, token.start, token.start + 1)
            yield Token(token.text[1:], token.start + 1, token.end)
        else:
            yield token


def _told(folded: str, found: re.Match[str], lex: Lexicon) -> str:
    """The word as it is spelled, which after a number and an apostrophe is an ending."""
    is_by_number = _DAY_BEFORE.search(folded, 0, found.start()) or _DAY_AFTER.match(folded, found.end())
    if len(found[0]) == SHORTEST and is_by_number and (month := repaired_month(found[0], lex)):
        return month
    is_ending = lex.suffixes and _NUMBER_BEFORE.match(folded, max(0, found.start() - 2))
    return repaired_ending(found[0], lex) or found[0] if is_ending else _spelled(found[0], lex)


def _spelled(word: str, lex: Lexicon) -> str:
    """The word, or the one it is a slip of."""
    is_known = word in lex.words or word in lex.ordinal_suffixes
    if not word.isalpha() or is_known or any(tag != "?" for tag, _, _, _ in known(word, lex)):
        return word
    return repaired(word, lex) or word


def _ordinal_end(folded: str, end: int, tokens: list[Token], at: int, lex: Lexicon) -> int | None:
    """Where an ordinal such as 25th or 15. ends, when the number before `end` is one."""
    is_joined = at + 1 < len(tokens) and tokens[at].text in "'-:" and tokens[at + 1].start == end + 1
    if is_joined and tokens[at + 1].text in lex.ordinal_suffixes:
        return tokens[at + 1].end
    if at < len(tokens) and tokens[at].text in lex.ordinal_suffixes and _follows(tokens[at], end, lex):
        return tokens[at].end
    return end + 1 if lex.has_dotted_ordinals and _DOTTED.match(folded, end) else None


def _follows(suffix: Token, end: int, lex: Lexicon) -> bool:
    """At once; with a space between only what is no word: 20 th"""
    return suffix.start == end or (suffix.start == end + 1 and len(suffix.text) > 1 and suffix.text not in lex.words)


def _phrase(tokens: list[Token], at: int, lex: Lexicon) -> tuple[Entry, int] | None:
    """The longest phrase that begins here, and the token after it. Hyphens and apostrophes within do not count."""
    for rest, entry in lex.phrases.get(tokens[at].text, ()):
        after = at + 1
        for word in rest:
            while after < len(tokens) and _is_joint(tokens, after):
                after += 1
            if after == len(tokens) or tokens[after].text != word:
                break
            after += 1
        else:
            if tokens[at].text.isdigit() and (not rest or tokens[at + 1].start > tokens[at].end):
                continue
            return entry, after
    return None


def _is_joint(tokens: list[Token], at: int) -> bool:
    text = tokens[at].text
    return text in "'-/" or (text == "." and len(tokens[at - 1].text) <= 2 and not tokens[at - 1].text.isdigit())


def _skip_dot(tokens: list[Token], after: int, entry: Entry) -> int:
    """A dot that only ends an abbreviation."""
    ends_short = after < len(tokens) and tokens[after].text == "." and len(tokens[after - 1].text) <= 5
    is_name = entry[-1][0] in "WwMVAHUcP@ab"
    return after + 1 if ends_short and is_name and tokens[after].start == tokens[after - 1].end else after
