"""Opting out, by law: whole messages that mean stop, start again or help, in the languages we write in.

47 CFR 64.1200(a)(10) names stop, quit, end, revoke, opt out, cancel and unsubscribe, and any words a reasonable person
would read so. A word counts only as the whole message, and a sentence only if it names our messages or who is not to be
written to: `please stop at number 12` and `cancel the Tuesday one` are about the parcel.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.talk.folding import fold, one_slip
from domain.talk.optout_sentences import SENTENCES, SETS, WITHIN
from domain.talk.optout_words import (
    AMBIGUOUS,
    EVERYTHING,
    HELP,
    ORDINARY,
    POLITE,
    RESUME,
    STOP,
    THIS_PARCEL,
    THIS_SHOP,
)
from domain.talk.phrases import compiled

PROVIDER_STOP = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
PROVIDER_RESUME = frozenset({"START", "YES", "UNSTOP"})
PROVIDER_HELP = frozenset({"HELP", "INFO"})
"""What Twilio acts on and answers itself: one word, any case (Twilio, "Twilio support for opt-out keywords")."""

LONGEST_SENTENCE = 120
LONGEST_MESSAGE = 1200
SHORTEST_WITH_SLIP = 4
MOST_WORDS = 6
"""Words of a message that is nothing but stop words."""

_SENTENCE_ENDS = re.compile(r"[.!?;\n]+|,\s")
_ASKS_FOR_SILENCE = compiled(SENTENCES, SETS)
_POLITE = re.compile(rf"^(?:(?:{'|'.join(POLITE)}) )+(?=.)|(?: (?:{'|'.join(POLITE)}))+$")
_WITHIN = compiled(WITHIN, SETS)
_ABOUT_PARCEL, _FROM_SHOP = (
    re.compile(rf" (?:{'|'.join(sorted(phrases, key=len, reverse=True))})(?= )") for phrases in (THIS_PARCEL, THIS_SHOP)
)
_SLIPPERY = tuple(word for word in STOP if len(word) >= SHORTEST_WITH_SLIP and " " not in word)


@dataclass(frozen=True, slots=True)
class Stop:
    """Silence is asked for; `everywhere`: on all channels.

    `is_ambiguous`: the word may as well mean the parcel, or the question that is open. On SMS the law decides.
    """

    words: str
    everywhere: bool = False
    is_provider_keyword: bool = False
    is_ambiguous: bool = False
    is_about_parcel: bool = False
    """It is about this one parcel."""
    is_about_shop: bool = False
    """It is about this one shop."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Messages are wanted again. `is_ambiguous`: a mere yes, which only the SMS provider takes for it."""

    words: str
    is_provider_keyword: bool = False
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    words: str
    is_provider_keyword: bool = False


def read_stop(text: str) -> Stop | Resume | Help | None:
    """What the text asks for by law, or None when it asks for something else. `words` are the customer's, shortened."""
    return None if len(text) > LONGEST_MESSAGE else _read_stop(text)


@lru_cache(maxsize=1024)
def _read_stop(text: str) -> Stop | Resume | Help | None:
    keyword, words = text.strip().upper(), text.strip()[:LONGEST_SENTENCE]
    whole = _bare(fold(text))
    if keyword in PROVIDER_RESUME or whole in RESUME:
        return Resume(words, keyword in PROVIDER_RESUME, is_ambiguous=whole == "yes")
    if keyword in PROVIDER_HELP or whole in HELP:
        return Help(words, keyword in PROVIDER_HELP)
    if stop_word := _stop_word(whole):
        return Stop(words, _is_everything(whole), keyword in PROVIDER_STOP, stop_word in AMBIGUOUS)
    if any(_asks_for_silence(sentence) for sentence in (text, *_SENTENCE_ENDS.split(text))):
        return Stop(words, _is_everything(fold(text)))
    if _asks_within(_ABOUT_PARCEL, text):
        return Stop(words, is_about_parcel=True)
    return Stop(words, is_about_shop=True) if _asks_within(_FROM_SHOP, text) else None


def _asks_within(scope: re.Pattern[str], text: str) -> bool:
    """Whether silence is asked for, but only about this parcel, or from this shop."""
    if len(text) > LONGEST_SENTENCE:
        return False
    said = f" {fold(text)} "
    rest = scope.sub("", said, count=1)
    return rest != said and (_asks_for_silence(rest) or _WITHIN.fullmatch(_bare(rest.strip()) + " ") is not None)


def _bare(whole: str) -> str:
    """The words without `please`, `now`, `thanks` … around them, as long as something is left."""
    return _POLITE.sub("", whole) or whole


def _stop_word(whole: str) -> str | None:
    """The stop word that the whole message is, or is a slip of."""
    if whole in STOP:
        return whole
    if twice := _said_twice(whole):
        return twice
    if not whole.isalpha() or whole in ORDINARY:
        return None
    return next((word for word in _SLIPPERY if one_slip(whole, word)), None)


def _said_twice(whole: str) -> str | None:
    """stop ça suffit; stop stop stop: nothing but such words, one of which can mean nothing else."""
    words = whole.split()
    for cut in range(1, len(words) if len(words) <= MOST_WORDS else 0):
        first, rest = " ".join(words[:cut]), " ".join(words[cut:])
        if first in STOP and (rest in STOP or _said_twice(rest)):
            plain = [word for word in (first, rest) if word not in AMBIGUOUS]
            if plain:
                return plain[0]
    return None


def _asks_for_silence(sentence: str) -> bool:
    if not 0 < len(sentence) <= LONGEST_SENTENCE:
        return False
    return _ASKS_FOR_SILENCE.fullmatch(_bare(fold(sentence)) + " ") is not None


def _is_everything(whole: str) -> bool:
    return not EVERYTHING.isdisjoint(whole.split())
