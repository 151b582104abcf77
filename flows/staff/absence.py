"""Absence: out of staffed hours, whoever has a conversation and is not there leaves it to the queue, and the customer
hears when somebody will be there.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.policy import Policy
from domain.talk.meaning import Concern
from domain.talk.people import handed_over
from domain.talk.situation import BOT, NOBODY, QUEUE, IdentityLevel, Situation
from flows.audit import Refused
from flows.messages.voice import Route, Voice, queue
from flows.messages.wording import wording
from flows.staff.talk import Owned, addressee, leave_to_queue, way
from flows.talk.situations import Person
from store import conversations, orders, presence, stories

STILL_THERE = timedelta(minutes=15)
"""Whoever has done something in a conversation is taken to be there for so long."""


def left(tx: Connection, person: Person, now: datetime) -> Owned | None:
    """Hands what somebody just wrote in to the queue, where the colleague who has it has gone for the day."""
    thread = person.thread
    if thread.owner in (BOT, QUEUE, NOBODY) or not person.customers:
        return None
    policy = stories.policy_of(person.customers[0].settings)
    if policy.staffed.back_at(now) is None or _is_there(tx, thread, policy, now):
        return None
    owned = leave_to_queue(tx, thread.id, thread.owner, f"{thread.owner} is not there at this hour", now)
    return owned if isinstance(owned, Owned) else None


def _is_there(tx: Connection, thread: Any, policy: Policy, now: datetime) -> bool:
    acted = thread.lease_until is not None and thread.lease_until - policy.lease > now - STILL_THERE
    return acted or presence.is_there(tx, thread.owner, now)


def tell_when(tx: Connection, conversation_id: int, voice: Voice, now: datetime) -> None:
    """Whoever waits hears when somebody will be there, where nobody is."""
    thread = conversations.get(tx, conversation_id)
    settings = orders.settings_of(tx, thread.merchant_id) if thread.merchant_id is not None else {}
    policy = stories.policy_of(settings)
    route = way(tx, conversation_id, thread.customer_id, voice)
    if policy.staffed.back_at(now) is None or isinstance(route, Refused):
        return
    to = replace(addressee(tx, conversation_id, thread.customer_id), merchant_id=thread.merchant_id)
    reply = handed_over(Concern.ASKED, _waiting(route, policy, to.language, now))
    own = wording(tx, {thread.merchant_id}, {reply.name.value})
    queue(tx, voice.words(to, route, reply.name.value, reply.facts, (), now, priority=0, own=own))


def _waiting(route: Route, policy: Policy, language: str, now: datetime) -> Situation:
    """Somebody whose conversation is in the queue, as far as it matters to when a person will be there."""
    return Situation(
        now,
        route.channel,
        IdentityLevel.KNOWN,
        owner=QUEUE,
        staff_hours=policy.words("staff_hours", language),
        support=policy.words("support", language),
        back_at=policy.staffed.back_at(now),
    )
