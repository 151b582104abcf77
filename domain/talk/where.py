"""Where is it: which parcel is meant, and how it stands."""

from domain.axes import Milestone
from domain.talk import menus
from domain.talk.answer import Action, Answer, Choice, Remember, Reply, ReplyName, Verb
from domain.talk.facts import named, people, standing
from domain.talk.folding import fold
from domain.talk.purposes import purpose
from domain.talk.situation import QUEUE, ParcelView, Situation
from domain.talk.turn import ChannelName


def status(parcel: ParcelView, situation: Situation) -> Answer:
    """How this parcel stands, as of now, with the changes that fit."""
    undo = menus.undo(parcel)
    away = _away(parcel) if not parcel.pending else ()
    help_needed = (menus.human(parcel),)
    return Answer((Reply(ReplyName.STATUS, standing(parcel, situation), (*undo, *away, *help_needed)),))


def _away(parcel: ParcelView) -> tuple[Choice, ...]:
    """Who was not met asks for another day; who is yet to be, may say that they will not be."""
    if parcel.milestone is Milestone.DELIVERY_ATTEMPTED and menus.may(Verb.RESCHEDULE, parcel):
        return (menus.choice(Verb.RESCHEDULE, parcel),)
    return (menus.choice(Verb.NOT_HOME, parcel),) if menus.changes(parcel) else ()


def when(parcel: ParcelView, situation: Situation) -> Answer:
    """The hour, as far as the carrier gives one; a parcel at its end is told as it stands."""
    if parcel.is_final or parcel.milestone is Milestone.AVAILABLE_FOR_PICKUP:
        return status(parcel, situation)
    told = status(parcel, situation).replies[0]
    return Answer((Reply(ReplyName.WHEN, told.facts, told.choices),))


def genuine(situation: Situation) -> Answer:
    """Whether a message is ours: answered from the record of what we said, and with what we never ask."""
    record = situation.record
    facts = {
        "told_at": record.told_at.isoformat() if record and record.told_at else None,
        "told_on": record.told_on if record else None,
        "site": record.site if record else None,
        "foreign": bool(record and record.foreign),
        **people(situation),
    }
    return Answer((Reply(ReplyName.GENUINE, facts, (menus.human(),)),))


def not_on_record(verb: Verb, situation: Situation) -> Answer:
    """What the driver asks for at the door, papers or money: no carrier tells us. A person is offered."""
    about = menus.only(situation)
    return Answer((Reply(ReplyName.NOT_ON_RECORD, {"about": verb.value}, (menus.human(about),)),))


def writing_hours(situation: Situation) -> Answer:
    """When we write by ourselves, and how to have no messages at all."""
    hours = situation.writing_hours
    begins, ends = hours or (None, None)
    facts = {"writes_from": begins.isoformat() if begins else None, "writes_until": ends.isoformat() if ends else None}
    return Answer((Reply(ReplyName.WRITING_HOURS, facts),))


def found(situation: Situation) -> Answer:
    """They have it after all. Whoever they wait for sees it in the conversation; no case is closed by it."""
    return Answer((Reply(ReplyName.FOUND, {"again": situation.owner == QUEUE}),))


_WHICH = frozenset(
    fold(
        "which cual cuales lequel laquelle lesquels lesquelles welches welche qual quais quale quali welke ktora ktory"
        " ktore hangisi hangileri ايهم"
    ).split()
)


def asks_which(text: str) -> bool:
    """which one comes tomorrow?"""
    return not _WHICH.isdisjoint(fold(text).split())


def status_of_all(situation: Situation) -> Answer:
    """How every parcel on its way stands, in one message."""
    parcels = situation.open_parcels[: menus.MAX_PARCELS]
    facts = {"parcels": [standing(parcel, situation) for parcel in parcels]}
    return Answer((Reply(ReplyName.STATUS, facts, menus.usual(situation)),))


def which_parcel(
    verb: Verb, parcels: tuple[ParcelView, ...], situation: Situation, argument: str | None = None
) -> Answer:
    """Several could be meant: ask, and keep what it is for, with what was said about it."""
    offered = parcels[: menus.MAX_PARCELS]
    facts = {"parcels": [{**standing(parcel, situation), "verb": verb.value} for parcel in offered]}
    reply = Reply(ReplyName.WHICH_PARCEL, facts, menus.parcels(verb, offered, argument))
    return Answer((reply,), (Remember(Action(Verb.PICK_PARCEL, argument=purpose(verb, argument))),))


def no_parcel(situation: Situation, number: str | None = None) -> Answer:
    """Nothing of theirs, whether or not the number they name exists."""
    facts = {"tracking_number": number, "known": bool(situation.open_parcels), **people(situation)}
    return Answer((Reply(ReplyName.NO_PARCEL, facts, menus.usual(situation)),))


def coarse(number: str, situation: Situation) -> Answer:
    """To a stranger who names a tracking number: its milestone alone, `unknown` also for a number nobody has."""
    parcel = situation.numbered(number)
    milestone = parcel.milestone.value if parcel else "unknown"
    return Answer((Reply(ReplyName.COARSE_STATUS, {"tracking_number": number, "milestone": milestone}),))


def who_are_you(situation: Situation) -> Answer:
    """A stranger asks for what only a known customer may hear: how to become one, where the channel can tell."""
    if situation.channel is ChannelName.TELEGRAM:
        return Answer((Reply(ReplyName.ASK_CONTACT),))
    return no_parcel(situation)


def gone(parcel: ParcelView | None, change: str | None, situation: Situation) -> Answer:
    """What was offered can no longer be done. Without a parcel of theirs nothing is said about it."""
    facts = named(parcel) if parcel else {}
    own = (menus.choice(Verb.STATUS, parcel), *menus.changes(parcel), menus.human(parcel)) if parcel else ()
    return Answer((Reply(ReplyName.NO_LONGER_POSSIBLE, {**facts, "change": change}, own or menus.usual(situation)),))
