"""What a parcel is picked for: a verb, and what was said about it before we had to ask which parcel."""

from domain.talk.answer import Action, Verb
from domain.talk.meaning import Concern

_SECRET = frozenset({Verb.ACCESS_CODE})
"""What was said is not kept with the question: it is asked for again."""


def purpose(verb: Verb, argument: str | None = None) -> str:
    """The argument of a PICK_PARCEL."""
    return f"{verb.value} {argument}" if argument and verb not in _SECRET else verb.value


def read_purpose(asked: Action | None) -> tuple[Verb, str | None]:
    """What is to be done with the parcel that is picked: where it is, unless it says something else."""
    word, _, argument = ((asked.argument if asked and asked.verb is Verb.PICK_PARCEL else None) or "").partition(" ")
    verb = next((verb for verb in Verb if verb.value == word and verb is not Verb.PICK_PARCEL), Verb.STATUS)
    return verb, argument or None


def open_concern(asked: Action | None) -> Concern | None:
    """The trouble that waits for the answer to `which parcel?`."""
    verb, argument = read_purpose(asked)
    return read_concern(argument) if verb is Verb.HUMAN and argument else None


def read_concern(argument: str | None) -> Concern:
    """The concern a HUMAN is for; a person was asked for, where it says none."""
    return next((concern for concern in Concern if concern.value == argument), Concern.ASKED)
