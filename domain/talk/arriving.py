"""Someone opens the chat, or shares their number. Binding has happened before: the situation says who they are now."""

from domain.talk import menus
from domain.talk.answer import Act, Answer, Reply, ReplyName, ResumeWriting
from domain.talk.situation import Situation
from domain.talk.turn import ChannelName, Turn, TurnKind
from domain.talk.where import no_parcel, status


def arrive(turn: Turn, situation: Situation) -> Answer:
    """A welcome with how their parcel stands; to a stranger how to become known, and why the link did not do it."""
    acts: tuple[Act, ...] = (ResumeWriting("/start"),) if situation.stopped and turn.kind is TurnKind.START else ()
    if situation.is_known:
        return Answer(_welcomed(situation), acts)
    if turn.kind is TurnKind.CONTACT:
        return no_parcel(situation)
    return Answer(_unknown(turn, situation), acts)


def _welcomed(situation: Situation) -> tuple[Reply, ...]:
    parcels = situation.open_parcels
    if len(parcels) == 1:
        return (_welcome(situation), *status(parcels[0], situation).replies)
    return (Reply(ReplyName.WELCOME, {"known": True}, menus.usual(situation)),)


def _unknown(turn: Turn, situation: Situation) -> tuple[Reply, ...]:
    first = Reply(ReplyName.LINK_EXPIRED) if turn.start_token else _welcome(situation)
    ask = (Reply(ReplyName.ASK_CONTACT),) if situation.channel is ChannelName.TELEGRAM else ()
    return (first, *ask)


def _welcome(situation: Situation) -> Reply:
    return Reply(ReplyName.WELCOME, {"known": situation.is_known})
