"""Free words: an answer to what we asked, or something of their own."""

from domain.talk import menus
from domain.talk.answer import Answer, Choice, Remember, Reply, ReplyName, Verb
from domain.talk.doing import FOR_ANYONE, for_anyone, take, verb_of, with_parcel
from domain.talk.folding import fold
from domain.talk.meaning import Layer, Meaning
from domain.talk.optout import Help, read_stop
from domain.talk.other_ways import NEEDS_DETAIL, ask_detail, other_way
from domain.talk.people import MAX_MISSES, declined, not_understood
from domain.talk.picking import No, Position, Yes, read_pick
from domain.talk.situation import ParcelView, Situation
from domain.talk.turn import ChannelName, Turn, TurnKind
from domain.talk.where import coarse, gone, no_parcel, which_parcel, who_are_you


def hear(turn: Turn, meaning: Meaning, situation: Situation) -> Answer:
    """The answer to a text, or to what was written with a photo; to media without words that we cannot use it."""
    if turn.kind is TurnKind.MEDIA and not fold(turn.caption):
        return _media(turn.text, situation)
    text = turn.text if turn.kind is TurnKind.TEXT else turn.caption
    asked_help = read_stop(text)
    if isinstance(asked_help, Help) and situation.channel is ChannelName.SMS and asked_help.is_provider_keyword:
        return Answer()
    return _in_context(text, meaning, situation) or _meant(meaning, situation)


def _in_context(text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """The answer to the open question or the last offers; None when the words are not about them."""
    if not situation.is_known:
        return None
    awaited = situation.parcel(situation.asked.shipment_id) if situation.asked else None
    verb = situation.asked.verb if situation.asked else None
    pick = read_pick(text)
    if isinstance(pick, No) and situation.asked is not None:
        return declined(situation)
    if verb in NEEDS_DETAIL and awaited is not None:
        return _detail(verb, awaited, text, meaning, situation)
    if isinstance(pick, Position) and situation.offers:
        chosen = _at(pick, situation.offers)
        return take(chosen.action, situation) if chosen else not_understood(situation)
    if isinstance(pick, Yes) and situation.asked is not None:
        return _agreed(situation)
    return None


def _detail(verb: Verb, parcel: ParcelView, text: str, meaning: Meaning, situation: Situation) -> Answer | None:
    """Their words are the place or the neighbour, unless they plainly ask for something else."""
    elsewhere = meaning.verb not in (verb, Verb.UNCLEAR)
    if elsewhere and (meaning.layer in (Layer.COMMAND, Layer.EXACT) or meaning.verb is Verb.HUMAN):
        return None
    if len(fold(text)) >= 2 and not text.rstrip().endswith("?"):
        return other_way(verb, parcel, text, situation)
    if elsewhere or situation.misses + 1 >= MAX_MISSES:
        return None
    return ask_detail(verb, parcel, situation.misses + 1)


def _at(pick: Position, offers: tuple[Choice, ...]) -> Choice | None:
    """`Last` is the last of what they were asked to choose among, not the way out beside it."""
    if pick.number == -1:
        among = [offer for offer in offers if offer.action.verb in (Verb.PICK_SLOT, Verb.PICK_PARCEL)] or list(offers)
        return among[-1]
    return offers[pick.number - 1] if 1 <= pick.number <= len(offers) else None


def _agreed(situation: Situation) -> Answer:
    """A yes takes the only slot or parcel that was offered; among several it does not say which."""
    among = [offer for offer in situation.offers if offer.action.verb in (Verb.PICK_SLOT, Verb.PICK_PARCEL)]
    return take(among[0].action, situation) if len(among) == 1 else not_understood(situation)


def _meant(meaning: Meaning, situation: Situation) -> Answer:
    """What the words ask for by themselves."""
    if not situation.is_known:
        return _stranger(meaning, situation)
    named = situation.numbered(meaning.mentioned) if meaning.mentioned else None
    if meaning.verb in FOR_ANYONE and not (meaning.verb is Verb.UNCLEAR and meaning.mentioned):
        if meaning.verb is Verb.UNCLEAR:
            return _wanted_day(meaning, situation) or not_understood(situation)
        return for_anyone(meaning.verb, meaning.argument, named or _topic(situation), situation)
    verb = _purpose(meaning, situation)
    if meaning.mentioned:
        return (
            with_parcel(verb, named, meaning.argument, situation) if named else no_parcel(situation, meaning.mentioned)
        )
    return _whichever(verb, meaning.argument, situation)


def _stranger(meaning: Meaning, situation: Situation) -> Answer:
    if meaning.mentioned:
        return coarse(meaning.mentioned, situation)
    if meaning.verb in FOR_ANYONE:
        return for_anyone(meaning.verb, meaning.argument, None, situation)
    return who_are_you(situation)


def _purpose(meaning: Meaning, situation: Situation) -> Verb:
    """A number alone answers `which parcel?`; without that question it asks where it is."""
    if meaning.verb is not Verb.UNCLEAR:
        return Verb.RESCHEDULE if meaning.verb is Verb.PICK_SLOT else meaning.verb
    asked = situation.asked
    return verb_of(asked.argument) if asked and asked.verb is Verb.PICK_PARCEL else Verb.STATUS


def _whichever(verb: Verb, argument: str | None, situation: Situation) -> Answer:
    """The verb with the parcel they must mean; a question where several could be meant."""
    if not situation.parcels:
        return no_parcel(situation)
    candidates = _candidates(verb, situation)
    if not candidates:
        return gone(situation.parcels[0], verb.value, situation)
    topic = _topic(situation) if verb is not Verb.STATUS else None
    if len(candidates) == 1 or topic in candidates:
        return with_parcel(verb, topic if topic in candidates else candidates[0], argument, situation)
    return which_parcel(verb, candidates, situation)


def _candidates(verb: Verb, situation: Situation) -> tuple[ParcelView, ...]:
    if verb is Verb.STATUS:
        return situation.open_parcels or situation.parcels[:1]
    if verb is Verb.RATE:
        return tuple(parcel for parcel in situation.parcels if parcel.is_final)[:1]
    if verb is Verb.UNDO_RESCHEDULE:
        return tuple(parcel for parcel in situation.open_parcels if parcel.pending) or situation.open_parcels
    return situation.open_parcels


def _topic(situation: Situation) -> ParcelView | None:
    """The parcel the last message was about."""
    about = {offer.action.shipment_id for offer in situation.offers if offer.action.shipment_id is not None}
    if situation.asked and situation.asked.shipment_id is not None:
        about = {situation.asked.shipment_id}
    return situation.parcel(about.pop()) if len(about) == 1 else None


def _wanted_day(meaning: Meaning, situation: Situation) -> Answer | None:
    """A day alone answers `which slot?`."""
    asked = situation.asked
    if meaning.argument is None or asked is None or asked.verb is not Verb.PICK_SLOT:
        return None
    parcel = situation.parcel(asked.shipment_id)
    return with_parcel(Verb.RESCHEDULE, parcel, meaning.argument, situation) if parcel else None


def _media(kind: str, situation: Situation) -> Answer:
    """Media without words: a contact that is not the sender's, or something only a person can look at."""
    if kind == "contact":
        return Answer((Reply(ReplyName.CONTACT_NOT_OWN),), _kept(situation))
    asked = menus.CHANGES.get(situation.asked.verb) if situation.asked else None
    facts = {"media": kind, "asked_for": asked}
    return Answer((Reply(ReplyName.MEDIA_NOT_UNDERSTOOD, facts, menus.usual(situation)),), _kept(situation))


def _kept(situation: Situation) -> tuple[Remember, ...]:
    """The open question stays open."""
    return (Remember(situation.asked, situation.misses),) if situation.asked else ()
