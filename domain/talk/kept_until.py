"""Kept until another day: right after it was asked to be kept until the 6th, `no, until the 5th`."""

from datetime import date, timedelta

from domain.talk.answer import Answer, Choice, Verb
from domain.talk.folding import fold
from domain.talk.meaning import Meaning
from domain.talk.menus import CHANGES
from domain.talk.other_ways import WORDS, other_way
from domain.talk.situation import Situation
from domain.talk.wishes import read

_A_MONTH = 31
"""Days among which each number of a day is once."""


def kept_until(text: str, meaning: Meaning, undo: Choice | None, situation: Situation) -> Answer | None:
    """The carrier is asked to keep it until the day they name now. A bare number is a day here, and no hour. `undo` is
    the choice that takes their last wish back; None where that was another, or the words are about something else."""
    if undo is None or undo.action.argument != CHANGES[Verb.HOLD] or text.rstrip().endswith(("?", "؟")):
        return None
    parcel, wishes = situation.parcel(undo.action.shipment_id), read(meaning.when)
    is_about_it = meaning.verb in (Verb.UNCLEAR, Verb.RESCHEDULE)
    if parcel is None or not is_about_it or len(wishes) != 1 or wishes[0].day or wishes[0].refused_weekdays:
        return None
    (wish,) = wishes
    if not wish.names_hours:
        return other_way(Verb.HOLD, parcel, f"{meaning.when}{WORDS}{text}", situation)
    day = _numbered(text, situation.now.astimezone(parcel.zone).date())
    return other_way(Verb.HOLD, parcel, f"{day.isoformat()}{WORDS}{text}", situation) if day else None


def _numbered(text: str, today: date) -> date | None:
    """The next day of a month with the number that is the only one in the text."""
    numbers = [int(word) for word in fold(text).split() if word.isdecimal()]
    days = (today + timedelta(days=ahead) for ahead in range(1, _A_MONTH + 1))
    return next((day for day in days if numbers == [day.day]), None)
