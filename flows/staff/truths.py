"""What stands in the way of a decision about a message: whoever comes too late is told what has happened instead."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.notices import OPEN_STATES, Silent
from domain.plan import plan
from domain.story import OverrideKind
from store import overrides, stories

ENDED = ("expired", "suppressed", "failed")
"""It ended without being said, and may be sent after all."""


def seen(tx: Connection, shipment_id: int, key: str | None) -> dict[str, Any]:
    """The notice of this occasion as the audit log keeps it; its state is None when there is none."""
    row = overrides.notice(tx, shipment_id, key) if key is not None else None
    if row is None:
        return {"key": key, "state": None}
    return {
        "id": row.id,
        "key": key,
        "kind": row.kind,
        "state": row.state,
        "send_after": iso(row.send_after),
        "why": row.why,
        "corrected": row.facts.get("corrected"),
    }


def hindrance(tx: Connection, shipment_id: int, kind: OverrideKind, notice: dict[str, Any]) -> str | None:
    """Why this can no longer be decided, or cannot yet; None when it can."""
    state = notice["state"]
    if state is None:
        return "No such message is planned for this parcel."
    if state in OPEN_STATES:
        return None
    if state == "withdrawn" or (kind is OverrideKind.SEND_NOW and state in ENDED):
        return _silence(tx, shipment_id, notice)
    return _TRUTHS[state]


_TRUTHS = {
    "sending": "Too late: it is being sent at this moment.",
    "sent": "Too late: it has been sent.",
    "reached": "Too late: the customer has it.",
    "unsure": "Too late: it may have been sent, and nobody can tell yet.",
    "merged": "Too late: it has been sent together with another parcel's message.",
    "failed": "It was tried and could not be delivered.",
    "suppressed": "It was not sent, and its moment has passed.",
    "expired": "Its time was over before it could be sent.",
}


def _silence(tx: Connection, shipment_id: int, notice: dict[str, Any]) -> str | None:
    """For what is withdrawn or ended: the plan's own reason for saying nothing, where it has one."""
    (loaded,) = stories.with_company(tx, stories.load(tx, [shipment_id]))
    for decision in plan(loaded.story, loaded.policy):
        if isinstance(decision, Silent) and decision.kind == notice["kind"]:
            return f"It is not going to be sent: {decision.why}."
        if not isinstance(decision, Silent) and decision.key == notice["key"]:
            return None
    return "Another occasion has taken its place."


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
