"""Vocabulary: the words of our examples. A word that is none of them, and one slip from one, is read as that one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from domain.talk.folding import fold, one_slip

SHORTEST = 4
"""Letters of a word that may be repaired; shorter ones are too close to each other."""
USUAL = 2
"""Examples a word must stand in before others are taken for it."""
LONG = 6
"""Letters of a word that may hold two slips."""
_WORD = re.compile(r"[^\W\d_]+")


def counted(texts: Iterable[str]) -> tuple[list[str], int]:
    """All words, the most usual first, and how many of them are usual enough to be meant."""
    counts = Counter(word for text in texts for word in set(fold(text).split()) if word.isalpha())
    ranked = [word for word, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    return ranked, sum(count >= USUAL for count in counts.values())


class Vocabulary:
    def __init__(self, words: Sequence[str], usual: int) -> None:
        self._known = frozenset(words)
        self._rank = {word: at for at, word in enumerate(words[:usual]) if len(word) >= SHORTEST}
        self._near: dict[str, tuple[str, ...]] = {}
        for word in self._rank:
            for form in _forms(word):
                self._near[form] = (*self._near.get(form, ()), word)

    def repaired(self, text: str) -> str:
        """The text, with each word that is a slip replaced; of several it may be, by the most usual."""
        return _WORD.sub(lambda found: self._meant(found[0]), text)

    def _meant(self, written: str) -> str:
        word = fold(written)
        if len(word) < SHORTEST or word in self._known or not word.isalpha():
            return written
        meant = {known for form in _forms(word) for known in self._near.get(form, ()) if one_slip(word, known)}
        if not meant and len(word) >= LONG:
            meant = self._two_slips_away(word)
        return min(meant, key=self._rank.__getitem__, default=written)

    def _two_slips_away(self, word: str) -> set[str]:
        shorter = {form for once in _forms(word) for form in _forms(once)}
        near = {known for form in shorter for known in self._near.get(form, ()) if len(known) >= LONG}
        return {known for known in near if any(one_slip(form, known) for form in _undone(word))}


def _undone(word: str) -> Iterator[str]:
    """The word with one slip undone in every way that adds no letter: one left out, or two neighbours swapped."""
    yield from _forms(word)
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _forms(word: str) -> Iterator[str]:
    """The word, and each way of leaving one letter out."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
