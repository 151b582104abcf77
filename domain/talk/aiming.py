"""Which parcel a wish is for: the one they name, the one we were speaking of, the only one; otherwise we ask."""

from domain.axes import Milestone
from domain.talk.answer import Answer, Verb
from domain.talk.doing import for_anyone, is_for_anyone, with_parcel
from domain.talk.meaning import Concern
from domain.talk.people import hand_over, told_and_handed_over
from domain.talk.situation import ParcelView, Situation
from domain.talk.trouble import CONCERNS, troubled
from domain.talk.where import gone, no_parcel, status, which_parcel, who_are_you

SHOULD_HAVE_COME = frozenset({Milestone.DELIVERED, Milestone.DELIVERY_ATTEMPTED})
"""Where `it did not come` contradicts what we know; anywhere else the status says what they need."""
_DID_NOT_COME = (Concern.NOT_RECEIVED, Concern.NOBODY_CAME)


def aim(verb: Verb, argument: str | None, situation: Situation, number: str | None = None) -> Answer:
    """What the verb does with the parcel they must mean; `number` is the tracking number they named."""
    named = situation.numbered(number) if number and situation.is_known else None
    if verb is Verb.HUMAN:
        return _person(argument, named, situation)
    if is_for_anyone(verb):
        return for_anyone(verb, named, situation)
    if not situation.is_known:
        return who_are_you(situation)
    if number:
        return with_parcel(verb, named, argument, situation) if named else no_parcel(situation, number)
    return _whichever(verb, argument, situation)


def topic(situation: Situation) -> ParcelView | None:
    """The parcel our last question, or our last offers, were about."""
    if situation.asked and situation.asked.shipment_id is not None:
        return situation.parcel(situation.asked.shipment_id)
    about = {offer.action.shipment_id for offer in situation.offers if offer.action.shipment_id is not None}
    return situation.parcel(about.pop()) if len(about) == 1 else None


def _whichever(verb: Verb, argument: str | None, situation: Situation) -> Answer:
    if not situation.parcels:
        return no_parcel(situation)
    candidates = _candidates(verb, situation)
    if not candidates:
        return gone(situation.parcels[0], verb.value, situation)
    spoken_of = topic(situation) if verb not in (Verb.STATUS, Verb.WHEN) else None
    if spoken_of in candidates and spoken_of is not None:
        return with_parcel(verb, spoken_of, argument, situation)
    if len(candidates) == 1:
        return with_parcel(verb, candidates[0], argument, situation)
    return which_parcel(verb, candidates, situation)


def _candidates(verb: Verb, situation: Situation) -> tuple[ParcelView, ...]:
    match verb:
        case Verb.STATUS | Verb.WHEN:
            return situation.open_parcels or situation.parcels[:1]
        case Verb.PROOF:
            return tuple(p for p in situation.parcels if p.milestone is Milestone.DELIVERED) or situation.open_parcels
        case Verb.RATE:
            return tuple(p for p in situation.parcels if p.milestone is Milestone.DELIVERED)[:1]
        case Verb.UNDO_RESCHEDULE:
            return tuple(p for p in situation.open_parcels if p.asked_kinds) or situation.open_parcels
        case _:
            return situation.open_parcels


def _person(argument: str | None, named: ParcelView | None, situation: Situation) -> Answer:
    """A person takes it. Where the trouble is a parcel that did not come, what we know of it is said first."""
    concern = next((concern for concern in Concern if concern.value == argument), Concern.ASKED)
    parcel = named or topic(situation) or _in_question(concern, situation)
    if parcel is None or concern not in (*CONCERNS, Concern.ANGRY):
        return hand_over(concern, parcel, situation)
    if concern in _DID_NOT_COME and parcel.milestone not in SHOULD_HAVE_COME:
        late = parcel.is_late(situation.now)
        return told_and_handed_over(concern, parcel, situation) if late else status(parcel, situation)
    if concern is Concern.ANGRY:
        return told_and_handed_over(concern, parcel, situation)
    came = parcel.milestone in SHOULD_HAVE_COME
    return troubled(concern, parcel, situation) if came else hand_over(concern, parcel, situation)


def _in_question(concern: Concern, situation: Situation) -> ParcelView | None:
    """The only parcel on its way; when none is, the last one that was. A trouble is with what came, or should have."""
    if not situation.is_known:
        return None
    came = tuple(p for p in situation.parcels if p.milestone is Milestone.DELIVERED)
    late = tuple(p for p in situation.open_parcels if p.is_late(situation.now) or p.milestone in SHOULD_HAVE_COME)
    if concern in (Concern.DAMAGED, Concern.WRONG_PARCEL) and len(came) == 1:
        return came[0]
    if concern in _DID_NOT_COME and len(late + came) == 1:
        return (late + came)[0]
    candidates = _candidates(Verb.STATUS, situation)
    return candidates[0] if len(candidates) == 1 else None
