"""Remedies: what staff do about a case with one press; each is a step as anywhere else, with the case as its reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from flows.audit import By, Refused, record
from flows.staff import overrides, talk
from flows.staff.cases import close
from store import cases, conversations, messages, notices

REMEDIES = ("take_over", "hold", "it_arrived", "say_again")
UNSURE = "unsure"


def offered(case: Any) -> list[str]:
    """Which of them make sense for this case."""
    if case.closed_at is not None:
        return []
    found = []
    if case.talk_id is not None:
        found.append("take_over")
    if case.kind == UNSURE:
        found += ["it_arrived", "say_again"]
    if case.shipment_id is not None:
        found.append("hold")
    return found


def apply(tx: Connection, case_id: int, remedy: str, by: By) -> datetime | Refused | None:
    """Does it; returns when something is due because of it."""
    case = cases.one(tx, case_id)
    if case is None or remedy not in offered(case):
        return Refused("There is nothing like this to do about this case any more.")
    by = replace(by, why=by.why or f"case {case_id}: {case.why}"[:500])
    match remedy:
        case "take_over":
            result = _take_over(tx, case.talk_id, by)
            return result if isinstance(result, Refused) else result.due_at
        case "hold":
            held = overrides.hold(tx, case.shipment_id, None, None, by)
            return held if isinstance(held, Refused) else held.due_at
        case _:
            return _settle(tx, case, remedy == "it_arrived", by)


def _take_over(tx: Connection, conversation_id: int, by: By) -> talk.Owned | Refused:
    thread = conversations.get(tx, conversation_id)
    if thread.owner == by.who:
        return talk.Owned(by.who, None)
    return talk.take_over(tx, conversation_id, thread.owner, by)


def _settle(tx: Connection, case: Any, arrived: bool, by: By) -> datetime | Refused | None:
    """A person knows what nobody could tell: it arrived, or it did not and goes once more."""
    message_id = int(case.key.partition(":")[2])
    standing = messages.standing(tx, [message_id]).get(message_id)
    if standing is None or standing[0] != UNSURE:
        return Refused("It has been found out already what became of this message.")
    state = "sent" if arrived else "queued"
    row = {"b_id": message_id, "state": state, "provider_id": None, "sent_at": by.at if arrived else None}
    messages.record(tx, [{**row, "due_at": by.at, "why": None}])
    if arrived:
        notices.settle(tx, [message_id], "sent", f"{by.who} knows that it arrived", by.at)
    else:
        notices.settle_repeat(tx, [message_id])
    subject = f"conversation:{case.conversation_id}"
    after = {"message": message_id, "state": state}
    record(tx, by, "unsure.settle", subject, {"message": message_id, "state": UNSURE}, after)
    close(tx, case.id, replace(by, why="it arrived" if arrived else "said again"))
    return None if arrived else by.at
