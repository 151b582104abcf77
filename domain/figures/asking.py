"""Asking where a parcel is: what counts as one question, and whether it was answered without a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.talk.answer import Verb

ONE_QUESTION = timedelta(minutes=30)
"""What one person asks within this time is one question."""
SETTLED = timedelta(hours=24)
"""Who asks again within this time was not helped."""


class Outcome(StrEnum):
    ANSWERED = "answered"
    REPEATED = "repeated"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and when it was last put in its half hour."""

    message_id: int
    conversation_id: int
    at: datetime
    last_at: datetime


def asks_where(understood: Mapping[str, object]) -> bool:
    """Whether a message that was understood so asks where the parcel is."""
    return understood.get("verb") == Verb.STATUS


def questions(messages: Iterable[tuple[int, int, datetime]]) -> list[Asked]:
    """From (message id, conversation id, time) in the order of time: what belongs together is one."""
    found: list[Asked] = []
    open_ones: dict[int, int] = {}
    for message_id, conversation_id, at in messages:
        known = open_ones.get(conversation_id)
        if known is not None and at - found[known].last_at <= ONE_QUESTION:
            before = found[known]
            found[known] = Asked(before.message_id, conversation_id, before.at, at)
            continue
        open_ones[conversation_id] = len(found)
        found.append(Asked(message_id, conversation_id, at, at))
    return found


def outcomes(asked: Sequence[Asked], people: Iterable[tuple[int, datetime]]) -> Iterator[tuple[Asked, Outcome]]:
    """What came of each question; `people` are (conversation id, time) at which a person stepped in."""
    stepped_in: defaultdict[int, list[datetime]] = defaultdict(list)
    for conversation_id, at in people:
        stepped_in[conversation_id].append(at)
    questions_of: defaultdict[int, list[Asked]] = defaultdict(list)
    for one in asked:
        questions_of[one.conversation_id].append(one)
    for one in asked:
        until = one.last_at + SETTLED
        if any(one.at <= at < until for at in stepped_in[one.conversation_id]):
            yield one, Outcome.PERSON
        elif any(one.last_at < other.at < until for other in questions_of[one.conversation_id]):
            yield one, Outcome.REPEATED
        else:
            yield one, Outcome.ANSWERED
