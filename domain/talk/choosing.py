"""A choice is taken, by a tap or by its number. It may be old: all of it is checked again."""

from domain.talk.aiming import aim
from domain.talk.answer import Action, Answer, Verb
from domain.talk.doing import for_anyone, is_for_anyone, with_parcel
from domain.talk.law import stop_within
from domain.talk.situation import Situation
from domain.talk.together import ALL, offer_together, pick_together
from domain.talk.where import gone


def take(action: Action, situation: Situation) -> Answer:
    """What the choice does now. A parcel it names must still be theirs; what it does is checked where it is done."""
    parcel = situation.parcel(action.shipment_id)
    if action.verb is Verb.STOP:
        return stop_within(action.argument, parcel, situation)
    if action.verb is Verb.HUMAN and action.argument:
        return aim(action.verb, action.argument, situation)
    if action.shipment_id is None and action.verb is Verb.PICK_SLOT:
        return pick_together(action.argument, situation) if situation.is_known else gone_for_them(action, situation)
    is_for_all = action.shipment_id is None and action.verb is Verb.RESCHEDULE and _is_all(action.argument)
    if is_for_all and situation.is_known:
        return offer_together(action.argument, situation)
    if is_for_anyone(action.verb):
        return for_anyone(action.verb, parcel, situation)
    if action.shipment_id is None:
        return aim(action.verb, action.argument, situation)
    return with_parcel(action.verb, parcel, action.argument, situation) if parcel else gone_for_them(action, situation)


def _is_all(argument: str | None) -> bool:
    return (argument or "").partition(" ")[0] == ALL


def gone_for_them(action: Action | None, situation: Situation) -> Answer:
    """The offer is expired, foreign or unknown, or its parcel is not theirs (any more): nothing is said about it."""
    return gone(None, action.verb.value if action else None, situation)
