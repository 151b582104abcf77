"""Spelling: a mistyped word becomes the telling word that lies one slip away. Words we know are left alone."""

from collections.abc import Mapping
from functools import cache

from bot.understanding.grammar import grammar
from bot.understanding.slips import forms, kind
from domain.talk.folding import one_slip

SHORTEST = 4
"""Letters of a word that may be repaired; shorter ones are too close to each other."""


def known_share(folded: str, language: str) -> float:
    """The share of a text's words that the grammar of this language knows."""
    words = folded.split()
    return sum(word in _known(language) for word in words) / len(words) if words else 0.0


def repaired(folded: str, language: str) -> str:
    """The text with each unknown word replaced by the known word it is most likely a slip of."""
    return " ".join(_repaired(word, language) for word in folded.split())


@cache
def _known(language: str) -> frozenset[str]:
    rules = grammar(language)
    return rules.words if rules else frozenset()


@cache
def _near(language: str) -> Mapping[str, frozenset[str]]:
    """Every telling word, by itself and by each way of leaving one letter out."""
    rules = grammar(language)
    near: dict[str, set[str]] = {}
    for word in rules.telling if rules else ():
        for form in forms(word):
            near.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in near.items()}


def _repaired(word: str, language: str) -> str:
    if len(word) < SHORTEST or not word.isalpha() or word in _known(language):
        return word
    near = _near(language)
    meant = {known for form in forms(word) for known in near.get(form, ()) if one_slip(word, known)}
    likely = min((kind(word, known) for known in meant), default=0)
    best = [known for known in meant if kind(word, known) == likely]
    return best[0] if len(best) == 1 else word
