"""When words are not enough: one helpful question, then a person."""

from dataclasses import replace

from domain.talk import menus
from domain.talk.answer import Answer, HandOver, Remember, Reply, ReplyName, ResumeWriting, StopWriting
from domain.talk.facts import people, standing
from domain.talk.meaning import Concern, Guess
from domain.talk.purposes import open_concern
from domain.talk.situation import QUEUE, ParcelView, Situation

MAX_MISSES = 2

_WHY = {
    Concern.ASKED: "asked for a person",
    Concern.ANGRY: "is upset",
    Concern.NOT_RECEIVED: "says the parcel was not received",
    Concern.NOBODY_CAME: "says that nobody came",
    Concern.DAMAGED: "says it is damaged",
    Concern.WRONG_PARCEL: "says it is the wrong parcel",
    Concern.ADDRESS: "writes about the address",
    Concern.CANCEL: "does not want the parcel any more",
    Concern.REFUND: "asks for money back or a return",
    Concern.PRIVACY: "writes about their personal data",
    Concern.SERIOUS: "writes about something serious: injury, theft, police or law",
}


def hand_over(concern: Concern, parcel: ParcelView | None, situation: Situation, why: str | None = None) -> Answer:
    """A person takes it; one who waits for a person already hears when, and is not put into the queue twice.

    `why` tells staff more than the concern does.
    """
    act = HandOver(why or _why(concern, parcel), parcel.shipment_id if parcel else None, _TROUBLE.get(concern))
    again = situation.owner == QUEUE and act.trouble is None
    return Answer((handed_over(concern, situation),), () if again else (act,))


_TROUBLE = {
    concern: concern.value
    for concern in (Concern.NOT_RECEIVED, Concern.NOBODY_CAME, Concern.DAMAGED, Concern.WRONG_PARCEL)
}


def _why(concern: Concern, parcel: ParcelView | None) -> str:
    """For staff: what they say, and what the carrier says of it."""
    if parcel is None or concern not in _TROUBLE:
        return _WHY[concern]
    at = f" at {parcel.milestone_at:%Y-%m-%d %H:%M} UTC" if parcel.milestone_at else ""
    details = ", ".join(word for word in (parcel.detail, parcel.reason) if word)
    return f"{_WHY[concern]}; the carrier says {parcel.milestone.value}{at}{f' ({details})' if details else ''}"


def told_and_handed_over(concern: Concern, parcel: ParcelView, situation: Situation) -> Answer:
    """What we know of the parcel, and then a person."""
    known = Reply(ReplyName.STATUS, standing(parcel, situation))
    handed = hand_over(concern, parcel, situation)
    return Answer((known, *handed.replies), handed.acts)


def not_understood(
    situation: Situation, why: str = "not understood twice in a row", guesses: tuple[Guess, ...] = ()
) -> Answer:
    """One question with choices; the second time in a row a person. Who waits for a person is not asked again.

    `guesses` are what they may have meant: asked about, where they do not answer an open question.
    """
    if situation.owner == QUEUE:
        return Answer()
    misses = situation.misses + 1
    if misses >= MAX_MISSES:
        if concern := open_concern(situation.asked):
            return hand_over(concern, None, situation)
        return Answer((handed_over(Concern.ASKED, situation),), (HandOver(why, _only(situation)),))
    again = situation.asked is not None and bool(situation.offers)
    supposed = () if again else menus.guesses(guesses, situation)
    choices = situation.offers if again and situation.is_known else supposed or menus.usual(situation)
    reply = Reply(ReplyName.UNCLEAR, {"again": again}, choices)
    return Answer((reply,), (Remember(situation.asked if again else None, misses),))


def declined(situation: Situation) -> Answer:
    """They want nothing of what was offered: nothing is done, and what else there is stays in reach."""
    return Answer((Reply(ReplyName.UNCHANGED, choices=menus.usual(situation)),))


def also_when(answer: Answer, situation: Situation) -> Answer:
    """Who wrote to a person that has gone for the day hears when somebody will be there, besides anything else."""
    heard = any(reply.name is ReplyName.HANDED_OVER for reply in answer.replies)
    lawful = any(isinstance(act, StopWriting | ResumeWriting) for act in answer.acts)
    if not situation.left or heard or lawful:
        return answer
    return replace(answer, replies=(*answer.replies, handed_over(Concern.ASKED, situation)))


def handed_over(concern: Concern, situation: Situation) -> Reply:
    """That a person will answer, and when."""
    facts = {**people(situation), "concern": concern.value, "again": situation.owner == QUEUE}
    return Reply(ReplyName.HANDED_OVER, facts)


def _only(situation: Situation) -> int | None:
    open_parcels = situation.open_parcels
    return open_parcels[0].shipment_id if len(open_parcels) == 1 else None
