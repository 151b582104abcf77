"""Free words: an answer to what we asked, or something of their own; and media, which we cannot read."""

from dataclasses import replace

from domain.talk import menus
from domain.talk.aiming import aim
from domain.talk.answer import (
    Action,
    Answer,
    AskChange,
    ReadAs,
    Remember,
    Reply,
    ReplyName,
    SendCode,
    SpeakLanguage,
    Verb,
)
from domain.talk.codes import ask_code
from domain.talk.context import in_context
from domain.talk.doing import for_anyone
from domain.talk.folding import fold
from domain.talk.languages import read_language
from domain.talk.meaning import Layer, Meaning, is_time_alone
from domain.talk.optout import Help, read_stop
from domain.talk.people import not_understood
from domain.talk.picking import read_pick
from domain.talk.proving import with_code
from domain.talk.purposes import read_purpose
from domain.talk.situation import QUEUE, Situation
from domain.talk.together import is_asked_together, means_all, means_together, movable, offer_together
from domain.talk.turn import ChannelName, Turn, TurnKind
from domain.talk.where import asks_which, coarse, status_of_all

_KIND = frozenset(
    ["❤", "❤️", "😊", "😀", "😄", "🙏", "👏", "🎉", "👌", "😍", "🥰", "😘", "🤗", "💐", "🌹", "☺️", "🙂", "😁"]
)
"""Stickers that say thank you."""


def hear(turn: Turn, meaning: Meaning, situation: Situation) -> Answer:
    """The answer to a text, or to what was written with a photo; to media without words that we cannot use it."""
    text = turn.text if turn.kind is TurnKind.TEXT else turn.caption
    if turn.kind is TurnKind.MEDIA and not fold(text) and read_pick(text) is None:
        return for_anyone(Verb.THANKS, None, situation) if text.strip() in _KIND else _media(turn.text, situation)
    if situation.asked and situation.asked.verb is Verb.PROVE and situation.code:
        return replace(with_code(situation.code, situation.asked, situation), read_as=ReadAs(Layer.ASKED, Verb.PROVE))
    language = read_language(text)
    if language is not None:
        return Answer((Reply(ReplyName.LANGUAGE_SET),), (SpeakLanguage(language), *kept(situation)))
    wants_help = read_stop(text)
    if isinstance(wants_help, Help):
        return _help(wants_help, situation)
    return in_context(text, meaning, situation) or _still_choosing(_meant(text, meaning, situation), situation)


_QUESTIONS = (
    *(ReplyName.STATUS, ReplyName.WHEN, ReplyName.GENUINE, ReplyName.HELP),
    *(ReplyName.NOT_ON_RECORD, ReplyName.WRITING_HOURS),
)


def _still_choosing(answer: Answer, situation: Situation) -> Answer:
    """A question, or a note for the driver, while they choose a time: answered, and the times are still there to
    choose from, for as long as we know who asks."""
    is_choosing = situation.asked is not None and situation.asked.verb is Verb.PICK_SLOT and situation.offers
    if not is_choosing or not situation.is_known or len(answer.replies) != 1:
        return answer
    (reply,) = answer.replies
    is_note = [act.change for act in answer.acts if isinstance(act, AskChange)] == [menus.CHANGES[Verb.INSTRUCTIONS]]
    if not is_note and (answer.acts or reply.name not in _QUESTIONS):
        return answer
    undo = (choice for choice in reply.choices if choice.action.verb is Verb.UNDO_RESCHEDULE)
    choices = (*situation.offers, *undo)
    return replace(answer, replies=(replace(reply, choices=choices),), acts=(*answer.acts, *kept(situation)))


def _help(wanted: Help, situation: Situation) -> Answer:
    """The SMS provider has answered its own keyword already."""
    read_as = ReadAs(Layer.COMMAND, Verb.HELP)
    if wanted.is_provider_keyword and situation.channel is ChannelName.SMS:
        return Answer(read_as=read_as)
    return replace(aim(Verb.HELP, None, situation), read_as=read_as)


def _meant(text: str, meaning: Meaning, situation: Situation) -> Answer:
    """What the words ask for by themselves; a number alone answers `which parcel?`, or asks where it is."""
    if meaning.mentioned and not situation.is_known and meaning.verb not in (Verb.HUMAN, Verb.GENUINE):
        if not situation.numbers_left:
            return Answer((Reply(ReplyName.ENOUGH_NUMBERS, choices=(menus.human(),)),))
        if meaning.verb in menus.CHANGES and situation.channel is not ChannelName.SMS:
            return ask_code(Action(meaning.verb, None, meaning.mentioned), SendCode(None, meaning.mentioned))
        return coarse(meaning.mentioned, situation)
    verb = meaning.verb
    is_day = verb is Verb.UNCLEAR and meaning.argument is not None and means_all(text)
    is_about_all = (is_day or verb in (Verb.RESCHEDULE, Verb.NOT_HOME)) and not meaning.mentioned
    is_about_all = is_about_all and (means_all(text) or is_asked_together(situation))
    if is_about_all and situation.is_known and len(movable(situation)) > 1:
        return offer_together(meaning.argument, situation)
    if (
        verb in (Verb.STATUS, Verb.WHEN)
        and not meaning.mentioned
        and asks_which(text)
        and len(situation.open_parcels) > 1
    ):
        return status_of_all(situation)
    if verb is Verb.UNCLEAR and means_together(text) and situation.is_known and len(movable(situation)) > 1:
        return offer_together(meaning.argument, situation)
    is_guess = verb is Verb.UNCLEAR and bool(meaning.guesses) and not meaning.mentioned
    if is_guess or _is_weak_and_too_late(meaning, situation):
        return not_understood(situation, guesses=meaning.guesses)
    if verb is Verb.UNCLEAR and situation.is_known and meaning.argument and is_time_alone(text, meaning.spans):
        verb = Verb.RESCHEDULE
    if verb is Verb.UNCLEAR and meaning.mentioned:
        verb, said = read_purpose(situation.asked)
        return aim(verb, meaning.argument or said, situation, meaning.mentioned)
    # Which slot is meant is never guessed from free words: they are offered again.
    return aim(Verb.RESCHEDULE if verb is Verb.PICK_SLOT else verb, meaning.argument, situation, meaning.mentioned)


_WEAK = 0.5
"""How sure a classifier must be of a wish that cannot be had any more, for that to be the answer."""


def _is_weak_and_too_late(meaning: Meaning, situation: Situation) -> bool:
    """A change, as it seems, where nothing is on its way: rather something else is meant."""
    is_weak = meaning.layer is Layer.CLASSIFIER and meaning.score < _WEAK and not meaning.mentioned
    is_change = meaning.verb in menus.CHANGES or meaning.verb is Verb.NOT_HOME
    return is_weak and is_change and bool(situation.parcels) and not situation.open_parcels


def _media(kind: str, situation: Situation) -> Answer:
    """A contact card that is not the sender's own, or something only a person can look at. The open question stays."""
    if kind == "contact":
        return Answer((Reply(ReplyName.CONTACT_NOT_OWN),), kept(situation))
    asked_for = menus.CHANGES.get(situation.asked.verb) if situation.asked else None
    facts = {"media": kind, "asked_for": asked_for, "again": situation.owner == QUEUE}
    reply = Reply(ReplyName.MEDIA_NOT_UNDERSTOOD, facts, menus.usual(situation))
    return Answer((reply,), kept(situation))


def kept(situation: Situation) -> tuple[Remember, ...]:
    """Our question stays open."""
    return (Remember(situation.asked, situation.misses),) if situation.asked else ()
