"""What a conversation decides becomes facts: reschedules asked, changes asked, silence kept, ratings stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from domain.policy import Policy
from domain.reschedules import BACK, Refusal, Refused
from domain.talk.answer import (
    Act,
    AskChange,
    AskReschedule,
    Rate,
    Reply,
    ReplyName,
    ResumeWriting,
    SendCode,
    SpeakLanguage,
    StopWriting,
    Withdraw,
)
from domain.talk.turn import Turn
from flows.cases import open_case
from flows.changes import reschedule
from flows.messages.voice import Voice
from flows.sealing import SEALED, seal
from flows.stop_writing import resume, stop
from flows.talk.proving import send_code
from flows.talk.situations import Person
from store import change_requests, contacts, stories, turns

BAD_RATING = 2


@dataclass(frozen=True, slots=True)
class Done:
    """`instead` replaces the replies when an act was refused at the last moment; `due` is when a notice is due."""

    instead: tuple[Reply, ...] = ()
    due: datetime | None = None


def do(tx: Connection, acts: Sequence[Act], turn: Turn, person: Person, voice: Voice, now: datetime) -> Done:
    """Does all acts in the transaction of the turn."""
    instead: list[Reply] = []
    policy = stories.policy_of(person.customers[0].settings) if person.customers else Policy()
    touched: set[int] = set()
    slots_asked = [act for act in acts if isinstance(act, AskReschedule)]
    touched |= {act.shipment_id for act in slots_asked}
    instead += _ask_slots(tx, slots_asked, now, policy)
    for act in acts:
        match act:
            case Withdraw(shipment_id, change):
                touched.add(shipment_id)
                reschedule.withdraw(tx, shipment_id, now, change)
            case AskChange(shipment_id, change, text):
                touched.add(shipment_id)
                details = _details(change, text, voice)
                instead += _asked(_ask_change(tx, shipment_id, change, details, now, policy))
            case Rate(shipment_id, score):
                _rate(tx, shipment_id, score, person, now)
            case StopWriting():
                touched.update(_stop(tx, turn, person, act, now))
            case ResumeWriting(words):
                _resume(tx, turn, person, words, now)
            case SendCode():
                refusal = send_code(tx, act, turn, voice, now)
                instead += [refusal] if refusal else []
            case SpeakLanguage(language):
                turns.set_language(tx, [row.id for row in person.customers], language, now)
            case _:
                pass
    return Done(tuple(instead), now if touched else None)


_REFUSALS = {
    Refusal.SLOT_TAKEN: ReplyName.SLOT_TAKEN,
    Refusal.SLOT_GONE: ReplyName.SLOT_TAKEN,
    Refusal.NOT_ALLOWED: ReplyName.NOT_ALLOWED,
    Refusal.TOO_LATE: ReplyName.TOO_LATE,
    Refusal.ALREADY_OPEN: ReplyName.RESCHEDULE_PENDING,
}


def _ask_slots(tx: Connection, asked: Sequence[AskReschedule], now: datetime, policy: Policy) -> list[Reply]:
    """All of them, or none: a slot that has no place left for one parcel is not asked for the others either."""
    if not asked:
        return []
    with tx.begin_nested() as all_or_none:
        for act in asked:
            result = reschedule.ask(tx, act.shipment_id, act.slot_id, True, now, policy)
            if refused := _asked(result):
                all_or_none.rollback()
                return refused
            if act.away and isinstance(result, reschedule.Asked):
                change_requests.keep_away(tx, result.public_id, act.away)
    return []


def _ask_change(
    tx: Connection, shipment_id: int, change: str, details: dict[str, object], now: datetime, policy: Policy
) -> reschedule.Asked | Refused:
    """Who says it anew in other words means the new ones: the standing wish is taken back first."""
    asked = reschedule.ask_change(tx, shipment_id, change, details, True, now, policy)
    if not (isinstance(asked, Refused) and asked.why is Refusal.ALREADY_OPEN):
        return asked
    reschedule.withdraw(tx, shipment_id, now, change)
    return reschedule.ask_change(tx, shipment_id, change, details, True, now, policy)


def _asked(result: object) -> list[Reply]:
    if isinstance(result, Refused):
        return [Reply(_REFUSALS.get(result.why, ReplyName.NO_LONGER_POSSIBLE))]
    return []


def _rate(tx: Connection, shipment_id: int, score: int, person: Person, now: datetime) -> None:
    turns.rate(tx, shipment_id, score, now)
    if score <= BAD_RATING:
        open_case(
            tx,
            kind="bad_rating",
            key=str(shipment_id),
            why=f"The customer rated the delivery {score} of 5. Ask what went wrong.",
            now=now,
            merchant_id=person.thread.merchant_id,
            shipment_id=shipment_id,
            conversation_id=person.thread.id,
        )


def _details(change: str, text: str, voice: Voice) -> dict[str, object]:
    """What is kept of a change's words; the code of a door cannot be read there."""
    if change == "access_code":
        return {SEALED: seal(voice.links.secret_key, text)}
    return {"of": text} if change == BACK else {"text": text}


def _stop(tx: Connection, turn: Turn, person: Person, act: StopWriting, now: datetime) -> list[int]:
    """Silence as far as it was asked for; a narrower one lifts what is too much. Returns shipments."""
    words = act.words
    if act.scope is not None and contacts.is_stopped(tx, turn.channel, turn.address):
        resume(tx, turn.channel, turn.address, words, source=f"said on {turn.channel}", now=now)
    if act.scope == "parcel" and act.shipment_id is not None:
        turns.mute_shipment(tx, act.shipment_id, "the customer wants to hear nothing about this parcel", now)
        return [act.shipment_id]
    if act.scope == "shop":
        shop = [row.id for row in person.customers if row.merchant_id == person.thread.merchant_id]
        turns.silence_customers(tx, shop, "the customer wants to hear nothing from this shop", now)
        return []
    stop(tx, turn.channel, turn.address, words, source=f"said on {turn.channel}", now=now)
    if not act.everywhere:
        return []
    ids = [row.id for row in person.customers]
    turns.silence_customers(tx, ids, "the customer asked for no messages at all", now)
    for contact in contacts.of_customers(tx, ids):
        stop(tx, contact.channel, contact.address, words, source=f"said on {turn.channel}", now=now)
    return []


def _resume(tx: Connection, turn: Turn, person: Person, words: str, now: datetime) -> None:
    resume(tx, turn.channel, turn.address, words, source=f"said on {turn.channel}", now=now)
    ids = [row.id for row in person.customers]
    turns.silence_customers(tx, ids, None, now)
    turns.unmute_shipments(tx, ids, now)
