"""What each verb does, however it was said. Everything is checked against the situation as it is now."""

from typing import assert_never

from domain.axes import Milestone
from domain.talk import menus
from domain.talk.answer import (
    Action,
    Answer,
    Rate,
    Reply,
    ReplyName,
    ResumeWriting,
    StopWriting,
    Verb,
)
from domain.talk.facts import named, people
from domain.talk.law import stopped
from domain.talk.meaning import Concern
from domain.talk.new_slot import offer_slots, pick_slot, undo
from domain.talk.other_ways import not_home, other_way
from domain.talk.people import hand_over, not_understood
from domain.talk.situation import ParcelView, Situation
from domain.talk.where import gone, status

FOR_ANYONE = frozenset({Verb.HUMAN, Verb.STOP, Verb.RESUME, Verb.HELP, Verb.THANKS, Verb.UNCLEAR})
"""Verbs that need no parcel."""

SCORES = range(1, 6)


def take(action: Action, situation: Situation) -> Answer:
    """A choice was taken: the parcel must still be theirs; what it does is checked again where it is done."""
    if action.verb in FOR_ANYONE:
        return for_anyone(action.verb, action.argument, situation.parcel(action.shipment_id), situation)
    parcel = situation.parcel(action.shipment_id)
    if parcel is None:
        return gone(None, action.verb.value, situation)
    if action.verb is Verb.PICK_PARCEL:
        return with_parcel(verb_of(action.argument), parcel, None, situation)
    return with_parcel(action.verb, parcel, action.argument, situation)


def with_parcel(verb: Verb, parcel: ParcelView, argument: str | None, situation: Situation) -> Answer:
    """What the verb does with this parcel of theirs."""
    match verb:
        case Verb.STATUS | Verb.PICK_PARCEL:
            return status(parcel, situation)
        case Verb.RESCHEDULE:
            return offer_slots(parcel, argument, situation)
        case Verb.PICK_SLOT:
            return pick_slot(parcel, argument, situation)
        case Verb.UNDO_RESCHEDULE:
            return undo(parcel, situation)
        case Verb.NOT_HOME:
            return not_home(parcel, argument, situation)
        case Verb.SAFE_PLACE | Verb.NEIGHBOUR | Verb.PICKUP_POINT:
            return other_way(verb, parcel, argument, situation)
        case Verb.RATE:
            return rate(parcel, argument, situation)
        case Verb.HUMAN | Verb.STOP | Verb.RESUME | Verb.HELP | Verb.THANKS | Verb.UNCLEAR:
            return for_anyone(verb, argument, parcel, situation)
        case _:
            assert_never(verb)


def for_anyone(verb: Verb, argument: str | None, parcel: ParcelView | None, situation: Situation) -> Answer:
    """What needs no parcel; a parcel that is meant is told to the person who takes over."""
    match verb:
        case Verb.HUMAN:
            return hand_over(_concern(argument), parcel, situation)
        case Verb.STOP:
            return Answer(stopped(everywhere=False), (StopWriting(Verb.STOP.value),))
        case Verb.RESUME:
            return Answer((Reply(ReplyName.RESUMED),), (ResumeWriting(Verb.RESUME.value),))
        case Verb.HELP:
            return helped(situation)
        case Verb.THANKS:
            return Answer((Reply(ReplyName.THANKS),))
        case _:
            return not_understood(situation)


def helped(situation: Situation) -> Answer:
    return Answer((Reply(ReplyName.HELP, {"known": situation.is_known, **people(situation)}, menus.usual(situation)),))


def rate(parcel: ParcelView, score: str | None, situation: Situation) -> Answer:
    """A delivery that happened is rated 1 to 5; after a bad one a person is offered."""
    if parcel.milestone is not Milestone.DELIVERED:
        return gone(parcel, Verb.RATE.value, situation)
    if score is None or not score.isdecimal() or int(score) not in SCORES:
        return not_understood(situation)
    choices = (menus.human(parcel),) if int(score) <= 3 else ()
    return Answer(
        (Reply(ReplyName.RATED, {**named(parcel), "score": int(score)}, choices),),
        (Rate(parcel.shipment_id, int(score)),),
    )


def verb_of(name: str | None) -> Verb:
    return next((verb for verb in Verb if verb.value == name), Verb.STATUS)


def _concern(name: str | None) -> Concern:
    return next((concern for concern in Concern if concern.value == name), Concern.ASKED)
