"""What came of a message: recorded once, and what follows for its notices, its address and staff."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.notices import Priority
from flows.cases import open_case
from flows.messages.channels import SendFailed, SendResult, Sent
from flows.replan import replan
from flows.stop_writing import stop
from store import contacts, messages, notices, promises, recalling

ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Came:
    """The end of one attempt: the claimed row, the channel's answer, and when."""

    row: Any
    result: SendResult
    at: datetime


def record(tx: Connection, came: Sequence[Came]) -> list[datetime | None]:
    """⟨2⟩ Writes what came of a batch of attempts. Returns, for each, when a notice is due again because of it."""
    standing = messages.standing(tx, [one.row.id for one in came])
    counting = [one for one in came if _counts(one, *standing[one.row.id])]
    messages.record(tx, [_row(one) for one in counting])
    for state in ("sent", "unsure"):
        ids = [one.row.id for one in counting if _state(one) == state and one.row.priority > Priority.REPLY]
        notices.settle(tx, ids, state, _why(counting, ids) if state == "unsure" else None, came[0].at)
    return [_failed(tx, one) if one in counting and isinstance(one.result, SendFailed) else None for one in came]


def _counts(one: Came, state: str, attempts: int) -> bool:
    """A sender that was taken for dead may come back. That it did send counts; that it failed no longer does."""
    if isinstance(one.result, Sent):
        return state in ("sending", "unsure", "queued")
    return state in ("sending", "unsure") and attempts == one.row.attempts


def _why(came: Sequence[Came], ids: Sequence[int]) -> str | None:
    return next((one.result.why for one in came if one.row.id in ids and isinstance(one.result, SendFailed)), None)


def _state(one: Came) -> str:
    match one.result:
        case Sent():
            return "sent"
        case SendFailed(unsure=True):
            return "unsure"
        case SendFailed(permanent=False) as failed if _lane_wide(failed) or one.row.attempts < ATTEMPTS:
            return "queued"
        case _:
            return "failed"


def _lane_wide(failed: SendFailed) -> bool:
    """The channel's trouble is none of the message's: it waits with the lane, until its time is over."""
    return failed.config or failed.whole_lane


def _row(one: Came) -> dict[str, Any]:
    result, state = one.result, _state(one)
    return {
        "b_id": one.row.id,
        "state": state,
        "provider_id": result.provider_id if isinstance(result, Sent) else None,
        "sent_at": one.at if isinstance(result, Sent) else None,
        "due_at": one.at + _wait(one) if state == "queued" else one.at,
        "why": result.why if isinstance(result, SendFailed) else None,
    }


def _wait(one: Came) -> timedelta:
    """What the provider asked for, nothing where the whole lane rests, else twice as long each time, with jitter."""
    if isinstance(one.result, SendFailed) and one.result.retry_after_seconds is not None:
        return timedelta(seconds=one.result.retry_after_seconds)
    if isinstance(one.result, SendFailed) and _lane_wide(one.result):
        return timedelta()
    longest: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(one.row.attempts, 10))
    return longest * random.uniform(0.8, 1.2)  # noqa: S311 - jitter is no secret


def _failed(tx: Connection, one: Came) -> datetime | None:
    result, row = one.result, one.row
    assert isinstance(result, SendFailed)
    if result.opted_out:
        stop(tx, row.channel, row.address, result.why, source="provider", now=one.at)
    elif result.unbind:
        contacts.set_state(tx, row.channel, row.address, "dead", result.why, one.at)
    state = _state(one)
    if state == "unsure":
        _case(tx, one, "unsure", f"It may or may not have been sent: {result.why}. Check with the customer.")
    if result.config:
        _case(tx, one, "channel", result.why)
    if state != "failed":
        return None
    recalling.ungreet(tx, row.channel, {row.address}, one.at)
    return another_way(tx, row, result.why, one.at, try_again=result.unbind or result.opted_out)


def another_way(tx: Connection, row: Any, why: str, now: datetime, *, try_again: bool) -> datetime | None:
    """A message that failed for good: its notices go by another channel where the address is dead, else they failed."""
    told = notices.of_messages(tx, [row.id])
    promises.take_back(tx, [row.id], [notice.id for notice in told])
    if told and try_again:
        notices.plan_again(tx, [row.id], now)
        return now
    notices.settle(tx, [row.id], "failed", why, now)
    if row.author not in ("bot", "customer") or not told:
        text = f"A message could not be delivered: {why}."
        open_case(tx, kind="not_delivered", key=str(row.id), why=text, now=now, conversation_id=row.conversation_id)
    else:
        text = f"{told[0].kind.replace('_', ' ').capitalize()} could not be delivered on {row.channel}: {why}."
        place = {"conversation_id": row.conversation_id, "shipment_id": told[0].shipment_id}
        open_case(tx, kind="unreachable", key=str(row.conversation_id), why=text, now=now, **place)
    return replan(tx, {notice.shipment_id for notice in told}, now)  # what was not told may have to be told otherwise


def _case(tx: Connection, one: Came, kind: str, why: str) -> None:
    key = str(one.row.id) if kind == "unsure" else one.row.channel
    open_case(tx, kind=kind, key=key, why=why, now=one.at, conversation_id=one.row.conversation_id)
