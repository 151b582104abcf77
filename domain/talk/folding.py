"""Folding: a customer's text as it is compared. Case, accents, punctuation and foreign digits do not count."""

from functools import lru_cache
from unicodedata import category, digit, normalize

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"})
_SILENT = frozenset("'’‘`´ʼ")
"""An apostrophe is left out, as people do: `don't` and `dont` are one word."""

LONGEST = 2000
"""Characters of a text that are read; what comes after them decides nothing."""


def fold(text: str) -> str:
    """Lower-case words of letters and digits, one space between them."""
    return _folded(text[:LONGEST])  # cut before it is remembered: long texts must not fill the memory


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    plain = normalize("NFKD", normalize("NFKC", text).casefold()).translate(_LETTERS)
    return " ".join("".join(map(_letter, plain)).split())


def listed(*lines: str) -> frozenset[str]:
    """Words and phrases of lines with commas between them, folded."""
    return frozenset(fold(words) for line in lines for words in line.split(","))


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else "" if letter in _SILENT else " "
    if letter in _SILENT or category(letter) == "Mn" or letter == "\u0640":  # the Arabic stroke that only stretches
        return ""
    value = digit(letter, None)
    if value is not None:
        return str(value)
    return letter if letter.isalnum() else " "


def one_slip(word: str, meant: str) -> bool:
    """Whether one letter is missing, extra, wrong, or two neighbours are swapped (Damerau distance of at most 1)."""
    if word == meant:
        return True
    short, long = sorted((word, meant), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]
