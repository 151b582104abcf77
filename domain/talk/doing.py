"""What each verb does, however it was said. Everything is checked against the situation as it is now."""

from domain.axes import Milestone
from domain.talk import menus
from domain.talk.answer import Action, Answer, Rate, Reply, ReplyName, ResumeWriting, StopWriting, Verb
from domain.talk.facts import named, people
from domain.talk.law import stopped
from domain.talk.meaning import Concern
from domain.talk.new_slot import offer_slots, pick_slot, undo
from domain.talk.other_ways import NEEDS_DETAIL, WORDS, beside_days, not_home, other_way, ways_without
from domain.talk.people import declined, hand_over, not_understood
from domain.talk.purposes import read_concern, read_purpose
from domain.talk.situation import ParcelView, Situation
from domain.talk.trouble import concerned, proof
from domain.talk.where import found, genuine, gone, not_on_record, status, when, writing_hours

SCORES = ("1", "2", "3", "4", "5")
FAIR = 3
"""A rating up to this is met with the offer of a person."""
_FOR_ANYONE = {
    *(Verb.HUMAN, Verb.STOP, Verb.RESUME, Verb.HELP),
    *(Verb.FOUND, Verb.GENUINE, Verb.PAPERS, Verb.PAYING, Verb.WRITING_HOURS, Verb.THANKS, Verb.UNCLEAR, Verb.PROVE),
}


def is_for_anyone(verb: Verb) -> bool:
    """Whether the verb needs no parcel."""
    return verb in _FOR_ANYONE


def with_parcel(verb: Verb, parcel: ParcelView, argument: str | None, situation: Situation) -> Answer:
    """What the verb does with this parcel of theirs."""
    if verb is Verb.HUMAN:
        return concerned(read_concern(argument), parcel, situation)
    if verb in NEEDS_DETAIL:
        return other_way(verb, parcel, argument, situation)
    return for_anyone(verb, parcel, situation) if is_for_anyone(verb) else _of_parcel(verb, parcel, argument, situation)


def _of_parcel(verb: Verb, parcel: ParcelView, argument: str | None, situation: Situation) -> Answer:
    match verb:
        case Verb.STATUS:
            return status(parcel, situation)
        case Verb.WHEN:
            return when(parcel, situation)
        case Verb.PICK_PARCEL:
            purpose, said = read_purpose(Action(verb, argument=argument))
            return with_parcel(purpose, parcel, said, situation)
        case Verb.RESCHEDULE:
            return beside_days(offer_slots(parcel, argument, situation), argument, parcel)
        case Verb.PICK_SLOT:
            return pick_slot(parcel, argument, situation)
        case Verb.UNDO_RESCHEDULE:
            return _taken_back(parcel, argument, situation)
        case Verb.NOT_HOME:
            return not_home(parcel, argument, situation)
        case Verb.PROOF:
            return proof(parcel, situation)
        case _:
            return rate(parcel, argument, situation)


def _taken_back(parcel: ParcelView, argument: str | None, situation: Situation) -> Answer:
    """The wish is taken back. Where it was none, the words of where it is not to be left go to the carrier; who only
    tells that it cannot be left there hears what else there is."""
    change, tells, words = (argument or "").partition(WORDS)
    if tells and change not in (*parcel.asked_kinds, *parcel.agreed_kinds):
        if words:
            return other_way(Verb.INSTRUCTIONS, parcel, words, situation)
        is_place = change in (menus.CHANGES[Verb.NEIGHBOUR], menus.CHANGES[Verb.SAFE_PLACE])
        return ways_without(change, parcel, situation) if is_place else declined(situation)
    return undo(parcel, change or None, situation)


def for_anyone(verb: Verb, parcel: ParcelView | None, situation: Situation) -> Answer:
    """What needs no parcel; the one that is meant is told to the person who takes over."""
    match verb:
        case Verb.HUMAN:
            return hand_over(Concern.ASKED, parcel, situation)
        case Verb.STOP:
            return Answer(stopped(everywhere=False), (StopWriting(verb.value),))
        case Verb.RESUME:
            return Answer((Reply(ReplyName.RESUMED),), (ResumeWriting(verb.value),))
        case Verb.GENUINE:
            return genuine(situation)
        case Verb.FOUND:
            return found(situation)
        case Verb.PAPERS | Verb.PAYING:
            return not_on_record(verb, situation)
        case Verb.WRITING_HOURS:
            return writing_hours(situation)
        case Verb.HELP:
            facts = {"known": situation.is_known, **people(situation)}
            return Answer((Reply(ReplyName.HELP, facts, menus.usual(situation)),))
        case Verb.THANKS:
            return Answer((Reply(ReplyName.THANKS),))
        case _:
            return not_understood(situation)


def rate(parcel: ParcelView, score: str | None, situation: Situation) -> Answer:
    """A delivery that happened is rated 1 to 5; after a poor one a person is offered."""
    if parcel.milestone is not Milestone.DELIVERED:
        return gone(parcel, Verb.RATE.value, situation)
    if score not in SCORES:
        return not_understood(situation)
    choices = (menus.human(parcel),) if int(score) <= FAIR else ()
    reply = Reply(ReplyName.RATED, {**named(parcel), "score": int(score)}, choices)
    return Answer((reply,), (Rate(parcel.shipment_id, int(score)),))
