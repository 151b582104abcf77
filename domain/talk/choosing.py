"""A choice is taken, by a tap or by its number. It may be old: all of it is checked again."""

from domain.talk.aiming import aim
from domain.talk.answer import Action, Answer, Verb
from domain.talk.doing import with_parcel
from domain.talk.situation import Situation
from domain.talk.where import gone


def take(action: Action, situation: Situation) -> Answer:
    """What the choice does now. A parcel it names must still be theirs; what it does is checked where it is done."""
    if action.verb is Verb.HUMAN or action.shipment_id is None:
        named = situation.parcel(action.shipment_id)
        return aim(action.verb, action.argument, situation, named.tracking_number if named else None)
    parcel = situation.parcel(action.shipment_id)
    return with_parcel(action.verb, parcel, action.argument, situation) if parcel else gone_for_them(action, situation)


def gone_for_them(action: Action | None, situation: Situation) -> Answer:
    """The offer is expired, foreign or unknown, or its parcel is not theirs (any more): nothing is said about it."""
    return gone(None, action.verb.value if action else None, situation)
