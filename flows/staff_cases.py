"""Staff and cases: closing one with a note, and saying yes or no for a 3PL that was asked by hand."""

from dataclasses import replace

from sqlalchemy import Connection

from domain.reschedules import Refusal
from domain.reschedules import Refused as NotTaken
from flows.reschedule import decide
from flows.staff_audit import By, Refused, record, unreasoned
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
