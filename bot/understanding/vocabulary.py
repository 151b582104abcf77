"""Vocabulary: the words of our examples. A word that is none of them, and one slip from one, is read as that one.

A word is taken for one of the language that most of the text's other words are in, where they say.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from bot.understanding.keyboard import BESIDE
from bot.understanding.slips import forms
from domain.talk.folding import fold, one_slip

SHORTEST = 4
"""Letters of a word that may be repaired; shorter ones are too close to each other."""
USUAL = 2
"""Examples a word must stand in before others are taken for it."""
FEWEST = 2
"""Known words that tell a text's language."""
LONG = 6
"""Letters of a word that may hold two slips."""
_WORD = re.compile(r"[^\W\d_]+")


EVERY = -1
"""All languages at once: each has one bit."""


def counted(texts: Iterable[tuple[str, int]]) -> tuple[list[str], int, list[int]]:
    """All words of texts with their languages' bits, the most usual first; how many of them are usual enough to be
    meant; and in which languages each stands."""
    counts: Counter[str] = Counter()
    tongues: Counter[str] = Counter()
    for text, tongue in texts:
        for word in {word for word in fold(text).split() if word.isalpha()}:
            counts[word] += 1
            tongues[word] |= tongue
    ranked = [word for word, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    return ranked, sum(count >= USUAL for count in counts.values()), [tongues[word] for word in ranked]


class Vocabulary:
    def __init__(self, words: Sequence[str], usual: int, tongues: Sequence[int]) -> None:
        self._known = dict(zip(words, tongues, strict=True))
        self._rank = {word: at for at, word in enumerate(words[:usual]) if len(word) >= SHORTEST}
        self._near: dict[str, tuple[str, ...]] = {}
        for word in self._rank:
            for form in forms(word):
                self._near[form] = (*self._near.get(form, ()), word)

    def repaired(self, text: str) -> str:
        """The text, with each word that is a slip replaced; of several it may be, by the most usual."""
        spoken = self._spoken(text)
        return _WORD.sub(lambda found: self._meant(found[0], spoken), text)

    def _spoken(self, text: str) -> int:
        """The bits of the languages in which most of the words are known; of every one, where too few are."""
        known = [tongue for word in fold(text).split() if (tongue := self._known.get(word))]
        if len(known) < FEWEST:
            return EVERY
        counts = {bit: sum(tongue >> bit & 1 for tongue in known) for bit in range(reduce(or_, known).bit_length())}
        most = max(counts.values())
        return sum(1 << bit for bit, count in counts.items() if count == most)

    def _meant(self, written: str, spoken: int) -> str:
        word = fold(written)
        known = self._known.get(word, 0)
        is_spoken = bool(known & spoken) or (known and spoken.bit_count() != 1)
        if len(word) < SHORTEST or is_spoken or not word.isalpha():
            return written
        meant = {known for form in forms(word) for known in self._near.get(form, ()) if one_slip(word, known)}
        if not meant and not known and len(word) >= LONG:
            meant = self._two_slips_away(word)
        likely = (one for one in meant if self._known[one] & spoken)
        usual = {one: (self._rank[one] * _strangeness(word, one), self._rank[one]) for one in likely}
        return min(usual, key=usual.__getitem__, default=written)

    def _two_slips_away(self, word: str) -> set[str]:
        shorter = {form for once in forms(word) for form in forms(once)}
        near = {known for form in shorter for known in self._near.get(form, ()) if len(known) >= LONG}
        return {known for known in near if any(one_slip(form, known) for form in _undone(word))}


def _strangeness(word: str, meant: str) -> int:
    """How much rarer such a slip is: another letter that is not beside the right one on a keyboard, and no slip."""
    if len(word) != len(meant) or sorted(word) == sorted(meant):
        return 1
    wrong = [(a, b) for a, b in zip(word, meant, strict=True) if a != b]
    return 1 if all(b in BESIDE.get(a, "") for a, b in wrong) else _STRANGE


_STRANGE = 4


def _undone(word: str) -> Iterator[str]:
    """The word with one slip undone in every way that adds no letter: one left out, or two neighbours swapped."""
    yield from forms(word)
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
