"""Proving who one is: a change that is asked for without proof waits for the code that went to the order's phone."""

from dataclasses import replace

from domain.talk import menus
from domain.talk.aiming import aim
from domain.talk.answer import (
    Action,
    Answer,
    AskChange,
    AskReschedule,
    Change,
    Remember,
    Reply,
    ReplyName,
    SendCode,
    Verb,
    Withdraw,
)
from domain.talk.choosing import gone_for_them, take
from domain.talk.codes import BETWEEN, ask_code
from domain.talk.new_slot import BESIDE_SLOT
from domain.talk.situation import CodeGiven, IdentityLevel, Situation

_BY_WORD = {word: verb for verb, word in menus.CHANGES.items()}


def proven(answer: Answer, situation: Situation) -> Answer:
    """The answer, if it may be given: one that changes something is not, until they have proven who they are."""
    if situation.identity >= IdentityLevel.PROVEN:
        return answer
    changes = [act for act in answer.acts if isinstance(act, Change)]
    if not changes:
        return answer
    wanted = _action(changes[0])
    asking = ask_code(
        wanted if len(changes) == 1 else replace(wanted, shipment_id=None), SendCode(changes[0].shipment_id)
    )
    return replace(asking, read_as=answer.read_as)


def with_code(given: CodeGiven, asked: Action, situation: Situation) -> Answer:
    """What was wanted is done after the right code; everything is checked again as if it were tapped now."""
    match given:
        case CodeGiven.RIGHT:
            return _wanted(asked, situation)
        case CodeGiven.WRONG:
            return Answer((Reply(ReplyName.CODE_WRONG),), (Remember(asked, situation.misses),))
        case CodeGiven.SPENT:
            return Answer((Reply(ReplyName.CODE_SPENT, choices=(menus.human(),)),))


def _wanted(asked: Action, situation: Situation) -> Answer:
    word, _, argument = (asked.argument or "").partition(BETWEEN)
    verb = next((verb for verb in Verb if verb.value == word and verb is not Verb.PROVE), None)
    if verb is None:
        return gone_for_them(None, situation)
    if asked.shipment_id is None and verb is not Verb.PICK_SLOT:
        return aim(verb, None, situation, argument or None)
    return take(Action(verb, asked.shipment_id, argument or None), situation)


def _action(change: Change) -> Action:
    match change:
        case AskReschedule(shipment_id, slot_id, away):
            return Action(Verb.PICK_SLOT, shipment_id, f"{slot_id}{BESIDE_SLOT}{away}" if away else slot_id)
        case Withdraw(shipment_id, kind):
            return Action(Verb.UNDO_RESCHEDULE, shipment_id, kind)
        case AskChange(shipment_id, "back", kind):
            return Action(Verb.UNDO_RESCHEDULE, shipment_id, kind)
        case AskChange(shipment_id, kind, text):
            return Action(_BY_WORD[kind], shipment_id, text)
