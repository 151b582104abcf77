"""Guessing: what the classifier makes of a text, how sure it is, and which language it takes it for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.understanding import second
from bot.understanding.embedding import Embedder
from bot.understanding.grammar import LANGUAGES, Found
from bot.understanding.model import FILE, OUTSIDE, Model, Weighed, model
from domain.talk.answer import Verb
from domain.talk.folding import fold
from domain.talk.meaning import Concern, Guess

SHORTEST_TO_SWITCH, MARGIN = 13, 0.75
"""Letters a text must have, and how far its language must lead, before we take it to be in another language."""
BEYOND_DOUBT = 0.985
"""From here on the classifier is believed against a phrase that is only a part of the text."""
FAR_AWAY, UNSUPPORTED = 0.3, 0.2
"""From here on a text is about something else, though a phrase of ours stands in it that is less likely than that."""
MOSTLY_ELSEWHERE, HARDLY_SUPPORTED = 0.7, 0.3
"""The same, where nearly all speaks for something else."""
PLAINLY_ELSEWHERE = 0.8
_AROUND_A_DELIVERY = (Verb.PAPERS, Verb.PAYING, Verb.WRITING_HOURS)
"""What has words about a delivery in it, and is about something else: can I pay when it comes, no texts before 8."""
PLAIN_TROUBLE = 0.8
_TROUBLES = (Concern.DAMAGED, Concern.WRONG_PARCEL)
"""What they have in their hands already is not asked after."""
_ALWAYS_HEARD = (Concern.ASKED, Concern.SERIOUS)
"""A call for a person is heard unless the text is plainly about something else."""
ASKED_ABOUT = 2
REMEMBERED = 1024
"""Texts whose guess is kept in memory."""
KIN = {"when": "status", "human: nobody_came": "human: not_received"}
"""Labels that are a sharper form of another: between the two it is never unsure, and one of them is asked about."""
UNASKED = frozenset({OUTSIDE, "thanks", "help", "genuine", "papers", "paying", "writing_hours", "found"})
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
    chances: Mapping[str, float]
    """Of every family of labels."""

    def overrules(self, found: Found, *, tells_time: bool) -> bool:
        """A phrase within a longer text is a hint; what is known of all of the text decides whether it is heard.

        `tells_time`: the text holds a time as well, which speaks for a phrase about another one.
        """
        if found.is_whole or found.verb is Verb.UNCLEAR:
            return False
        if self.is_sure and self.tongue not in LANGUAGES:  # a phrase of ours by chance: status in a Polish text
            return True
        if self.verb in _AROUND_A_DELIVERY and self.is_sure:
            return True
        if found.verb is Verb.STATUS and self.is_sure and self.concern in _TROUBLES and self.score >= PLAIN_TROUBLE:
            return True
        supported = self.chances.get(_family(found.verb, found.concern), 0.0)
        elsewhere = sum(self.chances.get(label, 0.0) for label in (OUTSIDE, *_AROUND_A_DELIVERY))
        if found.concern in _ALWAYS_HEARD or (tells_time and found.verb is Verb.RESCHEDULE):
            return elsewhere >= PLAINLY_ELSEWHERE
        if elsewhere >= FAR_AWAY and supported <= UNSUPPORTED:
            return True
        if elsewhere >= MOSTLY_ELSEWHERE and supported <= HARDLY_SUPPORTED:
            return True
        return self.is_sure and self.score >= BEYOND_DOUBT


@dataclass(frozen=True, slots=True)
class Opinions:
    """Where the models are, and what embeds a text; without that, the pieces of the text decide alone."""

    folder: Path = FILE.parent
    embedder: Embedder | None = None

    def guess(self, text: str, *, is_known: bool = False) -> Guessed:
        """Total. Below a millisecond for what people type; with an embedder thirty, where the pieces are unsure.

        Of a text that `is_known` already only the pieces are weighed.
        """
        return _guess(self, text, is_known)


@lru_cache(maxsize=REMEMBERED)
def _guess(opinions: Opinions, text: str, is_known: bool) -> Guessed:
    """Remembered: many ask the same, and one text is looked at before it is answered."""
    pieces = model(opinions.folder / FILE.name)
    weighed = pieces.weigh(text)
    if opinions.embedder is None or is_known or _first(weighed.labels)[1] >= second.ENOUGH or not fold(text):
        return _guessed(text, weighed, pieces)
    both = second.second(opinions.folder / second.FILE.name)
    return _guessed(text, both.weigh(pieces.repaired(text), weighed, opinions.embedder), both)


def guess(text: str) -> Guessed:
    """By the models that ship, without an embedding."""
    return Opinions().guess(text)


def _guessed(text: str, weighed: Weighed, by: Model | second.Second) -> Guessed:
    families = _families(weighed.labels)
    label, score = _first(weighed.labels)
    verb, concern = _named(label)
    why = f"{label} {score:.2f} by {', '.join(map(repr, weighed.why))} ({by.file.version})" if weighed.why else ""
    (language, lead), *others = weighed.languages
    is_plain = len(fold(text)) >= SHORTEST_TO_SWITCH and lead - (others[0][1] if others else 0.0) >= MARGIN
    return Guessed(
        verb,
        concern,
        score,
        _says_something(text) and by.file.is_sure(label, score, families.get(OUTSIDE, 0.0)),
        tuple(_likely(weighed.labels, by.file.likely)),
        why,
        language if is_plain else None,
        language,
        families,
    )


def _says_something(text: str) -> bool:
    """Whether there is a word in it: what a number alone asks for, nobody can know."""
    return any(map(str.isalpha, fold(text)))


def _first(ranked: tuple[tuple[str, float], ...]) -> tuple[str, float]:
    """The likeliest label, of kin the likelier one; kin share their probability."""
    family, score = max(_families(ranked).items(), key=lambda one: one[1])
    return next(name for name, _ in ranked if KIN.get(name, name) == family), score


def _families(ranked: tuple[tuple[str, float], ...]) -> dict[str, float]:
    families: dict[str, float] = {}
    for name, chance in ranked:
        families[KIN.get(name, name)] = families.get(KIN.get(name, name), 0.0) + chance
    return families


def _family(verb: Verb, concern: Concern | None) -> str:
    name = f"{verb.value}: {concern.value}" if concern else verb.value
    return KIN.get(name, name)


def _likely(ranked: tuple[tuple[str, float], ...], least: float) -> Iterator[Guess]:
    """What it most likely is, each kind once."""
    offered: set[str] = set()
    for name, chance in ranked[: ASKED_ABOUT + 1]:
        kind = KIN.get(name, name)
        if chance >= least and kind not in UNASKED | offered and len(offered) < ASKED_ABOUT:
            offered.add(kind)
            yield Guess(*_named(kind), round(chance, 3))


def _named(label: str) -> tuple[Verb, str | None]:
    verb, _, concern = label.partition(": ")
    return Verb(verb), concern or None
