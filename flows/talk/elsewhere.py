"""Elsewhere: who changes something on one channel is told so on their other one. It may have been somebody else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from domain.localtime import Quiet, WritingHours, within_hours
from domain.talk.answer import Act, AskChange, AskReschedule, ReplyName, Withdraw
from domain.talk.turn import Turn
from flows.messages.voice import Addressee, Route, Voice, queue
from flows.messages.wording import wording
from flows.talk.situations import Person
from store import contacts, shipments

HOURS = WritingHours()


def tell_elsewhere(
    tx: Connection, acts: Sequence[Act], turn: Turn, person: Person, voice: Voice, now: datetime
) -> None:
    """One short word to the customer's newest other address that wants to hear from us; at night, in the morning."""
    changed = [act.shipment_id for act in acts if isinstance(act, AskReschedule | AskChange | Withdraw)]
    other = _other(tx, turn, person, voice) if changed else None
    if other is None:
        return
    due_at = within_hours(now, Quiet.DELAY, HOURS, person.zone, str(changed[0]))
    to = Addressee(person.thread.id, person.language, person.zone, person.title, changed[0], person.thread.merchant_id)
    facts = {"tracking_number": shipments.number_of(tx, changed[0])}
    name = ReplyName.CHANGE_NOTED.value
    own = wording(tx, {to.merchant_id} if to.merchant_id is not None else set(), {name})
    queue(tx, voice.words(to, other, name, facts, (), now, priority=1, due_at=due_at, own=own))


def _other(tx: Connection, turn: Turn, person: Person, voice: Voice) -> Route | None:
    for contact in contacts.of_customers(tx, [row.id for row in person.customers]):
        is_other = contact.channel != turn.channel.value and contact.state == "active"
        channel = next((name for name in voice.channels if name == contact.channel), None)
        if is_other and channel is not None:
            return Route(channel, contact.address, contact.greeted)
    return None
