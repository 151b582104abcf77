"""Asking the 3PL: what customers want goes out as signed webhooks (Standard Webhooks 1.0), until it is taken."""

import asyncio
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, assert_never

import msgspec
import structlog
from sqlalchemy import Connection
from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from domain.reschedules import RESCHEDULE, RescheduleState
from domain.retrying import Again, Never, Outcome, Taken, failed, outcome
from domain.rules.saying import window_facts
from flows.cases import open_case
from store import change_requests as requests
from store.carrier_addresses import Address, NoAddress, addresses
from store.change_requests import Request
from store.database import Database, Turn

AT_ONCE = 20
"""Requests on their way at the same time."""
LEASE = timedelta(minutes=1)
"""A claimed request that nothing was recorded about is tried again after this; longer than a post may take."""

log = structlog.get_logger()


class Post(Protocol):
    """Posts `body` and returns the status and the headers (lower-case names) of the answer; follows no redirection.

    Raises PostFailed when there is no answer.
    """

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]: ...


class PostFailed(Exception):
    """No answer came. `permanent`: the address itself may not be used, so trying again cannot help."""

    def __init__(self, why: str, permanent: bool = False) -> None:
        super().__init__(why)
        self.why, self.permanent = why, permanent


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed request, ready to be signed. `message_id` and `body` are the same at every attempt."""

    request: Request
    address: Address
    message_id: str
    body: bytes
    attempt: int


async def send_requests(database: Database, clock: Callable[[], datetime], post: Post, limit: int = AT_ONCE) -> int:
    """⟨1⟩ claims what is due, posts it with no transaction open, ⟨2⟩ records what came of each.

    Returns how many were claimed; when that is `limit`, more may be waiting.
    """
    claimed = await database.write(due_requests, clock(), limit, turn=Turn.SEND)
    await asyncio.gather(*(_send(database, clock, post, outgoing) for outgoing in claimed))
    return len(claimed)


def due_requests(tx: Connection, now: datetime, limit: int = AT_ONCE) -> tuple[Outgoing, ...]:
    """Claims requests, and withdrawals, that the 3PL must hear of now: their next attempt moves a lease ahead.

    Those that cannot be posted anywhere become a case for staff at once.
    """
    claimed = requests.to_send(tx, now, limit)
    found = addresses(tx, claimed) if claimed else {}
    outgoing = []
    for request in claimed:
        requests.note(tx, request, next_at=now + LEASE, attempts=request.attempts + 1)
        match found[request.id]:
            case Address() as address:
                outgoing.append(_outgoing(request, address))
            case NoAddress(why):
                _by_hand(tx, request, why, now)
            case other:
                assert_never(other)
    return tuple(outgoing)


def record(tx: Connection, outgoing: Outgoing, came: Outcome, now: datetime) -> None:
    """What came of an attempt. A request that was answered, or taken back, in the meantime stays as it is."""
    request = outgoing.request
    match came:
        case Taken() if request.state is RescheduleState.WITHDRAWN:
            requests.note(tx, request, next_at=None)
        case Taken():
            requests.become(tx, request, RescheduleState.SENT, next_at=request.answer_by, why=None)
        case Again(at, why):
            requests.note(tx, request, next_at=min(at, request.answer_by), why=why)
        case Never(why):
            _by_hand(tx, request, f"source {outgoing.address.source}: {why}", now)
        case other:
            assert_never(other)


async def _send(database: Database, clock: Callable[[], datetime], post: Post, outgoing: Outgoing) -> None:
    came = await _attempt(post, outgoing, clock)
    await database.write(record, outgoing, came, clock(), turn=Turn.SEND)
    log.info(
        "carrier.asked",
        request=outgoing.request.public_id,
        attempt=outgoing.attempt,
        outcome=type(came).__name__.lower(),
        why=getattr(came, "why", None),
    )


async def _attempt(post: Post, outgoing: Outgoing, clock: Callable[[], datetime]) -> Outcome:
    try:
        headers = _signed(outgoing, clock())
    except (binascii.Error, ValueError, EmptyWebhookSecretError):
        return Never("its outbound secret is not base64 (whsec_…)")
    try:
        status, answer = await post(outgoing.address.url, outgoing.body, headers)
    except PostFailed as problem:
        if problem.permanent:
            return Never(problem.why)
        return failed(problem.why, outgoing.attempt, outgoing.message_id, clock())
    return outcome(status, answer.get("retry-after"), outgoing.attempt, outgoing.message_id, clock())


def _signed(outgoing: Outgoing, now: datetime) -> dict[str, str]:
    """The headers of one attempt: the id stays, the time-stamp is the attempt's."""
    signature = Webhook(outgoing.address.secret).sign(outgoing.message_id, now, outgoing.body.decode())
    return {
        "content-type": "application/json",
        "user-agent": "Doorstep",
        "webhook-id": outgoing.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


def _outgoing(request: Request, address: Address) -> Outgoing:
    withdrawn = request.state is RescheduleState.WITHDRAWN
    verb = "withdrawn" if withdrawn else "requested"
    noun = "reschedule" if request.kind == RESCHEDULE else "change"
    at = request.decided_at if withdrawn and request.decided_at else request.asked_at
    envelope = {"type": f"{noun}.{verb}", "timestamp": at.isoformat(), "data": _data(request)}
    message_id = f"msg_{request.public_id}_{verb}"
    return Outgoing(request, address, message_id, msgspec.json.encode(envelope), request.attempts + 1)


def _data(request: Request) -> dict[str, object]:
    """What the 3PL needs and nothing about the person: it has their name and address already."""
    data: dict[str, object] = {
        "id": request.public_id,
        "tracking_number": request.tracking_number,
        "order_number": request.order_number,
        "answer_by": request.answer_by.isoformat(),
    }
    if request.kind != RESCHEDULE:
        return {**data, "change": request.kind, "details": request.details}
    window = request.window
    assert window is not None
    assert window.from_at is not None
    assert window.to_at is not None
    slot = {"id": request.slot, "from": window.from_at.isoformat(), "to": window.to_at.isoformat()}
    return {**data, "slot": slot, "previous_window": window_facts(request.previous)}


def _by_hand(tx: Connection, request: Request, why: str, now: datetime) -> None:
    """Nothing is sent any more; a request waits for staff until its time is up."""
    withdrawn = request.state is RescheduleState.WITHDRAWN
    requests.note(tx, request, next_at=None if withdrawn else request.answer_by, why=why)
    what = "Tell the carrier by hand that it is withdrawn" if withdrawn else _ASK
    open_case(
        tx,
        kind="tell_by_hand" if withdrawn else "ask_by_hand",
        key=request.public_id,
        why=f"The {request.kind} could not be sent: {why}. {what}.",
        now=now,
        merchant_id=request.merchant_id,
        shipment_id=request.shipment_id,
    )


_ASK = "Ask the carrier by hand, then confirm or decline here"
