"""One conversation as staff see it: all that was said and marked, who is there, what comes next, and the parcels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flows.messages.voice import Voice
from flows.staff.console_views import Reach, reaches
from flows.staff.replies import facts_of, filled
from flows.talk.arriving import Arriving, arriving
from store import console_talk as talk
from store import marks, presence, saved_replies, taught

MARKS, COMING, REPLIES = 100, 8, 40


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the thread: a `message` row, or a `mark` row; the other is None."""

    at: datetime
    message: Any = None
    mark: Any = None


@dataclass(frozen=True, slots=True)
class Thread:
    """`others` are colleagues who look at it or write in it just now. `coming` goes next, or waits."""

    row: Any
    reaches: Sequence[Reach]
    entries: Sequence[Entry]
    arriving: Sequence[Arriving]
    parcels: Sequence[Any]
    cases: Sequence[Any]
    others: Sequence[Any]
    coming: Sequence[Any]
    replies: Sequence[Any]
    taught: Mapping[int, str]
    """What staff said that messages meant, by the message's id."""


def look(tx: Connection, conversation_id: int, me: str, now: datetime) -> Thread | None:
    row = talk.conversation(tx, conversation_id)
    if row is None:
        return None
    known = row.customer_id is not None
    said = talk.thread(tx, conversation_id)
    return Thread(
        row=row,
        reaches=reaches(tx, row.customer_id) if known else (),
        entries=_entries(said, marks.of(tx, conversation_id, MARKS)),
        arriving=arriving(tx, conversation_id),
        parcels=talk.parcels(tx, row.customer_id) if known else [],
        cases=talk.open_cases(tx, conversation_id),
        others=[one for one in presence.around(tx, conversation_id, now) if one.who != me],
        coming=talk.coming(tx, row.customer_id, COMING) if known else [],
        taught=taught.labels(tx, [m.id for m in said if m.direction == "in"]),
        replies=saved_replies.fitting(tx, row.merchant_id, row.language or "en", REPLIES),
    )


def with_saved(tx: Connection, conversation_id: int, reply_id: int, text: str, voice: Voice, me: str) -> str:
    """What is being written, and under it the saved reply with its fields filled; as it was where there is none."""
    row, saved = talk.conversation(tx, conversation_id), saved_replies.one(tx, reply_id)
    if row is None or saved is None:
        return text
    parcels = talk.parcels(tx, row.customer_id) if row.customer_id is not None else []
    parcels = sorted(parcels, key=lambda parcel: parcel.milestone in ("delivered", "returned", "cancelled"))
    link = voice.links.tracking(parcels[0].id) if parcels else ""
    words = filled(saved.text, facts_of(row, parcels, link, me))
    return f"{text.rstrip()}\n{words}" if text.strip() else words


def _entries(messages: Sequence[Any], marked: Sequence[Any]) -> list[Entry]:
    """By time. Where only the newest messages are shown, older marks are left out too."""
    said = [Entry(message.created_at, message=message) for message in messages]
    since = said[0].at if len(said) >= talk.THREAD else None
    seen = [Entry(mark.at, mark=mark) for mark in marked if since is None or mark.at >= since]
    return sorted([*said, *seen], key=lambda entry: (entry.at, _turn(entry)))


def _turn(entry: Entry) -> int:
    """Of what happened at one instant: who answers takes the conversation first, what they asked for comes last."""
    if entry.mark is None:
        return 1
    return 0 if entry.mark.kind == "takeover" else 2
