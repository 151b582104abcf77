"""Keeping: `can you keep it for me`, without a day, in the languages that have no phrases of their own."""

from functools import cache
from pathlib import Path

from domain.talk.folding import fold

FILE = Path(__file__).with_name("keeping.txt")
_FOR_ME = frozenset(fold("me mi mir mich uns moi nous mim noi mij ons mnie bana benim لي لنا عندكم").split())
_PLEASE = frozenset(
    fold("svp stp plait bitte favor favore aub alsjeblieft alstublieft proszę lütfen فضلك سمحت").split()
)


def asks_to_keep(text: str) -> bool:
    """Whether they ask us to keep it and say nothing else. Without a question mark, a please or a `for me` it may as
    well be what one says of a parcel that one does not want: vous pouvez le garder."""
    keeping, around = _words()
    words = fold(text).split()
    is_asked = "?" in text or "؟" in text or not (_FOR_ME | _PLEASE).isdisjoint(words)
    return is_asked and len(words) > 1 and not keeping.isdisjoint(words) and (keeping | around).issuperset(words)


def names_keeping(text: str) -> bool:
    """Whether a word of keeping is in it, for what is unsure otherwise."""
    return not _words()[0].isdisjoint(fold(text).split())


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """The words of keeping, and those around them."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    at = lines.index("---")
    keeping, around = (frozenset(fold(" ".join(part)).split()) for part in (lines[:at], lines[at + 1 :]))
    return keeping, around
