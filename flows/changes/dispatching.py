"""Dispatching: what a 3PL's dispatcher reads on their page, and the yes or no they give there."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from domain.links import dispatch_token
from domain.reschedules import Answered, RescheduleState, answered
from domain.windows import Window
from flows.audit import By, record
from flows.changes.carrier_answers import Decided, decide
from flows.sealing import opened
from store import cases
from store import change_requests as requests
from store.change_requests import Request

WHO = "dispatcher"
_CASES = ("ask_by_hand", "change_unanswered")


class Standing(StrEnum):
    """Where a request stands, as its dispatcher needs to know."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    OVER = "over"
    """Taken back, replaced, or overtaken by the parcel itself: there is nothing to answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: nothing about the person, whose name and address the 3PL has. Times are the address's own."""

    request_id: str
    tracking_number: str
    order_number: str
    kind: str
    window: str | None
    previous: str | None
    details: dict[str, Any]
    answer_by: str
    standing: Standing
    why: str | None


def look(tx: Connection, secret_key: bytes, request_id: str, token: str) -> Question | None:
    """The question behind a link; None when the link is not one of ours. Looking changes nothing."""
    request = _opened(tx, secret_key, request_id, token)
    return _question(request, secret_key) if request else None


def answer(
    tx: Connection, secret_key: bytes, request_id: str, token: str, agreed: bool, why: str, now: datetime
) -> Question | None:
    """The dispatcher's yes or no. The same answer twice is one; what stands already is never turned round here."""
    request = _opened(tx, secret_key, request_id, token)
    if request is None:
        return None
    if answered(request.state, agreed) is Answered.TAKES_EFFECT:
        said = why or ("the dispatcher says yes" if agreed else "the dispatcher says no")
        result = decide(tx, request_id, agreed, said, now)
        if isinstance(result, Decided):
            _note(tx, request, By(WHO, said, now), agreed=agreed)
    found = requests.find(tx, request_id)
    return _question(found, secret_key) if found else None


def _opened(tx: Connection, secret_key: bytes, request_id: str, token: str) -> Request | None:
    expected = dispatch_token(secret_key, request_id)
    if not hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace")):
        return None
    return requests.find(tx, request_id)


def _note(tx: Connection, request: Request, by: By, *, agreed: bool) -> None:
    """The answer stays in the audit, and what it was asked for is no longer open."""
    action = "change.confirm" if agreed else "change.decline"
    record(tx, by, action, f"shipment:{request.shipment_id}", None, {"request": request.public_id})
    for case_id in cases.open_ids(tx, _CASES, shipment_id=request.shipment_id):
        if cases.one(tx, case_id).request == request.public_id:
            cases.close(tx, case_id, by.who, by.why, by.at)


def _question(request: Request, secret_key: bytes) -> Question:
    details = opened(secret_key, request.details)
    return Question(
        request_id=request.public_id,
        tracking_number=request.tracking_number,
        order_number=request.order_number,
        kind=request.kind,
        window=_words(request.window, request),
        previous=_words(request.previous, request),
        details={name: value for name, value in details.items() if name != "previous_window"},
        answer_by=_clock(request.answer_by, request),
        standing=_standing(request.state),
        why=request.why,
    )


def _standing(state: RescheduleState) -> Standing:
    match state:
        case RescheduleState.CONFIRMED | RescheduleState.REPLACED:
            return Standing.AGREED
        case RescheduleState.DECLINED:
            return Standing.REFUSED
        case RescheduleState.REQUESTED | RescheduleState.SENT | RescheduleState.TIMED_OUT:
            return Standing.OPEN
        case _:
            return Standing.OVER


def _words(window: Window | None, request: Request) -> str | None:
    if window is None:
        return None
    if window.from_at is None or window.to_at is None:
        return f"{window.on:%A %d %B %Y}"
    return f"{_clock(window.from_at, request)} to {window.to_at.astimezone(request.zone):%H:%M}"


def _clock(at: datetime, request: Request) -> str:
    return f"{at.astimezone(request.zone):%A %d %B %Y, %H:%M}"
