"""Opting out, by law: whole messages that mean stop, start again or help, in the languages we write in.

47 CFR 64.1200(a)(10) names stop, quit, end, revoke, opt out, cancel and unsubscribe, and any words a reasonable person
would read so. A word counts only as the whole message, a phrase that names our messages as a whole sentence of it:
`please stop at number 12` and `cancel the Tuesday one` are about the parcel.
"""

import re
from dataclasses import dataclass

from domain.talk.folding import fold, one_slip
from domain.talk.optout_words import (
    AMBIGUOUS,
    EVERYTHING,
    HELP,
    ORDINARY,
    POLITE,
    RESUME,
    STOP,
    STOP_SENTENCES,
)

PROVIDER_STOP = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
PROVIDER_RESUME = frozenset({"START", "YES", "UNSTOP"})
PROVIDER_HELP = frozenset({"HELP", "INFO"})
"""What Twilio acts on and answers by itself: one word, exact, any case (Twilio, "Twilio support for opt-out keywords")."""

_LONGEST_SENTENCE = 120
_SENTENCE_ENDS = re.compile(r"[.!?;\n]+|,\s")


@dataclass(frozen=True, slots=True)
class Stop:
    """Silence is asked for; `everywhere`: on all channels. `is_ambiguous`: on a channel other than SMS the word may
    as well mean the parcel, or the question that is open."""

    words: str
    everywhere: bool = False
    is_provider_keyword: bool = False
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Resume:
    """Messages are wanted again. `is_ambiguous`: a mere yes, which only Twilio takes for it."""

    words: str
    is_provider_keyword: bool = False
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    words: str
    is_provider_keyword: bool = False


def read_stop(text: str) -> Stop | Resume | Help | None:
    """What the text asks for by law, or None when it asks for something else."""
    words, bare = text.strip()[:_LONGEST_SENTENCE], text.strip().upper()
    whole = _politeness_off(fold(text))
    if not whole or len(text.strip()) > 10 * _LONGEST_SENTENCE:
        return None
    if bare in PROVIDER_RESUME or whole in RESUME:
        return Resume(words, bare in PROVIDER_RESUME, is_ambiguous=whole == "yes")
    if bare in PROVIDER_HELP or whole in HELP:
        return Help(words, bare in PROVIDER_HELP)
    if whole in STOP or any(_is_slip_of(whole, word) for word in STOP):
        ambiguous = whole in AMBIGUOUS or (whole not in STOP and any(_is_slip_of(whole, word) for word in AMBIGUOUS))
        return Stop(words, _is_everything(whole), bare in PROVIDER_STOP, ambiguous)
    if any(_is_stop_sentence(sentence) for sentence in (text, *_SENTENCE_ENDS.split(text))):
        return Stop(words, _is_everything(fold(text)))
    return None


def _politeness_off(whole: str) -> str:
    """The words without `please`, `now`, `thanks` … around them, as long as something is left."""
    rest = POLITE.sub("", whole).strip()
    return rest or whole


def _is_slip_of(whole: str, keyword: str) -> bool:
    return len(keyword) >= 4 and " " not in keyword and whole not in ORDINARY and one_slip(whole, keyword)


def _is_stop_sentence(sentence: str) -> bool:
    whole = _politeness_off(fold(sentence[:_LONGEST_SENTENCE]))
    return len(sentence) <= _LONGEST_SENTENCE and STOP_SENTENCES.fullmatch(whole) is not None


def _is_everything(whole: str) -> bool:
    return not EVERYTHING.isdisjoint(whole.split())
