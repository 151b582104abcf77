"""Guessing: what the classifier makes of a text, how sure it is, and which language it takes it for."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.grammar import Found
from bot.understanding.model import Model, model
from domain.talk.answer import Verb
from domain.talk.folding import fold
from domain.talk.meaning import Guess

SHORTEST_TO_SWITCH, MARGIN = 13, 0.75
"""Letters a text must have, and how far its language must lead, before we take it to be in another language."""
BEYOND_DOUBT = 0.97
"""From here on the classifier is believed against a phrase that is only a part of the text."""
FAR_AWAY = 0.5
"""From here on a text is about something else, though a phrase of ours stands in it. A call for a person is heard."""
ASKED_ABOUT = 2
KIN = {"when": "status", "human: nobody_came": "human: not_received"}
"""Labels that are a sharper form of another: between the two it is never unsure, and one of them is asked about."""
UNASKED = frozenset({"unclear", "thanks", "help", "genuine"})
"""What is never asked about: nothing would be done for it."""


@dataclass(frozen=True, slots=True)
class Guessed:
    """`likely` are what to ask about when it is not sure; `language` None where it is not plain."""

    verb: Verb
    concern: str | None
    score: float
    is_sure: bool
    likely: tuple[Guess, ...]
    why: str
    language: str | None
    tongue: str
    """The likeliest language, however unsure."""

    def overrules(self, found: Found) -> bool:
        """A phrase within a longer text is a hint; a classifier without doubt knows all of the text."""
        if found.is_whole:
            return False
        if self.verb is Verb.UNCLEAR:
            return self.score >= FAR_AWAY and found.verb is not Verb.HUMAN
        return self.is_sure and self.score >= BEYOND_DOUBT


def guess(text: str) -> Guessed:
    """Total, and well below a millisecond for what people type."""
    loaded = model()
    weighed = loaded.weigh(text)
    label, score = _first(weighed.labels)
    verb, concern = _named(label)
    why = f"{label} {score:.2f} by {', '.join(repr(piece) for piece in weighed.why)}" if weighed.why else ""
    (language, lead), (_, second), *_ = weighed.languages
    is_plain = len(fold(text)) >= SHORTEST_TO_SWITCH and lead - second >= MARGIN
    return Guessed(
        verb,
        concern,
        score,
        loaded.is_sure(label, score),
        tuple(_likely(weighed.labels, loaded)),
        why,
        language if is_plain else None,
        language,
    )


def _first(ranked: tuple[tuple[str, float], ...]) -> tuple[str, float]:
    """The likeliest label, of kin the likelier one; kin share their probability."""
    families: dict[str, float] = {}
    for name, chance in ranked:
        families[KIN.get(name, name)] = families.get(KIN.get(name, name), 0.0) + chance
    family, score = max(families.items(), key=lambda one: one[1])
    return next(name for name, _ in ranked if KIN.get(name, name) == family), score


def _likely(ranked: tuple[tuple[str, float], ...], loaded: Model) -> Iterator[Guess]:
    """What it most likely is, each kind once."""
    offered: set[str] = set()
    for name, chance in ranked[: ASKED_ABOUT + 1]:
        kind = KIN.get(name, name)
        if chance >= loaded.file.likely and kind not in UNASKED | offered and len(offered) < ASKED_ABOUT:
            offered.add(kind)
            yield Guess(*_named(kind), round(chance, 3))


def _named(label: str) -> tuple[Verb, str | None]:
    verb, _, concern = label.partition(": ")
    return Verb(verb), concern or None
