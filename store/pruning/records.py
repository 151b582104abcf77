"""The service's own records: the audit, closed cases, what came of parcels, slots that are over, ended sessions."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, or_, select

from store import dry_runs_kept
from store.among import among
from store.pruning.walking import next_old
from store.tables import (
    Audit,
    Bygone,
    Case,
    CaseNote,
    ChangeRequest,
    InquiryRow,
    JourneyRow,
    OtherNumber,
    OutcomeRow,
    Slot,
    StaffSession,
)
from store.writing import table_of

_AUDIT, _CASE, _OUTCOME = (table_of(t) for t in (Audit, Case, OutcomeRow))
_JOURNEY, _INQUIRY, _NUMBER = table_of(JourneyRow), table_of(InquiryRow), table_of(OtherNumber)
_BYGONE = table_of(Bygone)
_SLOT, _REQUEST, _SESSION, _NOTE = (table_of(t) for t in (Slot, ChangeRequest, StaffSession, CaseNote))


def prune_audit(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    found = next_old(tx, _AUDIT, "at", before, limit)
    return len(found), tx.execute(delete(_AUDIT).where(among(_AUDIT.c.id, "ids")), {"ids": found}).rowcount


def prune_cases(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Those that are closed, and have been for as long."""
    found = next_old(tx, _CASE, "opened_at", before, limit)
    closed = select(_CASE.c.id).where(among(_CASE.c.id, "ids"), _CASE.c.closed_at < before)
    ids = {"ids": list(tx.scalars(closed, {"ids": found}))}
    tx.execute(delete(_NOTE).where(among(_NOTE.c.case_id, "ids")), ids)
    return len(found), tx.execute(delete(_CASE).where(among(_CASE.c.id, "ids")), ids).rowcount


def prune_outcomes(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    found = next_old(tx, _OUTCOME, "started_at", before, limit)
    return len(found), tx.execute(delete(_OUTCOME).where(among(_OUTCOME.c.id, "ids")), {"ids": found}).rowcount


def prune_slots(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Windows that are over and that no request names."""
    over = select(_SLOT.c.id).where(_SLOT.c.to_at < before, ~exists().where(_REQUEST.c.slot_id == _SLOT.c.id))
    found = list(tx.scalars(over.limit(limit)))
    return len(found), tx.execute(delete(_SLOT).where(among(_SLOT.c.id, "ids")), {"ids": found}).rowcount


def prune_numbers(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """What nobody has said for as long of numbers that belong together."""
    old = list(tx.scalars(select(_NUMBER.c.id).where(_NUMBER.c.said_at < before).limit(limit)))
    return len(old), tx.execute(delete(_NUMBER).where(among(_NUMBER.c.id, "ids")), {"ids": old}).rowcount


def prune_sessions(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Sessions of staff that have expired."""
    gone = tx.execute(delete(_SESSION).where(_SESSION.c.expires_at < before)).rowcount
    return 0, gone


def prune_dry_runs(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    return 0, dry_runs_kept.forget(tx, before)


def prune_bygones(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    found = next_old(tx, _BYGONE, "until_at", before, limit)
    return len(found), tx.execute(delete(_BYGONE).where(among(_BYGONE.c.id, "ids")), {"ids": found}).rowcount


def prune_journeys(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Those that ended before that day, and those of which nothing was heard since."""
    silent = _JOURNEY.c.ended_on.is_(None) & (_JOURNEY.c.changed_at < before)
    old = select(_JOURNEY.c.shipment_id).where(or_(_JOURNEY.c.ended_on < before.date().isoformat(), silent))
    found = list(tx.scalars(old.limit(limit)))
    gone = delete(_JOURNEY).where(among(_JOURNEY.c.shipment_id, "ids"))
    return len(found), tx.execute(gone, {"ids": found}).rowcount


def prune_inquiries(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    old = select(_INQUIRY.c.message_id).where(_INQUIRY.c.on < before.date().isoformat())
    found = list(tx.scalars(old.limit(limit)))
    return len(found), tx.execute(delete(_INQUIRY).where(among(_INQUIRY.c.message_id, "ids")), {"ids": found}).rowcount
