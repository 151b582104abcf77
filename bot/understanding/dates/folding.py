"""Folding that remembers places: small letters without accents, each with its place in the original text."""

from unicodedata import category, digit, normalize

LONGEST = 1000
"""Characters of a text that are read."""

_LETTERS = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": "",
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "〜": "-", "～": "-", "~": "-", "·": "",
    "、": ",", "，": ",", "،": ",", "。": ".", "；": ";", "：": ":",
}  # fmt: skip


def fold(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the index of the one it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text[:LONGEST]):
        for folded in _folded(letter):
            letters.append(folded)
            places.append(place)
    return "".join(letters), places


def _folded(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if letter.isascii():
        return letter.lower()
    if (value := digit(letter, None)) is not None:
        return str(value)
    if _is_accent(letter):
        return ""
    plain = normalize("NFKC", letter).casefold()
    return "".join(_LETTERS.get(base, base) for part in plain for base in _without_accent(part))


def _without_accent(letter: str) -> str:
    """Latin, Greek and Cyrillic letters lose their accents; in other scripts the marks are letters."""
    if letter < "ԯ":
        return "".join(part for part in normalize("NFD", letter) if not _is_accent(part))
    return letter


def _is_accent(letter: str) -> bool:
    return (
        category(letter) == "Mn" and ("\u0300" <= letter <= "\u036f" or "\u0591" <= letter <= "\u0670")
    ) or letter == "\u200f"
