"""A meaning: what we think a customer's words ask for, and why we think so."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.talk.answer import Verb
from domain.talk.folding import fold


class Concern(StrEnum):
    """What a person has to look at: the argument of a meaning whose verb is HUMAN, and of nothing else."""

    ASKED = "asked"
    """They asked for a person, and did not say why."""
    ANGRY = "angry"
    NOT_RECEIVED = "not_received"
    """It says delivered, and they do not have it."""
    NOBODY_CAME = "nobody_came"
    """They were in, and nobody rang: no attempt was made, whatever the record says."""
    DAMAGED = "damaged"
    WRONG_PARCEL = "wrong_parcel"
    ADDRESS = "address"
    CANCEL = "cancel"
    """They do not want the parcel any more."""
    REFUND = "refund"
    PRIVACY = "privacy"
    """What we know about them; that it be deleted."""
    SERIOUS = "serious"
    """Injury, theft, police, lawyers."""


class Layer(StrEnum):
    """How the words were understood; a layer that comes first is surer."""

    LAW = "law"
    """Words of opting out or in: nothing else is asked."""
    ASKED = "asked"
    """An answer to what was asked or offered just before."""
    COMMAND = "command"
    """A command such as /status, or a single agreed word."""
    EXACT = "exact"
    """The whole message is a phrase we know."""
    PHRASE = "phrase"
    """A phrase we know is a part of it."""
    CLASSIFIER = "classifier"
    PROPOSED = "proposed"
    """Nothing was understood; something outside proposed what to ask about."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing the words may ask for: `argument` is the Concern of a HUMAN."""

    verb: Verb
    argument: str | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a text something was read: `when` or `number`, from a character to before another."""

    what: str
    start: int
    end: int


_SHORT = 3


def is_time_alone(text: str, spans: Iterable[Span]) -> bool:
    """Whether the text says when, and nothing else but a short word such as `on`."""
    times = sorted((span.start, span.end) for span in spans if span.what == "when")
    at, beside = 0, ""
    for start, end in times:
        beside += f" {text[at:start]}"
        at = max(at, end)
    words = fold(f"{beside} {text[at:]}").split()
    return bool(times) and len(words) <= 1 and all(len(word) <= _SHORT for word in words)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood of one text.

    `mentioned` is the tracking number the words name: one of the customer's own as they are stored, or whatever looks
    like one, upper-cased without spaces. `argument` is what the words say about the verb: the wishes about time
    (domain.talk.wishes) for RESCHEDULE (and UNCLEAR, a day alone), the place or the neighbour for SAFE_PLACE and
    NEIGHBOUR, for UNDO_RESCHEDULE the change that is not to be and the words that say so, a score for RATE, a Concern
    for HUMAN. `score` is between 0 and 1; `why` names the words that decided,
    for staff. `guesses` are what an UNCLEAR text most likely asks for, the likeliest first. `language` is the one it
    seems to be written in, None where that is not plain. `spans` are the places that were read for a time or a number.
    `when` are the wishes about time in the words, whatever they were taken to ask for.
    """

    verb: Verb
    mentioned: str | None = None
    argument: str | None = None
    layer: Layer = Layer.NOTHING
    score: float = 0.0
    why: str = ""
    guesses: tuple[Guess, ...] = ()
    language: str | None = None
    spans: tuple[Span, ...] = ()
    when: str | None = None


NOTHING_UNDERSTOOD = Meaning(Verb.UNCLEAR, why="no words we know")
