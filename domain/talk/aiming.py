"""Which parcel a wish is for: the one they name, the one we were speaking of, the only one; otherwise we ask."""

from domain.axes import Milestone
from domain.talk.answer import Answer, Verb
from domain.talk.doing import for_anyone, is_for_anyone, with_parcel
from domain.talk.meaning import Concern
from domain.talk.people import hand_over
from domain.talk.purposes import open_concern, read_concern
from domain.talk.situation import ParcelView, Situation
from domain.talk.trouble import CONCERNS, DID_NOT_COME, SHOULD_HAVE_COME, concerned
from domain.talk.where import gone, no_parcel, which_parcel, who_are_you
from domain.talk.wishes import read


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
    candidates = _coming_then(verb, argument, candidates)
    spoken_of = topic(situation) if verb not in (Verb.STATUS, Verb.WHEN) else None
    if spoken_of in candidates and spoken_of is not None:
        return with_parcel(verb, spoken_of, argument, situation)
    if len(candidates) == 1:
        return with_parcel(verb, candidates[0], argument, situation)
    return which_parcel(verb, candidates, situation, argument)


def _coming_then(verb: Verb, argument: str | None, parcels: tuple[ParcelView, ...]) -> tuple[ParcelView, ...]:
    """Who is away on a day means what comes on it, where anything does."""
    if verb not in (Verb.NOT_HOME, Verb.RESCHEDULE):
        return parcels
    wishes = read(argument)
    then = tuple(p for p in parcels if p.window and any(wish.refuses(p.window.on) for wish in wishes))
    return then or parcels


def _candidates(verb: Verb, situation: Situation) -> tuple[ParcelView, ...]:
    match verb:
        case Verb.STATUS | Verb.WHEN:
            return situation.open_parcels or situation.parcels[:1]
        case Verb.PROOF:
            return tuple(p for p in situation.parcels if p.milestone is Milestone.DELIVERED) or situation.open_parcels
        case Verb.RATE:
            return tuple(p for p in situation.parcels if p.milestone is Milestone.DELIVERED)[:1]
        case Verb.UNDO_RESCHEDULE:
            asked = tuple(p for p in situation.open_parcels if p.asked_kinds)
            return asked or tuple(p for p in situation.open_parcels if p.agreed_kinds) or situation.open_parcels
        case _:
            return situation.open_parcels


def _person(argument: str | None, named: ParcelView | None, situation: Situation) -> Answer:
    """A person takes it. A trouble with one of several parcels is asked about first, once, and never lost by that."""
    waiting = open_concern(situation.asked)
    concern = read_concern(argument)
    concern = waiting if waiting and concern is Concern.ASKED else concern
    parcel = named or topic(situation) or _in_question(concern, situation)
    if parcel is not None:
        return concerned(concern, parcel, situation)
    candidates = _troubled(concern, situation)
    if len(candidates) > 1 and waiting is None:
        return which_parcel(Verb.HUMAN, candidates, situation, concern.value)
    return hand_over(concern, None, situation)


def _troubled(concern: Concern, situation: Situation) -> tuple[ParcelView, ...]:
    """The parcels a trouble may be with: those that came, or should have; none did: those on their way."""
    if not situation.is_known or concern not in CONCERNS:
        return ()
    came = tuple(p for p in situation.parcels if p.milestone is Milestone.DELIVERED)
    if concern not in DID_NOT_COME:
        return came or situation.open_parcels
    late = tuple(p for p in situation.open_parcels if p.is_late(situation.now) or p.milestone in SHOULD_HAVE_COME)
    return late + came or situation.open_parcels


def _in_question(concern: Concern, situation: Situation) -> ParcelView | None:
    """The only parcel the trouble can be with; for any other concern the only one on its way, or the last one."""
    candidates = _troubled(concern, situation)
    if not candidates and situation.is_known:
        candidates = _candidates(Verb.STATUS, situation)
    return candidates[0] if len(candidates) == 1 else None
