"""Staff decide about messages that have not gone: hold, correct, cancel, send now. Each is a fact, and then a plan."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.story import OverrideKind
from flows.audit import By, Refused, record, unreasoned
from flows.messages.recall import recall
from flows.replan import replan
from flows.staff.truths import ENDED, hindrance, iso, seen
from store import overrides

FARTHEST = timedelta(days=30)
TEXT_LIMIT = 1500
"""Characters of corrected words; one SMS of Twilio's carries 1,600."""


@dataclass(frozen=True, slots=True)
class Decided:
    """`due_at`: when the first notice that was planned anew is due, if any is."""

    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be decided about one occasion (`key`), or about all of a shipment's."""

    kind: OverrideKind
    key: str | None
    until: datetime | None = None
    text: str | None = None


def hold(tx: Connection, shipment_id: int, key: str | None, until: datetime | None, by: By) -> Decided | Refused:
    """Nothing of this occasion, or of the whole shipment, is said before `until`, or before it is released."""
    if until is not None and until <= by.at:
        return Refused("A hold must end in the future.")
    return _decide(tx, shipment_id, _Wish(OverrideKind.HOLD, key, until=until), by)


def correct(tx: Connection, shipment_id: int, key: str, text: str, by: By) -> Decided | Refused:
    """These words replace the template's."""
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if not text:
        return Refused("Write the words that shall be sent.")
    if len(text) > TEXT_LIMIT:
        return Refused(f"The words must have at most {TEXT_LIMIT} characters.")
    return _decide(tx, shipment_id, _Wish(OverrideKind.CORRECTION, key, text=text), by)


def cancel(tx: Connection, shipment_id: int, key: str | None, by: By) -> Decided | Refused:
    """It is not said. Where it has gone already, that is the answer, and nothing else is done."""
    return _decide(tx, shipment_id, _Wish(OverrideKind.CANCEL, key), by)


def send_now(tx: Connection, shipment_id: int, key: str, by: By) -> Decided | Refused:
    """It goes at once: before its time, in quiet hours, out of a hold, and also where its time had passed."""
    return _decide(tx, shipment_id, _Wish(OverrideKind.SEND_NOW, key), by)


def retime(tx: Connection, shipment_id: int, key: str, at: datetime, by: By) -> Decided | Refused:
    """It goes at `at`, whatever the writing hours are; whether it is still wanted then is asked then."""
    if at <= by.at:
        return Refused("The new time must be in the future.")
    if at > by.at + FARTHEST:
        return Refused(f"The new time must be within {FARTHEST.days} days.")
    return _decide(tx, shipment_id, _Wish(OverrideKind.RETIME, key, until=at), by)


def release(tx: Connection, shipment_id: int, override_id: int, by: By) -> Decided | Refused:
    """Takes one decision back."""
    return _release(tx, shipment_id, lambda row: row.id == override_id, by)


def release_hold(tx: Connection, shipment_id: int, key: str | None, by: By) -> Decided | Refused:
    """Takes back every hold of this occasion, or those of the whole shipment."""
    return _release(tx, shipment_id, lambda row: row.kind == OverrideKind.HOLD and row.key == key, by)


def _release(tx: Connection, shipment_id: int, chosen: Any, by: By) -> Decided | Refused:
    if refusal := unreasoned(by):
        return refusal
    overrides.lock_shipments(tx, [shipment_id])
    ids = [row.id for row in overrides.in_force(tx, shipment_id, by.at) if chosen(row)]
    released = overrides.release(tx, ids, by.who, by.at)
    if not released:
        return Refused("There is nothing to release: it has been released, or its time is over.")
    due_at = replan(tx, [shipment_id], by.at)
    for row in released:
        before = {"key": row.key, "who": row.who, "why": row.why, "until": iso(row.until), "text": row.text}
        record(tx, by, f"{row.kind}.release", f"shipment:{shipment_id}", before=before)
    return Decided(due_at)


def _decide(tx: Connection, shipment_id: int, wish: _Wish, by: By) -> Decided | Refused:
    """Under the lock of every shipment concerned: what waits for its channel is taken back, the rest is looked at as it
    stands, and either the decision becomes a fact or the answer is the truth about what has happened instead.
    """
    if refusal := unreasoned(by):
        return refusal
    waiting = overrides.unsent_messages(tx, shipment_id, wish.key)
    concerned = {shipment_id, *overrides.shipments_in(tx, waiting)}
    overrides.lock_shipments(tx, concerned)
    if wish.kind is not OverrideKind.SEND_NOW:
        recall(tx, waiting, f"taken back by {by.who}: {by.why}", by.at)
    replan(tx, concerned, by.at)
    before = seen(tx, shipment_id, wish.key)
    if wish.key is not None and (why := hindrance(tx, shipment_id, wish.kind, before)):
        record(tx, by, f"{wish.kind}.refused", f"shipment:{shipment_id}", before, {"key": wish.key, "why": why})
        return Refused(why)
    if wish.kind is OverrideKind.SEND_NOW and before["state"] in ENDED:
        overrides.reopen(tx, before["id"])
    _supersede(tx, shipment_id, wish, by)
    overrides.add(tx, _row(shipment_id, wish, by))
    due_at = replan(tx, concerned, by.at)
    record(tx, by, wish.kind, f"shipment:{shipment_id}", before, _after(tx, shipment_id, wish))
    return Decided(due_at)


def _supersede(tx: Connection, shipment_id: int, wish: _Wish, by: By) -> None:
    """The last word counts: an older one of the same kind about the same is in force no longer."""
    standing = overrides.in_force(tx, shipment_id, by.at)
    overrides.release(tx, [row.id for row in standing if (row.kind, row.key) == (wish.kind, wish.key)], by.who, by.at)


def _after(tx: Connection, shipment_id: int, wish: _Wish) -> dict[str, Any]:
    return {**seen(tx, shipment_id, wish.key), "until": iso(wish.until), "text": wish.text}


def _row(shipment_id: int, wish: _Wish, by: By) -> dict[str, Any]:
    return {
        "shipment_id": shipment_id,
        "key": wish.key,
        "kind": wish.kind.value,
        "who": by.who,
        "why": by.why,
        "at": by.at,
        "until": wish.until,
        "text": wish.text,
    }
