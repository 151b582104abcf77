"""The default way to understand a customer: phrases we know, in English and Spanish, typed the way people type.

This module is an `Understanding` (flows/understanding.py): `understanding: Understanding = words`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from bot.understanding.days import wanted_day
from bot.understanding.details import which_neighbour, which_place
from bot.understanding.grammar import Found, grammar
from bot.understanding.numbers import mentioned
from bot.understanding.spelling import known_share, repaired
from domain.talk.answer import Verb
from domain.talk.folding import fold
from domain.talk.meaning import NOTHING_UNDERSTOOD, Layer, Meaning

LANGUAGES = ("en", "es")
for _language in LANGUAGES:
    grammar(_language)  # Ready before the first customer writes, not while they wait.

COMMANDS = {
    "status": Verb.STATUS,
    "help": Verb.HELP,
    "settings": Verb.HELP,
    "reschedule": Verb.RESCHEDULE,
    "human": Verb.HUMAN,
}
"""Commands, with a slash or without: some doors take it off."""

LONGEST = 1000
"""Characters of a message that are read."""


def understand(text: str, language: str, now: datetime, zone: tzinfo, tracking_numbers: Sequence[str]) -> Meaning:
    """What one text asks for; see flows/understanding.py."""
    text = text[:LONGEST]
    folded = fold(text)
    number = mentioned(text, tracking_numbers)
    command = COMMANDS.get(folded)
    if command is not None:
        return Meaning(command, number, None, Layer.COMMAND, 1.0, f"the command {folded}")
    today = now.astimezone(zone).date()
    found = _found(folded, language)
    if found is None:
        return _nothing(number, wanted_day(folded, today))
    hit, score, how = found
    layer = Layer.EXACT if hit.is_whole else Layer.PHRASE
    return Meaning(hit.verb, number, _argument(hit, text, folded, today), layer, score, f"{hit.phrase} ({how})")


def _found(folded: str, language: str) -> tuple[Found, float, str] | None:
    """With its spelling repaired in the language it seems to be; then as it stands, the customer's language first."""
    languages = sorted(LANGUAGES, key=lambda tried: tried != language[:2])
    written = max(languages, key=lambda tried: known_share(folded, tried))
    better = repaired(folded, written)
    for tried, text in ((written, better), *((tried, folded) for tried in languages)):
        if (rules := grammar(tried)) and (hit := rules.find(text)):
            sure = 0.95 if hit.is_whole else 0.85
            return (hit, sure, tried) if text == folded else (hit, sure - 0.1, f"{tried}, read as: {text}")
    return None


def _nothing(number: str | None, day: date | None) -> Meaning:
    why = "a tracking number" if number else "a day" if day else NOTHING_UNDERSTOOD.why
    return replace(NOTHING_UNDERSTOOD, mentioned=number, argument=day.isoformat() if day else None, why=why)


def _argument(hit: Found, text: str, folded: str, today: date) -> str | None:
    """What the words say about the verb, as Meaning.argument promises."""
    match hit.verb:
        case Verb.HUMAN:
            return hit.concern.value if hit.concern else None
        case Verb.NEIGHBOUR:
            return which_neighbour(text)
        case Verb.SAFE_PLACE:
            return which_place(text)
        case Verb.RATE:
            return next((word for word in folded.split() if word.isdecimal()), None)
        case Verb.RESCHEDULE | Verb.NOT_HOME | Verb.UNCLEAR:
            day = wanted_day(folded, today)
            return day.isoformat() if day else None
        case _:
            return None
