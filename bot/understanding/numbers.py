"""Tracking numbers in a customer's words: their own by look-up, anybody's by shape."""

import re
from collections.abc import Sequence

SHORTEST_ENDING = 4
"""People quote the last digits of their number; fewer than this say nothing."""

_WORD = re.compile(r"(?<![\w+-])[A-Za-z0-9]{4,40}(?![\w-])")
_DATES = re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
_SHAPES = re.compile(
    r"1Z[0-9A-Z]{16}"  # UPS
    r"|[A-Z]{2}\d{9}[A-Z]{2}"  # UPU S10
    r"|[A-Z]{1,6}\d{3,30}(?:[A-Z]{1,3})?"  # letters that name the carrier or the shop, then digits
    r"|\d{8,34}"
)


def mentioned(text: str, own: Sequence[str]) -> str | None:
    """The tracking number a text names: one of the customer's own as they are stored (also by its ending), else what
    looks like one, upper-cased without spaces; None when there is none. A number with `+` before it is a telephone's.
    """
    text = _DATES.sub(" ", text)
    squeezed = _squeezed(text)
    for number in sorted(own, key=len, reverse=True):
        if len(number) >= SHORTEST_ENDING and _squeezed(number) in squeezed:
            return number
    words = [word.upper() for word in _WORD.findall(text)]
    ended = {number for number in own for word in words if _is_ending(word, number)}
    if len(ended) == 1:
        return ended.pop()
    return next((word for word in (*words, *_spaced(text)) if _SHAPES.fullmatch(word)), None)


def _is_ending(word: str, number: str) -> bool:
    has_digit = any(letter.isdigit() for letter in word)
    return has_digit and len(word) >= SHORTEST_ENDING and _squeezed(number).endswith(word)


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _spaced(text: str) -> list[str]:
    """Numbers written in groups: `1Z 999 AA1 0123456784`."""
    return [
        _squeezed(run) for run in re.findall(r"(?<![\w+])(?:[A-Za-z0-9]*\d[A-Za-z0-9]*[ -]){2,}[A-Za-z0-9]*\d\w*", text)
    ]
