"""Reschedule, the 3PL's side: it confirms or declines, by word or by deed, or it never answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from domain.events import TrackingEvent
from domain.evidence import Meaning, Question, read
from domain.reschedules import (
    BACK,
    OCCUPYING,
    OPEN,
    RESCHEDULE,
    WAITING,
    Answered,
    Refusal,
    Refused,
    RescheduleState,
    answered,
    is_overtaken,
)
from domain.windows import Window
from flows.cases import open_case
from flows.replan import replan
from flows.routes import resequence
from store import change_requests as requests
from store import slots
from store.change_requests import Request

AT_ONCE = 200
"""Requests given up or expired in one step."""


@dataclass(frozen=True, slots=True)
class Decided:
    """`repeated`: the same answer had been given before, and nothing new was done."""

    public_id: str
    state: RescheduleState
    window: Window | None
    repeated: bool = False


def decide(tx: Connection, public_id: str, confirmed: bool, why: str | None, now: datetime) -> Decided | Refused:
    """The 3PL's answer, or staff's in its name. The same answer twice is fine; another one opens a case.

    A late answer still counts after a time-out; a late yes needs a place in the slot.
    """
    request = requests.find(tx, public_id)
    if request is None:
        return Refused(Refusal.UNKNOWN_REQUEST)
    result = _settle(tx, request, confirmed, why, now)
    if not (isinstance(result, Decided) and result.repeated):
        replan(tx, [request.shipment_id], now)
    return result


def evidence(
    tx: Connection,
    shipment_ids: Collection[int],
    reports: Mapping[tuple[int, str], Sequence[TrackingEvent]],
    now: datetime,
) -> None:
    """What new events say about these shipments' requests. `reports` are by (merchant id, tracking number).

    Call it before these shipments are replanned.
    """
    if not shipment_ids:
        return
    for request in requests.latest_of(tx, shipment_ids):
        for event in sorted(reports.get((request.merchant_id, request.tracking_number), ()), key=_when):
            request = _weigh(tx, request, event, now)


def expire_holds(tx: Connection, now: datetime) -> int:
    """Gives back the places of holds whose time is over; returns how many."""
    lapsed = requests.overdue(tx, [RescheduleState.HELD], now, AT_ONCE)
    for request in lapsed:
        requests.become(tx, request, RescheduleState.EXPIRED, now, decided_at=now, next_at=None)
    slots.release(tx, [request.slot_id for request in lapsed])
    return len(lapsed)


def time_out(tx: Connection, now: datetime) -> int:
    """Gives up on requests the 3PL has not answered in time: a person looks, the customer hears the truth.

    Returns how many rows it dealt with.
    """
    overdue = requests.overdue(tx, [*WAITING, RescheduleState.WITHDRAWN], now, AT_ONCE)
    for request in overdue:
        _give_up(tx, request, now)
    replan(tx, sorted({request.shipment_id for request in overdue}), now)
    return len(overdue)


def _settle(tx: Connection, request: Request, confirmed: bool, why: str | None, now: datetime) -> Decided | Refused:
    match answered(request.state, confirmed):
        case Answered.SAID_BEFORE:
            return Decided(request.public_id, request.state, request.window, repeated=True)
        case Answered.MEANS_NOTHING:
            return Refused(Refusal.NOT_ASKED)
        case Answered.CONTRADICTS:
            _contradicted(tx, request, f"it was {request.state}, and now the carrier says {_word(confirmed)}", now)
            return Refused(Refusal.CONTRADICTS)
        case Answered.TAKES_EFFECT if is_overtaken(request.kind, request.milestone):
            _overtake(tx, request, f"the parcel is {request.milestone} already", now)
            return Refused(Refusal.TOO_LATE)
        case Answered.TAKES_EFFECT:
            return _confirm(tx, request, why, now) if confirmed else _decline(tx, request, why, now)
        case other:
            assert_never(other)


def _confirm(tx: Connection, request: Request, why: str | None, now: datetime) -> Decided | Refused:
    if request.state is RescheduleState.TIMED_OUT and (refusal := _too_late_for(tx, request, now)):
        return Refused(refusal)
    undone = request.details.get("of") if request.kind == BACK else None
    for earlier in requests.confirmed_before(tx, request, *([undone] if undone else [])):
        requests.become(tx, earlier, RescheduleState.REPLACED, now, why=f"replaced by {request.public_id}")
        slots.release(tx, [earlier.slot_id])
    requests.become(tx, request, RescheduleState.CONFIRMED, now, decided_at=now, next_at=None, why=why)
    if request.kind == RESCHEDULE:
        resequence.move(tx, request.shipment_id, request.window, now)
    return Decided(request.public_id, RescheduleState.CONFIRMED, request.window)


def _too_late_for(tx: Connection, request: Request, now: datetime) -> Refusal | None:
    """A yes after the time-out counts if nothing has taken its place."""
    newest = requests.latest(tx, request.shipment_id, request.kind)
    if newest is not None and newest.id != request.id and newest.state in OCCUPYING:
        _contradicted(tx, request, "confirmed late, after the customer had asked for something else", now)
        return Refusal.CONTRADICTS
    if request.slot_id is not None and not slots.take_late(tx, request.slot_id, now):
        _contradicted(tx, request, "confirmed late, when the place in its slot was gone", now)
        return Refusal.SLOT_TAKEN
    return None


def _decline(tx: Connection, request: Request, why: str | None, now: datetime) -> Decided:
    _free(tx, request)
    requests.become(tx, request, RescheduleState.DECLINED, now, decided_at=now, next_at=None, why=why)
    reason = f": {why}" if why else ""
    _case(tx, "change_declined", request, f"The carrier declined the {request.kind}{reason}. Find another way.", now)
    return Decided(request.public_id, RescheduleState.DECLINED, request.window)


def _weigh(tx: Connection, request: Request, event: TrackingEvent, now: datetime) -> Request:
    """Applies one event; returns the request as it stands then."""
    finding = read(event, _question(request))
    match finding.meaning:
        case Meaning.NOTHING:
            return request
        case Meaning.CONFIRMS:
            _settle(tx, request, True, finding.why, now)
        case Meaning.DECLINES:
            _settle(tx, request, False, finding.why, now)
        case Meaning.OVERTAKES:
            _overtake(tx, request, finding.why, now)
        case Meaning.CONTRADICTS:
            _contradicted(tx, request, finding.why, now)
        case other:
            assert_never(other)
    return requests.find(tx, request.public_id) or request


def _question(request: Request) -> Question:
    return Question(
        request.kind,
        request.state,
        request.asked_at,
        request.zone,
        request.window,
        request.previous,
        request.decided_at,
    )


def _give_up(tx: Connection, request: Request, now: datetime) -> None:
    if request.state is RescheduleState.WITHDRAWN:
        requests.note(tx, request, next_at=None)
        _case(tx, "withdrawal_untold", request, _UNTOLD.format(why=request.why), now)
        return
    if is_overtaken(request.kind, request.milestone):
        _overtake(tx, request, f"the parcel is {request.milestone} already", now)
        return
    _free(tx, request)
    why = "the carrier did not answer in time"
    why = f"{why}; {request.why}" if request.why else why
    requests.become(tx, request, RescheduleState.TIMED_OUT, now, decided_at=now, next_at=None, why=why)
    _case(tx, "change_unanswered", request, f"The {request.kind}: {why}. Ask by hand, then confirm or decline.", now)


_UNTOLD = "The customer took a request back, and the carrier could not be told ({why}). Tell them by hand."


def _overtake(tx: Connection, request: Request, why: str, now: datetime) -> None:
    """The request has lost its object: nobody needs to hear of it any more."""
    _free(tx, request)
    requests.become(tx, request, RescheduleState.WITHDRAWN, now, decided_at=now, next_at=None, why=why)


def _free(tx: Connection, request: Request) -> None:
    if request.state in OPEN:
        slots.release(tx, [request.slot_id])


def _contradicted(tx: Connection, request: Request, why: str, now: datetime) -> None:
    _case(tx, "change_contradicted", request, f"The {request.kind}: {why}. Find out what holds, and tell them.", now)


def _case(tx: Connection, kind: str, request: Request, why: str, now: datetime) -> None:
    open_case(
        tx,
        kind=kind,
        key=request.public_id,
        why=why,
        now=now,
        merchant_id=request.merchant_id,
        shipment_id=request.shipment_id,
    )


def _when(event: TrackingEvent) -> tuple[datetime, str]:
    return event.effective_at, event.key


def _word(confirmed: bool) -> str:
    return "yes" if confirmed else "no"
