"""Manners: machines are not argued with, a flood is heard once, and nothing is said twice in a row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from domain.localtime import WritingHours
from domain.talk.answer import Reply, ReplyName
from domain.talk.automatic import is_automatic, likeness
from domain.talk.optout import Stop, read_stop
from domain.talk.turn import Turn, TurnKind
from flows.cases import open_case
from flows.talk.situations import Person
from store import messages, turns

FLOOD = 20
FLOOD_TIME = timedelta(minutes=1)
"""More turns than this in that time get one notice, and then nothing."""
STREAM = 60
STREAM_TIME = timedelta(hours=1)
"""So many in an hour are no conversation: two machines that talk to each other are stopped by this at the latest."""
LOOP = 4
LOOP_TIME = timedelta(minutes=15)
"""The same words so often in that time are a machine's, or of somebody who needs a person."""
SHORTEST_LOOP = 8
"""Letters; shorter answers such as numbers may well be repeated."""
RECENT = timedelta(minutes=30)
MOST_KNOWN = 12
"""Messages that are looked through for what was said already."""
HOURS = WritingHours()

REPEATABLE = frozenset(
    {
        *(ReplyName.STATUS, ReplyName.WHEN, ReplyName.COARSE_STATUS, ReplyName.PROOF, ReplyName.NO_PARCEL),
        *(ReplyName.RESCHEDULE_PENDING, ReplyName.GENUINE),
    }
)
"""Replies that are facts: the same ones again are told to be the same."""
ONCE = frozenset({ReplyName.THANKS, ReplyName.HANDED_OVER})
"""Where the same would be said once more, nothing is: a person reads what was added, and answers."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why nothing more is done about a turn; `notice` is the one word that is said about it."""

    why: str
    notice: Reply | None = None


@dataclass(frozen=True, slots=True)
class ToSay:
    """A reply, and the mark under which it is recognized when it comes again."""

    reply: Reply
    mark: str


def unanswerable(tx: Connection, turn: Turn, person: Person, now: datetime) -> Unanswered | None:
    """A flood, a machine, or a loop; None for a turn that is answered, as a wish for silence always is.

    The turn itself is counted already.
    """
    if turn.kind is TurnKind.TEXT and isinstance(read_stop(turn.text), Stop):
        return None
    recent = turns.since(tx, turn.channel, turn.address, now - STREAM_TIME, STREAM + 2)
    for most, span, why in (
        (FLOOD, FLOOD_TIME, "a flood: more turns in a minute than a person writes"),
        (STREAM, STREAM_TIME, "a stream: more turns in an hour than a conversation has"),
    ):
        seen = sum(at >= now - span for at, _ in recent)
        if seen > most:
            return Unanswered(why, Reply(ReplyName.TOO_MANY) if seen == most + 1 else None)
    if turn.kind is not TurnKind.TEXT:
        return None
    if is_automatic(turn.text):
        return Unanswered("an automatic reply")
    texts = [text for at, text in recent if at >= now - LOOP_TIME][:LOOP]
    return _loop(tx, turn, texts, person, now)


def _loop(tx: Connection, turn: Turn, earlier: Sequence[str], person: Person, now: datetime) -> Unanswered | None:
    alike = likeness(turn.text)
    if len(alike) < SHORTEST_LOOP:
        return None
    if len(earlier) < LOOP or any(likeness(text) != alike for text in earlier):
        return None
    why = "The same words come again and again: an automatic reply, or somebody whom the bot does not help."
    open_case(
        tx,
        kind="repeats",
        key=str(person.thread.id),
        why=f"{why} It is silent to them now. Look at the conversation.",
        now=now,
        merchant_id=person.thread.merchant_id,
        conversation_id=person.thread.id,
    )
    return Unanswered("the same words again and again")


def well_mannered(tx: Connection, turn: Turn, person: Person, replies: Sequence[Reply], now: datetime) -> list[ToSay]:
    """The replies as they are said: what was said a moment ago is not said again, and no pleasantries at night."""
    said = _without_known(tx, turn, person, [ToSay(reply, mark(reply)) for reply in replies], now)
    if len(said) != 1:
        return said
    reply = said[0].reply
    if reply.name is ReplyName.THANKS and is_night(person, now):
        return []
    if reply.name not in REPEATABLE | ONCE:
        return said
    last = messages.newest_said(tx, person.thread.id)
    if last is None or last.channel != turn.channel or now - last.created_at > RECENT:
        return said
    if (last.composed or {}).get(MARK) != said[0].mark:
        return said
    if reply.name in ONCE:
        return []
    facts = {"told_at": last.created_at.isoformat(), "again": last.name == ReplyName.NOTHING_NEW}
    return [ToSay(Reply(ReplyName.NOTHING_NEW, facts, reply.choices), said[0].mark)]


def _without_known(tx: Connection, turn: Turn, person: Person, said: list[ToSay], now: datetime) -> list[ToSay]:
    """Who waits for a person and complains again hears that they wait, and not the same facts once more."""
    waits = len(said) > 1 and said[-1].reply.name is ReplyName.HANDED_OVER and said[-1].reply.facts.get("again")
    if not waits:
        return said
    known = {
        (row.composed or {}).get(MARK)
        for row in messages.said_since(tx, person.thread.id, now - RECENT, MOST_KNOWN)
        if row.channel == turn.channel
    }
    return [one for one in said[:-1] if one.mark not in known] + said[-1:]


MARK = "mark"
"""The name under which a message's row keeps it."""


def mark(reply: Reply) -> str:
    """What two replies share that say the same."""
    return sha256(json.dumps([reply.name, reply.facts], sort_keys=True, default=str).encode()).hexdigest()[:16]


def is_night(person: Person, now: datetime) -> bool:
    return not HOURS.contains(now, person.zone)
