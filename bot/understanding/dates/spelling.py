"""Spelling: an unknown word that lies one slip from a single word of the closed vocabulary is taken for it."""

from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.dates.lexicon import Lexicon
from domain.talk.folding import one_slip

SHORTEST = 3
"""Letters of a word that may be repaired; one of three only where a vowel of four letters was left out: wek, nxt."""
LONG = 5
"""Letters above which the first letter may be the wrong one: `ders` is no slip of `pers`."""
_SHORT = "UxF"
"""Tags of which also words of three letters are repaired: a weekday or a month is too often another word."""
_NONE = (("", None),)
_TELLING = "WMRPUVNOxkabFTBHAtc>gX"
"""Tags whose words are worth repairing."""


@lru_cache(maxsize=8192)
def repaired(word: str, lex: Lexicon) -> str | None:
    """The known word this one is most likely a slip of."""
    if len(word) < SHORTEST or not word.isalpha():
        return None
    near = _near(lex)
    meant = {one for form in _forms(word) for one in near.get(form, ()) if one_slip(word, one)}
    meant = {one for one in meant if len(word) > LONG or word[0] == one[0]}
    if len(word) == SHORTEST:
        meant = {one for one in meant if _lacks_vowel(word, one) and (lex.single(one) or _NONE)[0][0] in _SHORT}
    likely = min((_kind(word, one) for one in meant), default=0)
    best = [one for one in meant if _kind(word, one) == likely]
    meanings = {lex.single(one) or one for one in best}
    return best[0] if len(meanings) == 1 else None


@lru_cache(maxsize=64)
def _near(lex: Lexicon) -> dict[str, frozenset[str]]:
    """Every word worth repairing, by itself and by each way of leaving one letter out."""
    near: dict[str, set[str]] = {}
    for word in {word for word in _telling(lex) if len(word) > SHORTEST}:
        for form in _forms(word):
            near.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in near.items()}


def _telling(lex: Lexicon) -> Iterator[str]:
    """The words of telling entries, and in languages that write them as one, days with parts of day: vrijdagmiddag."""
    days, parts = set[str](), set[str]()
    for first, known in lex.phrases.items():
        for rest, entry in known:
            if entry[0][0] in _TELLING:
                yield from (first, *rest)
            if not rest and entry[0][0] in "WR":
                days.add(first)
            if not rest and entry[0][0] in "PR":
                parts.add(first)
    if lex.is_compounding:
        yield from (day + part for day in days for part in parts if len(day) > SHORTEST)


def _lacks_vowel(word: str, known: str) -> bool:
    is_inside = len(known) == len(word) + 1 and word[0] == known[0] and word[-1] == known[-1]
    return is_inside and any(known[at] in "aeiou" and known[:at] + known[at + 1 :] == word for at in (1, 2))


def _kind(word: str, known: str) -> int:
    """How the slip came about, the most usual way first: letters swapped, one missing, one too many, a wrong one."""
    if sorted(word) == sorted(known):
        return 0
    return {-1: 1, 1: 2}.get(len(word) - len(known), 3)


def _forms(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
