"""Staff in a conversation: take it over, answer, pass it on, hand it back, close it. One owner at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.localtime import zone
from domain.notices import MANNERS, NoticeKind
from domain.talk.answer import ReplyName
from domain.talk.situation import BOT, NOBODY, QUEUE
from domain.talk.turn import ChannelName
from flows.audit import By, Refused, record, unreasoned
from flows.messages.recall import recall
from flows.messages.voice import Addressee, NoRoute, Route, Voice, queue
from flows.replan import replan
from flows.staff.cases import close_of_conversation
from store import console_talk, contacts, conversations, marks, orders, overrides, recalling, staff, stories, turns

TEXT_LIMIT = 1500
UNDO = timedelta(seconds=10)
"""A person's words wait so long before they are sent, and can be taken back meanwhile."""
CLOCK = "clock"
_CONFIRMATIONS = frozenset({ReplyName.STOPPED, ReplyName.RESUMED})
"""Owed to the customer whoever owns the conversation."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Who owns the conversation now, and when the first notice that was planned anew is due."""

    owner: str
    due_at: datetime | None


def take_over(tx: Connection, conversation_id: int, seen: str, by: By) -> Owned | Refused:
    """From this commit on the bot says nothing here but what is critical. `seen` is the owner that the page showed."""
    return unreasoned(by) or _pass_on(tx, conversation_id, seen, by.who, by, "takeover")


def hand_back(tx: Connection, conversation_id: int, seen: str, by: By) -> Owned | Refused:
    """The bot answers again, and what was held for the conversation goes."""
    if seen == BOT:
        return Refused("The bot has this conversation already.")
    return _pass_on(tx, conversation_id, seen, BOT, by, "hand_back")


def give(tx: Connection, conversation_id: int, seen: str, to: str, by: By) -> Owned | Refused:
    """A colleague has it from now on."""
    if refusal := unreasoned(by):
        return refusal
    colleague = staff.account(tx, to)
    if colleague is None or colleague.closed_at is not None or colleague.role == "viewer":
        return Refused("There is no such colleague who could answer.")
    return _pass_on(tx, conversation_id, seen, colleague.name, by, "given")


def leave(tx: Connection, conversation_id: int, seen: str, by: By) -> Owned | Refused:
    """Nobody answers here, the bot neither: a wrong number, or spam. What the law demands is still done."""
    return unreasoned(by) or _pass_on(tx, conversation_id, seen, NOBODY, by, "nobody")


def note(tx: Connection, conversation_id: int, by: By) -> Refused | None:
    """Words for colleagues (`by.why`) in the thread; the customer never sees them."""
    if refusal := unreasoned(by):
        return Refused(refusal.why.replace("Say why", "Write the note"))
    if conversations.get(tx, conversation_id) is None:
        return Refused("There is no such conversation.")
    marks.add(tx, conversation_id, "note", by.who, by.why, by.at)
    record(tx, By(by.who, "", by.at), "note", f"conversation:{conversation_id}")
    return None


def enqueue(tx: Connection, conversation_id: int, seen: str, by: By) -> Owned | Refused:
    """Whoever is free next shall take it."""
    return _pass_on(tx, conversation_id, seen, QUEUE, by, "queue")


def leave_to_queue(tx: Connection, conversation_id: int, seen: str, why: str, now: datetime) -> Owned | Refused:
    """Whoever has it is not there: it waits for whoever is there next."""
    return _pass_on(tx, conversation_id, seen, QUEUE, By(CLOCK, why, now), "lease_over")


def close(tx: Connection, conversation_id: int, seen: str, by: By) -> Owned | Refused:
    """Nothing is left to do here: the bot has it again, and the request for a person is closed."""
    owned = _pass_on(tx, conversation_id, seen, BOT, by, "close")
    if isinstance(owned, Owned):
        close_of_conversation(tx, conversation_id, by)
    return owned


def reply(tx: Connection, conversation_id: int, seen: str, text: str, voice: Voice, by: By) -> Owned | Refused:
    """A person's words, on the way the customer wrote last. Whoever answers owns the conversation."""
    text = text.strip()
    if not text:
        return Refused("Write something first.")
    if len(text) > TEXT_LIMIT:
        return Refused(f"A message must have at most {TEXT_LIMIT} characters.")
    thread = conversations.get(tx, conversation_id)
    if thread is None:
        return Refused("There is no such conversation.")
    route = way(tx, conversation_id, thread.customer_id, voice)
    if isinstance(route, Refused):
        return route
    owned = _pass_on(tx, conversation_id, seen, by.who, by, "takeover") if thread.owner != by.who else None
    if isinstance(owned, Refused):
        return owned
    to = addressee(tx, conversation_id, thread.customer_id)
    name, facts = ReplyName.STAFF.value, {"text": text}
    goes_at = by.at + UNDO
    theirs: dict[str, Any] = {"author": by.who, "due_at": goes_at, "own_words": text}
    message_id = queue(tx, voice.words(to, route, name, facts, (), by.at, priority=0, **theirs))
    values = {"unread": 0, "waiting_since": None, "last_at": by.at}
    conversations.change(tx, conversation_id, **values, lease_until=by.at + lease_of(tx, thread.merchant_id))
    record(tx, by, "reply", f"conversation:{conversation_id}", after={"message": message_id, "channel": route.channel})
    return owned or Owned(by.who, goes_at)


def undo(tx: Connection, conversation_id: int, message_id: int, by: By) -> str | Refused:
    """Takes back words of one's own that have not gone; returns them. The same update as the lane's decides."""
    row = console_talk.message(tx, conversation_id, message_id)
    if row is None or row.author != by.who or row.name != ReplyName.STAFF.value:
        return Refused("There is no such message of yours here.")
    if not recalling.drop(tx, [message_id], f"taken back by {by.who}", by.at):
        return Refused("Too late: it has gone, or is going at this moment.")
    record(tx, by, "reply.undo", f"conversation:{conversation_id}", {"message": message_id})
    return str(row.gloss or row.text)


def renew(tx: Connection, conversation_id: int, who: str, now: datetime) -> None:
    """Whoever writes in a conversation of theirs keeps it."""
    thread = conversations.get(tx, conversation_id)
    if thread is not None and thread.owner == who:
        conversations.change(tx, conversation_id, lease_until=now + lease_of(tx, thread.merchant_id))


def lease_of(tx: Connection, merchant_id: int | None) -> timedelta:
    settings = orders.settings_of(tx, merchant_id) if merchant_id is not None else {}
    return stories.policy_of(settings).lease


def end_lease(tx: Connection, conversation_id: int, now: datetime) -> Owned | Refused:
    """A person who has done nothing for too long: handed back to the bot, or to the queue where the customer waits."""
    thread = conversations.get(tx, conversation_id, lock=True)
    if thread is None or thread.lease_until is None or thread.lease_until > now:
        return Refused("It does not run out now.")
    why = f"{thread.owner} had done nothing here for too long"
    if thread.waiting_since is not None:
        return leave_to_queue(tx, conversation_id, thread.owner, why, now)
    return _pass_on(tx, conversation_id, thread.owner, BOT, By(CLOCK, why, now), "lease_over")


def _pass_on(tx: Connection, conversation_id: int, seen: str, owner: str, by: By, action: str) -> Owned | Refused:
    """Compare-and-swap of the owner, under the locks of the customer's shipments: no notice slips through meanwhile."""
    thread = conversations.get(tx, conversation_id)
    if thread is None:
        return Refused("There is no such conversation.")
    ids = console_talk.shipments_to_replan(tx, thread.customer_id) if thread.customer_id is not None else []
    overrides.lock_shipments(tx, ids)
    if thread.owner == owner and action in ("takeover", "given"):
        whose = "You have" if owner == by.who else f"{owner} has"
        return Refused(f"{whose} this conversation already.")
    if not conversations.pass_on(tx, conversation_id, seen, owner, by.at):
        return Refused(f"{_named(conversations.get(tx, conversation_id).owner)} has this conversation now.")
    is_person = owner not in (BOT, QUEUE, NOBODY)
    if is_person or owner == NOBODY:
        ids = sorted({*ids, *_silence_bot(tx, conversation_id, by)})
    kept = thread.waiting_since if is_person else None  # whoever takes it has not answered yet
    waiting_since = (thread.waiting_since or by.at) if owner == QUEUE else kept
    lease_until = by.at + lease_of(tx, thread.merchant_id) if is_person else None
    conversations.change(tx, conversation_id, unread=0, waiting_since=waiting_since, lease_until=lease_until)
    marks.add(tx, conversation_id, action, by.who, f"{owner}: {by.why}" if action == "given" else by.why, by.at)
    due_at = replan(tx, ids, by.at)
    record(tx, by, action, f"conversation:{conversation_id}", {"owner": seen}, {"owner": owner})
    return Owned(owner, due_at)


def _silence_bot(tx: Connection, conversation_id: int, by: By) -> list[int]:
    """What the bot has queued and no lane has claimed does not go. Returns the shipments to plan again."""
    queued = recalling.queued(tx, conversation_id, BOT)
    ids = [row.id for row in queued if not _goes_anyway(row.name)]
    concerned = overrides.shipments_in(tx, ids)
    recall(tx, ids, f"{by.who} took the conversation over", by.at)
    return concerned


def _goes_anyway(name: str) -> bool:
    if name in NoticeKind._value2member_map_:
        return MANNERS[NoticeKind(name)].critical
    return name in _CONFIRMATIONS


def way(tx: Connection, conversation_id: int, customer_id: int | None, voice: Voice) -> Route | Refused:
    """Where the customer wrote last, else where notices would go; never to an address that asked for silence."""
    people = contacts.of_customers(tx, [customer_id]) if customer_id is not None else []
    heard = console_talk.last_heard(tx, conversation_id)
    if heard is not None and ChannelName(heard.channel) in voice.channels:
        if contacts.is_stopped(tx, heard.channel, heard.address):
            return Refused(f"The customer asked for silence on {heard.channel}: nobody may write to them there.")
        dead = any(p.state == "dead" and (p.channel, p.address) == tuple(heard) for p in people)
        if not dead:
            return Route(ChannelName(heard.channel), heard.address)
    if customer_id is None:
        return Refused("There is no way to answer this person: their channel is switched off.")
    route = voice.route(customer_id, people)
    return Refused(f"There is no way to write: {route.why}.") if isinstance(route, NoRoute) else route


def addressee(tx: Connection, conversation_id: int, customer_id: int | None) -> Addressee:
    if customer_id is None:
        return Addressee(conversation_id, "en", UTC, "")
    customer = turns.customers(tx, [customer_id])[customer_id]
    parcels = console_talk.parcels(tx, customer_id, 1)
    tz = zone(parcels[0].zone) if parcels else UTC
    return Addressee(conversation_id, customer.language, tz, customer.title)


def _named(owner: str) -> str:
    return {BOT: "The bot", QUEUE: "The queue", NOBODY: "Nobody"}.get(owner, owner)
