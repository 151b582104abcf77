"""Spelling: an unknown word that lies one slip from a single word of the closed vocabulary is taken for it."""

from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.dates.lexicon import Lexicon
from domain.talk.folding import one_slip

SHORTEST = 4
"""Letters of a word that may be repaired; shorter ones are too close to each other."""
_TELLING = "WMRPUVNOxkabFTBH"
"""Tags whose words are worth repairing."""


def repaired(word: str, lex: Lexicon) -> str | None:
    """The known word this one is most likely a slip of."""
    if len(word) < SHORTEST or not word.isalpha():
        return None
    near = _near(lex)
    meant = {one for form in _forms(word) for one in near.get(form, ()) if one_slip(word, one) and _begins_alike(word, one)}
    likely = min((_kind(word, one) for one in meant), default=0)
    best = [one for one in meant if _kind(word, one) == likely]
    entries = {lex.phrases[one][-1][1] for one in best}
    return best[0] if len(entries) == 1 else None


@lru_cache(maxsize=64)
def _near(lex: Lexicon) -> dict[str, frozenset[str]]:
    """Every word worth repairing, by itself and by each way of leaving one letter out."""
    near: dict[str, set[str]] = {}
    for word in (word for word, known in lex.phrases.items() if len(word) >= SHORTEST and _is_telling(known)):
        for form in _forms(word):
            near.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in near.items()}


def _is_telling(known: list[tuple[tuple[str, ...], tuple[tuple[str, object], ...]]]) -> bool:
    rest, entry = known[-1]
    return not rest and entry[0][0] in _TELLING


def _begins_alike(word: str, known: str) -> bool:
    """In short words the first letter counts: `ders` is no slip of `pers`."""
    return len(word) > 5 or word[0] == known[0]


def _kind(word: str, known: str) -> int:
    """How the slip came about, the most usual way first: letters swapped, one missing, one too many, a wrong one."""
    if sorted(word) == sorted(known):
        return 0
    return {-1: 1, 1: 2}.get(len(word) - len(known), 3)


def _forms(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
