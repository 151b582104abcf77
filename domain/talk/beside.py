"""The day after: counted from the day that was spoken of last, and not from today."""

from datetime import date, timedelta

from domain.talk.answer import Verb
from domain.talk.folding import fold
from domain.talk.meaning import Meaning
from domain.talk.pick_words import AROUND_DAY, DAY_AFTER, DAY_BEFORE
from domain.talk.situation import ParcelView, Situation
from domain.talk.wishes import Wish, read, written

_MOST_WORDS = 8


def beside_spoken(text: str, meaning: Meaning, parcel: ParcelView, situation: Situation) -> str | None:
    """The wish for the day after, or before, the one that was spoken of last, with the hours that are named beside it;
    None where the words say no such thing, or none was spoken of."""
    step = _step(fold(text), is_hours_beside=any(wish.names_hours for wish in read(meaning.when)))
    if step is None or meaning.mentioned:
        return None
    today = situation.now.astimezone(parcel.zone).date()
    said = [wish.day for wish in read(meaning.when) if wish.day is not None]
    spoken_of = _spoken_of(parcel, situation)
    if spoken_of is None or any(day != today + timedelta(days=1) for day in said):
        return None
    day = spoken_of + timedelta(days=step)
    if day < today:
        return None
    with_hours = (Wish(day, day, wish.from_clock, wish.to_clock) for wish in read(meaning.when) if wish.names_hours)
    return written(with_hours) or written([Wish(day, day)])


def _step(words: str, *, is_hours_beside: bool) -> int | None:
    """1 for the day after, -1 for the day before, and little else said."""
    for step, phrases in ((1, DAY_AFTER), (-1, DAY_BEFORE)):
        for phrase in sorted(phrases, key=len, reverse=True):
            before, found, after = f" {words} ".partition(f" {phrase} ")
            beside = f"{before} {after}".split()
            if found and len(beside) <= _MOST_WORDS and (is_hours_beside or AROUND_DAY.issuperset(beside)):
                return step
    return None


def _spoken_of(parcel: ParcelView, situation: Situation) -> date | None:
    """The day they named when we asked which time suits; else that of the times on offer, the last one of several; else
    the one on which it is to come."""
    asked = situation.asked
    wishes = read(asked.argument) if asked and asked.verb is Verb.PICK_SLOT else ()
    named = {wish.day for wish in wishes if wish.day is not None}
    if len(named) == 1:
        return named.pop()
    shown = {offer.action.argument for offer in situation.offers if offer.action.verb is Verb.PICK_SLOT}
    days = [slot.window.on for slot in parcel.slots if slot.slot_id in shown]
    if days:
        return max(days)
    window = parcel.pending.window if parcel.pending else parcel.window
    return window.on if window else None
