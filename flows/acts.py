"""What a conversation decides becomes facts: reschedules asked, changes asked, silence kept, ratings stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from domain.policy import Policy
from domain.reschedules import Refusal, Refused
from domain.talk.answer import (
    Act,
    AskChange,
    AskReschedule,
    Rate,
    Reply,
    ReplyName,
    ResumeWriting,
    StopWriting,
    WithdrawReschedule,
)
from domain.talk.turn import Turn
from flows import reschedule
from flows.cases import open_case
from flows.situations import Person
from flows.stop_writing import resume, stop
from store import contacts, stories, turns

BAD_RATING = 2


@dataclass(frozen=True, slots=True)
class Done:
    """`instead` replaces the replies when an act was refused at the last moment; `due` is when a notice is due."""

    instead: tuple[Reply, ...] = ()
    due: datetime | None = None


def do(tx: Connection, acts: Sequence[Act], turn: Turn, person: Person, now: datetime) -> Done:
    """Does all acts in the transaction of the turn."""
    instead: list[Reply] = []
    policy = stories.policy_of(person.customers[0].settings) if person.customers else Policy()
    touched: set[int] = set()
    for act in acts:
        match act:
            case AskReschedule(shipment_id, slot_id):
                touched.add(shipment_id)
                instead += _asked(reschedule.ask(tx, shipment_id, slot_id, True, now, policy))
            case WithdrawReschedule(shipment_id):
                touched.add(shipment_id)
                reschedule.withdraw(tx, shipment_id, now)
            case AskChange(shipment_id, change, text):
                touched.add(shipment_id)
                instead += _asked(reschedule.ask_change(tx, shipment_id, change, {"text": text}, True, now, policy))
            case Rate(shipment_id, score):
                _rate(tx, shipment_id, score, person, now)
            case StopWriting(words, everywhere):
                _stop(tx, turn, person, words, everywhere, now)
            case ResumeWriting(words):
                _resume(tx, turn, person, words, now)
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


def _stop(tx: Connection, turn: Turn, person: Person, words: str, everywhere: bool, now: datetime) -> None:
    stop(tx, turn.channel, turn.address, words, source=f"said on {turn.channel}", now=now)
    if not everywhere:
        return
    ids = [row.id for row in person.customers]
    turns.silence_customers(tx, ids, "the customer asked for no messages at all")
    for contact in contacts.of_customers(tx, ids):
        stop(tx, contact.channel, contact.address, words, source=f"said on {turn.channel}", now=now)


def _resume(tx: Connection, turn: Turn, person: Person, words: str, now: datetime) -> None:
    resume(tx, turn.channel, turn.address, words, source=f"said on {turn.channel}", now=now)
    turns.silence_customers(tx, [row.id for row in person.customers], None)
