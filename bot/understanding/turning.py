"""Turning: a day they are away, and what is wanted instead: another day, another way, or nobody home."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.details import names_neighbour, which_neighbour, which_place
from bot.understanding.guessing import FAR_AWAY, Guessed
from bot.understanding.refusing import refused_place
from bot.understanding.wishing import Wished, says_until
from domain.talk.answer import Verb
from domain.talk.folding import fold, listed
from domain.talk.meaning import Layer, Meaning
from domain.talk.wishes import written

SURE = 0.8
"""How sure a verb is that the refusal of a day tells."""
SUPPORTED = 0.3
"""How much of the classifier's opinion must be about days, or about that other way, …"""
WEAK, SIDE_BY_SIDE = 0.52, 0.2
"""A classifier less sure than this does not outweigh a day they are away, if so much of it is about days as well, or
where another day is named beside it."""
WEAK_BESIDE_A_DAY, LITTLE = 0.7, 4
"""The same, where there are hardly any words besides that day."""
FAR_AWAY_WITH_TWO_DAYS = 0.5
"""How much may speak for another matter altogether where they are away on one day and name another."""
NAMED = 0.1
"""… or about a neighbour, where one is named."""


def turned(meaning: Meaning, text: str, when: Wished, guessed: Guessed) -> Meaning:
    """A day they are away, and what is wanted instead: another day, or another way. Only days they are away, and no
    other thing that is plain: nobody is home.
    """
    days = written(when.wishes)
    if _is_any_but(fold(text), when):
        return _rather(meaning, Verb.RESCHEDULE, days, "any day but those that do not suit")
    if _is_busy_until(fold(text), when) and meaning.verb in (Verb.UNCLEAR, Verb.NOT_HOME, *_WEAKLY):
        elsewhere = guessed.chances.get(Verb.UNCLEAR.value, 0.0)
        is_weak = meaning.verb is Verb.NOT_HOME or meaning.score < _PLAIN_BESIDE_AN_HOUR
        if is_weak and elsewhere < FAR_AWAY_WITH_TWO_DAYS:
            verb = Verb.NOT_HOME if meaning.verb is Verb.NOT_HOME else Verb.RESCHEDULE
            return _rather(meaning, verb, days, "busy until an hour")
    if not when.refuses:
        return meaning
    if meaning.verb is Verb.UNDO_RESCHEDULE and meaning.layer is Layer.CLASSIFIER:
        return _rather(meaning, Verb.NOT_HOME, days)  # wait, on Friday I can't either
    supported = sum(guessed.chances.get(verb.value, 0.0) for verb in (Verb.NOT_HOME, Verb.RESCHEDULE, Verb.HOLD))
    is_short = _is_little_else(text, when)
    is_open = _is_open(meaning, when, guessed, supported, is_short=is_short)
    if not is_open and meaning.verb not in (Verb.NOT_HOME, Verb.HOLD):
        return meaning
    if (way := _another_way(text, guessed.chances)) is not None:
        return _rather(meaning, way, which_neighbour(text) if way is Verb.NEIGHBOUR else which_place(text))
    if when.asks:
        return _rather(meaning, Verb.RESCHEDULE, days)
    if is_open and (supported >= SUPPORTED or is_short):
        is_as_before = meaning.verb in (Verb.UNCLEAR, Verb.NOT_HOME)
        return _rather(meaning, Verb.NOT_HOME, meaning.argument if is_as_before else days)
    return meaning


AWAY = "a day that does not suit"


def _rather(meaning: Meaning, verb: Verb, argument: str | None, why: str = AWAY) -> Meaning:
    return replace(meaning, verb=verb, argument=argument, layer=Layer.PHRASE, score=SURE, guesses=(), why=why)


def _is_open(meaning: Meaning, when: Wished, guessed: Guessed, supported: float, *, is_short: bool) -> bool:
    """Whether a day they are away outweighs what the rest of the text was taken for."""
    far_away = FAR_AWAY_WITH_TWO_DAYS if when.asks else FAR_AWAY
    if meaning.verb is Verb.UNCLEAR and guessed.chances.get(Verb.UNCLEAR.value, 0.0) < far_away:
        return True
    if meaning.layer is not Layer.CLASSIFIER:
        return False
    if meaning.score < WEAK and (supported >= SIDE_BY_SIDE or when.asks):
        return True
    return is_short and meaning.score < WEAK_BESIDE_A_DAY


_BUT = frozenset(fold("but aber pero mais mas ma però maar ale ama fakat لكن ولكن").split())
"""… but my husband is there."""
_WEAKLY = (Verb.RESCHEDULE, Verb.HOLD, Verb.WHEN, Verb.STATUS, Verb.HELP, Verb.THANKS)
_PLAIN_BESIDE_AN_HOUR = 0.85
"""How sure one of these must be to outweigh it."""


def _is_busy_until(folded: str, when: Wished) -> bool:
    """at work until five: an `until` is said, and what is left of the day begins with that hour"""
    words = folded.split()
    is_from = bool(when.wishes) and all(wish.from_clock and not wish.to_clock for wish in when.wishes)
    return is_from and says_until(folded) and _BUT.isdisjoint(words)


def _is_little_else(text: str, when: Wished) -> bool:
    """not in tomorrow, w środę mnie nie ma: hardly a word besides the day"""
    beside = "".join(letter for at, letter in enumerate(text) if not any(a <= at < b for a, b in when.spans))
    return when.refuses and len(fold(beside).split()) <= LITTLE


_ANY_DAY = listed(
    "any day, every day, cualquier día, todos los días, n'importe quel jour, tous les jours, jeden tag, alle tage",
    "qualquer dia, todos os dias, qualsiasi giorno, tutti i giorni, ogni giorno, elke dag, iedere dag, każdy dzień",
    "her gün, أي يوم, كل يوم",
)
_MOST_WORDS_OF_ANY_BUT = 7


def _is_any_but(folded: str, when: Wished) -> bool:
    """any day but Tuesday, and little else: a wish, in which no word says so"""
    said = f" {folded} "
    is_short = len(folded.split()) <= _MOST_WORDS_OF_ANY_BUT
    return when.refuses and bool(when.wishes) and is_short and any(f" {words} " in said for words in _ANY_DAY)


def _another_way(text: str, chances: Mapping[str, float]) -> Verb | None:
    """The neighbour, or the place, that is named beside it."""
    if refused_place(text):
        return None
    best = max((Verb.NEIGHBOUR, Verb.SAFE_PLACE), key=lambda verb: chances.get(verb.value, 0.0))
    if names_neighbour(text):
        return Verb.NEIGHBOUR if chances.get(Verb.NEIGHBOUR.value, 0.0) >= NAMED else None
    chance = chances.get(best.value, 0.0)
    return best if chance >= SUPPORTED and chance > chances.get(Verb.RESCHEDULE.value, 0.0) else None
