"""Spelling: a mistyped word becomes the word of our phrases that lies one slip away. Words we know are left alone."""

from collections.abc import Iterator, Mapping
from functools import cache

from bot.understanding.grammar import grammar
from domain.talk.folding import one_slip

SHORTEST = 4
"""Letters of a word that may be repaired; shorter ones are too close to each other."""


def repaired(folded: str, language: str) -> str:
    """The text with each unknown word replaced by the one known word it can be a slip of."""
    return " ".join(_repaired(word, language) for word in folded.split())


@cache
def _known(language: str) -> frozenset[str]:
    rules = grammar(language)
    return rules.words if rules else frozenset()


@cache
def _near(language: str) -> Mapping[str, frozenset[str]]:
    """Every word to repair to, by itself and by each way of leaving one letter out."""
    near: dict[str, set[str]] = {}
    for word in _known(language):
        if len(word) >= SHORTEST:
            for form in _forms(word):
                near.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in near.items()}


def _repaired(word: str, language: str) -> str:
    if len(word) < SHORTEST or not word.isalpha() or word in _known(language):
        return word
    near = _near(language)
    candidates = {meant for form in _forms(word) for meant in near.get(form, ()) if one_slip(word, meant)}
    return candidates.pop() if len(candidates) == 1 else word


def _forms(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
