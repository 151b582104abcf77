"""Staff and cases: whose it is, notes, putting it off, closing it, and answering for a 3PL that was asked by hand."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from domain.reschedules import Refusal
from domain.reschedules import Refused as NotTaken
from flows.audit import By, Refused, record, unreasoned
from flows.changes.reschedule import decide
from flows.staff.sign_in import who_can_answer
from store import cases

_ASKED = ("asked_for_human", "not_received", "nobody_came", "damaged", "wrong_parcel")


def close(tx: Connection, case_id: int, by: By) -> Refused | None:
    """`by.why` is the note that stays with the case."""
    if refusal := unreasoned(by):
        return refusal
    if not cases.close(tx, case_id, by.who, by.why, by.at):
        return Refused("This case is closed already.")
    record(tx, by, "case.close", f"case:{case_id}")
    return None


def close_of_conversation(tx: Connection, conversation_id: int, by: By) -> None:
    """The request for a person has been answered."""
    for case_id in cases.open_ids(tx, _ASKED, conversation_id=conversation_id):
        close(tx, case_id, replace(by, why=by.why or "the conversation was closed"))


def assign(tx: Connection, case_id: int, seen: str, to: str, by: By) -> Refused | None:
    """`to` looks after it from now on (nobody when empty); `seen` is who the page showed."""
    if to and to != by.who and to not in who_can_answer(tx, by.who):
        return Refused("There is no such colleague who could look after it.")
    if not cases.assign(tx, case_id, seen or None, to or None):
        case = cases.one(tx, case_id)
        if case is None or case.closed_at is not None:
            return Refused("This case is closed already.")
        return Refused(f"{case.assignee or 'Nobody'} has this case now.")
    record(tx, by, "case.assign", f"case:{case_id}", {"assignee": seen or None}, {"assignee": to or None})
    return None


def snooze(tx: Connection, case_id: int, until: datetime | None, by: By) -> Refused | None:
    """Out of the way until then; None brings it back at once."""
    case = cases.one(tx, case_id)
    if case is None or not cases.snooze(tx, case_id, until):
        return Refused("This case is closed already.")
    before = case.snoozed_until.isoformat() if case.snoozed_until else None
    after = until.isoformat() if until else None
    record(tx, by, "case.snooze", f"case:{case_id}", {"until": before}, {"until": after})
    return None


def note(tx: Connection, case_id: int, by: By) -> Refused | None:
    """`by.why` is what colleagues shall read."""
    if refusal := unreasoned(by):
        return Refused(refusal.why.replace("Say why", "Write the note"))
    if cases.one(tx, case_id) is None:
        return Refused("There is no such case.")
    cases.add_note(tx, case_id, by.who, by.why, by.at)
    record(tx, replace(by, why=""), "case.note", f"case:{case_id}")
    return None


def answer_change(tx: Connection, case_id: int, confirmed: bool, by: By) -> Refused | None:
    """What the 3PL said when somebody asked by hand: the request is decided, and its case is closed."""
    if refusal := unreasoned(by):
        return refusal
    case = cases.one(tx, case_id)
    if case is None or case.request is None:
        return Refused("This case is not about a request to the carrier.")
    result = decide(tx, case.request, confirmed, by.why, by.at)
    if isinstance(result, NotTaken):
        return Refused(_REFUSALS.get(result.why, "This answer cannot be taken any more."))
    record(
        tx,
        by,
        "change.confirm" if confirmed else "change.decline",
        f"shipment:{case.shipment_id}",
        {"request": case.request, "state": case.request_state},
        {"request": case.request, "state": result.state.value},
    )
    if cases.close(tx, case_id, by.who, by.why, by.at):
        record(tx, by, "case.close", f"case:{case_id}")
    return None


_REFUSALS = {
    Refusal.NOT_ASKED: "The carrier is no longer asked for this: there is nothing to answer.",
    Refusal.CONTRADICTS: "This is against what was answered before, so it stays as it is.",
    Refusal.TOO_LATE: "The parcel has come too far for this to be changed; the request is closed.",
    Refusal.SLOT_TAKEN: "The place in this slot is gone.",
}
