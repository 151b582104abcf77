"""Something went wrong with a delivery: what the carrier can show for it, in neutral words, and the next step."""

from dataclasses import replace

from domain.axes import Milestone
from domain.talk import menus
from domain.talk.answer import Action, Answer, Reply, ReplyName, SendCode, Verb
from domain.talk.codes import ask_code
from domain.talk.facts import named, standing
from domain.talk.meaning import Concern
from domain.talk.people import hand_over, told_and_handed_over
from domain.talk.situation import IdentityLevel, ParcelView, Situation
from domain.talk.where import status

CONCERNS = frozenset({Concern.NOT_RECEIVED, Concern.NOBODY_CAME, Concern.DAMAGED, Concern.WRONG_PARCEL})
"""Troubles with what was delivered, or should have been."""


def troubled(concern: Concern, parcel: ParcelView, situation: Situation) -> Answer:
    """The known facts and what they can do, and then a person with a case."""
    facts = {**standing(parcel, situation), **evidence(parcel, situation), "concern": concern.value}
    handed = hand_over(concern, parcel, situation)
    return Answer((Reply(ReplyName.TROUBLE, facts), *handed.replies), handed.acts)


SHOULD_HAVE_COME = frozenset({Milestone.DELIVERED, Milestone.DELIVERY_ATTEMPTED})
"""Where `it did not come` contradicts what we know; anywhere else the status says what they need."""
DID_NOT_COME = (Concern.NOT_RECEIVED, Concern.NOBODY_CAME)


def concerned(concern: Concern, parcel: ParcelView, situation: Situation) -> Answer:
    """What a person has to look at, with this parcel: what we know of it is said first, where that helps."""
    came = parcel.milestone in SHOULD_HAVE_COME
    if concern in DID_NOT_COME and not came and not parcel.is_late(situation.now):
        return _not_tried_yet(concern, parcel, situation)
    if concern is Concern.ANGRY or (concern in DID_NOT_COME and not came):
        return told_and_handed_over(concern, parcel, situation)
    if concern in CONCERNS and came:
        return troubled(concern, parcel, situation)
    return hand_over(concern, parcel, situation)


def _not_tried_yet(concern: Concern, parcel: ParcelView, situation: Situation) -> Answer:
    """Nobody came, and nobody was to have come yet: how it stands, beginning with that."""
    (told,) = status(parcel, situation).replies
    return Answer((replace(told, facts={**told.facts, "concern": concern.value}),))


def proof(parcel: ParcelView, situation: Situation) -> Answer:
    """How, when and to whom it was delivered. Names, places and photos are for those who have proven who they are."""
    if parcel.milestone is not Milestone.DELIVERED:
        return status(parcel, situation)
    if parcel.proof.is_personal and situation.identity < IdentityLevel.PROVEN:
        return ask_code(Action(Verb.PROOF, parcel.shipment_id), SendCode(parcel.shipment_id))
    facts = {
        **named(parcel),
        "at": parcel.milestone_at.isoformat() if parcel.milestone_at else None,
        "detail": parcel.detail,
        **evidence(parcel, situation),
    }
    missing = menus.choice(Verb.HUMAN, parcel, Concern.NOT_RECEIVED.value)
    choices = (menus.labelled("not_received", missing), menus.human(parcel))
    return Answer((Reply(ReplyName.PROOF, facts, choices),))


def evidence(parcel: ParcelView, situation: Situation) -> dict[str, object]:
    """What the carrier sent as proof; nothing of it before level 2."""
    if situation.identity < IdentityLevel.PROVEN:
        return {}
    shown = parcel.proof
    return {
        "received_by": shown.received_by,
        "proof_place": shown.place,
        "photo": shown.photo,
        "has_photo": shown.has_photo,
    }
