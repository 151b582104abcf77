"""Reschedule, the customer's side: a slot is held, asked for, or taken back. Asking is not agreeing."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.policy import Policy
from domain.reschedules import (
    BACK,
    BEYOND_CHANGE,
    OPEN,
    RESCHEDULE,
    WAITING,
    Refusal,
    Refused,
    RescheduleState,
    hindrance,
)
from domain.rules.saying import window_facts
from domain.slots import Parcel, Slot, serves
from domain.windows import Window
from flows.changes.carrier_answers import Decided, decide, evidence, expire_holds, time_out
from flows.changes.room import Room
from flows.replan import replan
from flows.routes import resequence
from store import change_requests as requests
from store import slots
from store.change_requests import Request

# The 3PL's side lives in its own file; whoever reschedules finds both here.
__all__ = [
    "Asked",
    "Decided",
    "Refused",
    "Withdrawn",
    "ask",
    "ask_change",
    "confirm_hold",
    "decide",
    "evidence",
    "expire_holds",
    "hold",
    "take_back",
    "time_out",
    "withdraw",
]

WITHDRAWAL_TOLD_WITHIN = timedelta(hours=24)
"""How long we try to tell the 3PL that a request is withdrawn before a person must."""
IN_FLIGHT = timedelta(minutes=1)
"""A withdrawal waits this long for a request that may be on its way, so as not to overtake it."""

_DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Asked:
    """`repeated`: it had been asked before, and nothing new was done. `window` is None for changes without a slot."""

    public_id: str
    window: Window | None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    public_id: str
    window: Window | None


def ask(
    tx: Connection, shipment_id: int, external_slot_id: str, in_chat: bool, now: datetime, policy: Policy
) -> Asked | Refused:
    """Takes a place in the slot and lets the 3PL be asked for it. Asking again for the same slot changes nothing."""
    placed = _place(tx, RescheduleState.REQUESTED, shipment_id, external_slot_id, in_chat, now, policy)
    if isinstance(placed, Asked) and not placed.repeated:
        replan(tx, [shipment_id], now)
    return placed


def hold(
    tx: Connection, shipment_id: int, external_slot_id: str, in_chat: bool, now: datetime, policy: Policy
) -> Asked | Refused:
    """Keeps a place for `policy.reschedule_hold`, for callers that ask "shall I?" first. An earlier hold is let go."""
    return _place(tx, RescheduleState.HELD, shipment_id, external_slot_id, in_chat, now, policy)


def confirm_hold(tx: Connection, public_id: str, now: datetime, policy: Policy) -> Asked | Refused:
    """The second step after `hold`: the 3PL may be asked now."""
    request = requests.find(tx, public_id)
    if request is None:
        return Refused(Refusal.UNKNOWN_REQUEST)
    if request.state in WAITING:
        return _repeated(request)
    if request.state is not RescheduleState.HELD or request.answer_by <= now:
        return Refused(Refusal.HOLD_OVER)
    return _ask_for_held(tx, request, now, policy)


def ask_change(
    tx: Connection,
    shipment_id: int,
    kind: str,
    details: dict[str, Any],
    in_chat: bool,
    now: datetime,
    policy: Policy = _DEFAULT,
    *,
    by_shop: bool = False,
) -> Asked | Refused:
    """Lets the 3PL be asked for a change without a slot: safe_place, neighbour, pickup_point. `details` are JSON.

    The shop itself (`by_shop`) may ask for what its customers may not. The kind BACK undoes one that was agreed: its
    details name that in `of`, and those of that are kept beside it.
    """
    parcel = slots.parcels(tx, [shipment_id]).get(shipment_id)
    if parcel is None:
        return Refused(Refusal.UNKNOWN_PARCEL)
    object_of = details["of"] if kind == BACK else kind
    if why := hindrance(object_of, None if by_shop else parcel.allow, parcel.milestone):
        return Refused(why)
    if kind == BACK and (undone := requests.latest(tx, shipment_id, object_of)):
        details = {**undone.details, "of": object_of}
    public_id = _new_id(kind)
    row = _row(public_id, parcel, kind, RescheduleState.REQUESTED, in_chat, now, now + policy.reschedule_answer)
    if requests.add(tx, {**row, "details": details}):
        replan(tx, [shipment_id], now)
        return Asked(public_id, None)
    standing = requests.latest(tx, shipment_id, kind)
    if standing is not None and standing.details == details:
        return _repeated(standing)
    return Refused(Refusal.ALREADY_OPEN)


def withdraw(tx: Connection, shipment_id: int, now: datetime, kind: str = RESCHEDULE) -> Withdrawn | Refused:
    """Takes an open request back and frees its place; a 3PL that may have heard of it is told."""
    request = requests.latest(tx, shipment_id, kind)
    if request is None or request.state not in OPEN:
        return Refused(Refusal.NOTHING_OPEN)
    return _withdraw(tx, request, "the customer took it back", now)


def take_back(tx: Connection, public_id: str, why: str, now: datetime) -> Withdrawn | Refused:
    """The same for the shop, which may also undo what was agreed: the 3PL is told, and a person where it cannot be."""
    request = requests.find(tx, public_id)
    if request is None:
        return Refused(Refusal.UNKNOWN_REQUEST)
    if request.state not in OPEN | {RescheduleState.CONFIRMED}:
        return Refused(Refusal.NOTHING_OPEN)
    if request.milestone in BEYOND_CHANGE:
        return Refused(Refusal.TOO_LATE)
    if request.state is RescheduleState.CONFIRMED and request.kind == RESCHEDULE:
        resequence.move(tx, request.shipment_id, request.previous, now)
    return _withdraw(tx, request, why, now)


def _withdraw(tx: Connection, request: Request, why: str, now: datetime) -> Withdrawn:
    """A 3PL that may have heard of it is told; not before an attempt that may be on its way has come to something."""
    is_agreed = request.state is RescheduleState.CONFIRMED
    told_at = now if is_agreed else now + IN_FLIGHT if request.attempts > 0 else None
    requests.become(
        tx,
        request,
        RescheduleState.WITHDRAWN,
        now,
        decided_at=now,
        why=why,
        attempts=0,
        answer_by=now + WITHDRAWAL_TOLD_WITHIN,
        next_at=told_at,
    )
    slots.release(tx, [request.slot_id])
    replan(tx, [request.shipment_id], now)
    return Withdrawn(request.public_id, request.window)


def _place(
    tx: Connection,
    state: RescheduleState,
    shipment_id: int,
    external_slot_id: str,
    in_chat: bool,
    now: datetime,
    policy: Policy,
) -> Asked | Refused:
    """Takes the place first and gives an older hold back after: whoever fails to move keeps what they had."""
    wish = slots.wish(tx, shipment_id, external_slot_id)
    if wish is None:
        return Refused(Refusal.UNKNOWN_PARCEL)
    parcel, slot = wish.parcel, wish.slot
    if why := hindrance(RESCHEDULE, parcel.allow, parcel.milestone):
        return Refused(why)
    if slot is None or not serves(slot, parcel):
        return Refused(Refusal.SLOT_GONE)
    latest = requests.latest(tx, shipment_id, RESCHEDULE) if wish.asked_before else None
    if latest is not None and (answer := _as_it_stands(tx, latest, slot, state, now, policy)):
        return answer
    if slot.cutoff_at <= now:
        return Refused(Refusal.TOO_LATE)
    # Others may have filled the van since the slot was offered.
    if wish.is_driven and not Room(tx, [parcel], [slot], now).takes(parcel, slot):
        return Refused(Refusal.SLOT_TAKEN)
    return _take(tx, state, parcel, slot, latest, in_chat, now, policy)


def _as_it_stands(
    tx: Connection, latest: Request, slot: Slot, wanted: RescheduleState, now: datetime, policy: Policy
) -> Asked | Refused | None:
    """The answer that the standing request gives already; None when the slot may be tried for."""
    same = latest.slot_id == slot.id
    match latest.state:
        case RescheduleState.REQUESTED | RescheduleState.SENT:
            return _repeated(latest) if same else Refused(Refusal.ALREADY_OPEN)
        case RescheduleState.HELD if same and latest.answer_by > now:
            if wanted is RescheduleState.HELD:
                return _repeated(latest)
            return _ask_for_held(tx, latest, now, policy)
        case RescheduleState.CONFIRMED if same:
            return Refused(Refusal.SAME_WINDOW)
        case _:
            return None


def _take(
    tx: Connection,
    state: RescheduleState,
    parcel: Parcel,
    slot: Slot,
    latest: Request | None,
    in_chat: bool,
    now: datetime,
    policy: Policy,
) -> Asked | Refused:
    held = latest if latest is not None and latest.state is RescheduleState.HELD else None
    if held is not None and held.slot_id is not None:
        slots.lock(tx, {slot.id, held.slot_id})
    if not slots.take(tx, slot.id, now) and not (_reclaim(tx, slot, now) and slots.take(tx, slot.id, now)):
        return _winner(tx, parcel, slot) or Refused(Refusal.SLOT_TAKEN)
    if held is not None and requests.become(tx, held, RescheduleState.WITHDRAWN, now, decided_at=now, next_at=None):
        slots.release(tx, [held.slot_id])
    public_id = _new_id(RESCHEDULE)
    patience = policy.reschedule_hold if state is RescheduleState.HELD else policy.reschedule_answer
    row = _row(public_id, parcel, RESCHEDULE, state, in_chat, now, min(now + patience, slot.from_at))
    previous = {"previous_window": window_facts(parcel.window)}
    if requests.add(tx, {**row, "slot_id": slot.id, "from_at": slot.from_at, "to_at": slot.to_at, "details": previous}):
        return Asked(public_id, slot.window(parcel.zone))
    slots.release(tx, [slot.id])
    return _winner(tx, parcel, slot) or Refused(Refusal.ALREADY_OPEN)


def _reclaim(tx: Connection, slot: Slot, now: datetime) -> bool:
    """Frees the places of this full slot that are held by people who never came back; whether there were any."""
    slots.lock(tx, [slot.id])
    lapsed = requests.lapsed_holds(tx, slot.id, now)
    for request in lapsed:
        requests.become(tx, request, RescheduleState.EXPIRED, now, decided_at=now, next_at=None)
    slots.release(tx, [request.slot_id for request in lapsed])
    return bool(lapsed)


def _winner(tx: Connection, parcel: Parcel, slot: Slot) -> Asked | None:
    """The same customer's other tap, which came first."""
    standing = requests.latest(tx, parcel.shipment_id, RESCHEDULE)
    return _repeated(standing) if standing and standing.state in OPEN and standing.slot_id == slot.id else None


def _ask_for_held(tx: Connection, held: Request, now: datetime, policy: Policy) -> Asked:
    begins = held.window.from_at if held.window else None
    answer_by = now + policy.reschedule_answer
    answer_by = min(answer_by, begins) if begins else answer_by
    requests.become(tx, held, RescheduleState.REQUESTED, now, asked_at=now, answer_by=answer_by, next_at=now)
    replan(tx, [held.shipment_id], now)
    return Asked(held.public_id, held.window)


def _row(
    public_id: str,
    parcel: Parcel,
    kind: str,
    state: RescheduleState,
    in_chat: bool,
    now: datetime,
    answer_by: datetime,
) -> dict[str, Any]:
    """A held request needs something done when its hold is over, any other at once: it must be sent."""
    return {
        "public_id": public_id,
        "shipment_id": parcel.shipment_id,
        "kind": kind,
        "state": state,
        "asked_at": now,
        "asked_in_chat": in_chat,
        "answer_by": answer_by,
        "next_at": answer_by if state is RescheduleState.HELD else now,
    }


def _repeated(request: Request) -> Asked:
    return Asked(request.public_id, request.window, repeated=True)


def _new_id(kind: str) -> str:
    return f"{'rs' if kind == RESCHEDULE else 'ch'}_{secrets.token_hex(12)}"
