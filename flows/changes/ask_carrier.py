"""Asking the 3PL for what customers want, and telling it what they no longer want, until it is taken."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

import msgspec
import structlog
from sqlalchemy import Connection

from carriers.asking import Agreed, Declined
from domain.reschedules import RESCHEDULE, RescheduleState
from domain.retrying import Again, Never, Taken
from domain.rules.saying import window_facts
from flows.cases import open_case
from flows.changes.carrier_answers import decide
from flows.changes.ways_out import Came, Mail, Outgoing, Post, PostFailed, Ways, attempt
from flows.sealing import opened
from store import change_requests as requests
from store.carrier_addresses import Address, Api, Dispatcher, NoAddress, Way, addresses
from store.change_requests import Request
from store.database import Database, Turn

# Whoever asks finds the ways here too.
__all__ = ["AT_ONCE", "LEASE", "Mail", "Post", "PostFailed", "Ways", "due_requests", "record", "send_requests"]

AT_ONCE = 20
"""Requests on their way at the same time."""
_WEBHOOKS_ALONE = Ways()
LEASE = timedelta(minutes=1)
"""A claimed request that nothing was recorded about is tried again after this; longer than a post may take."""

log = structlog.get_logger()


async def send_requests(
    database: Database, clock: Callable[[], datetime], post: Post, limit: int = AT_ONCE, ways: Ways = _WEBHOOKS_ALONE
) -> int:
    """⟨1⟩ claims what is due, posts it with no transaction open, ⟨2⟩ records what came of each.

    Returns how many were claimed; when that is `limit`, more may be waiting.
    """
    claimed = await database.write(due_requests, clock(), limit, ways.page, ways.secret_key, turn=Turn.SEND)
    await asyncio.gather(*(_send(database, clock, post, ways, outgoing) for outgoing in claimed))
    return len(claimed)


def due_requests(
    tx: Connection,
    now: datetime,
    limit: int = AT_ONCE,
    page: Callable[[str], str] | None = None,
    secret_key: bytes = b"",
) -> tuple[Outgoing, ...]:
    """Claims requests, and withdrawals, that the 3PL must hear of now: their next attempt moves a lease ahead.

    Those that a person must ask, or be asked, become a case at once; it names the dispatcher's page.
    """
    claimed = requests.to_send(tx, now, limit)
    found = addresses(tx, claimed) if claimed else {}
    outgoing = []
    for request in claimed:
        requests.note(tx, request, next_at=now + LEASE, attempts=request.attempts + 1)
        match found[request.id]:
            case Address() | Api() as address:
                outgoing.append(_outgoing(_opened(request, secret_key), address))
            case Dispatcher() as dispatcher:
                link = page(request.public_id) if page else None
                _by_hand(tx, request, None, now, link)
                if dispatcher.email:
                    requests.note(tx, request, next_at=now + LEASE)
                    outgoing.append(_outgoing(_opened(request, secret_key), dispatcher))
            case NoAddress(why):
                _by_hand(tx, request, why, now, page(request.public_id) if page else None)
            case other:
                assert_never(other)
    return tuple(outgoing)


def _opened(request: Request, secret_key: bytes) -> Request:
    return replace(request, details=opened(secret_key, request.details))


def record(tx: Connection, outgoing: Outgoing, came: Came, now: datetime, page: str | None = None) -> None:
    """What came of an attempt. A request that was answered, or taken back, in the meantime stays as it is."""
    request = outgoing.request
    match came:
        case Taken() | Agreed() if request.state is RescheduleState.WITHDRAWN:
            requests.note(tx, request, next_at=None)
        case Declined(why) if request.state is RescheduleState.WITHDRAWN:
            _by_hand(tx, request, f"source {outgoing.address.source}: {why}", now, page)
        case Taken():
            requests.become(tx, request, RescheduleState.SENT, now, next_at=request.answer_by, why=None)
        case Again(at, why):
            requests.note(tx, request, next_at=min(at, request.answer_by), why=why)
        case Never() if isinstance(outgoing.address, Dispatcher):
            requests.note(tx, request, next_at=request.answer_by)  # the page is there without the e-mail
        case Never(why):
            _by_hand(tx, request, f"source {outgoing.address.source}: {why}", now, page)
        case Agreed(why):
            decide(tx, request.public_id, True, why, now)
        case Declined(why):
            decide(tx, request.public_id, False, why, now)
        case other:
            assert_never(other)


async def _send(database: Database, clock: Callable[[], datetime], post: Post, ways: Ways, outgoing: Outgoing) -> None:
    page = ways.page(outgoing.request.public_id) if ways.page else None
    came = await attempt(post, ways, outgoing, clock)
    await database.write(record, outgoing, came, clock(), page, turn=Turn.SEND)
    log.info(
        "carrier.asked",
        request=outgoing.request.public_id,
        attempt=outgoing.attempt,
        outcome=type(came).__name__.lower(),
        why=getattr(came, "why", None),
    )


def _outgoing(request: Request, address: Way) -> Outgoing:
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


def _by_hand(tx: Connection, request: Request, why: str | None, now: datetime, page: str | None = None) -> None:
    """A person asks, or is asked; a request waits for their answer until its time is up.

    `why` it could not be sent; None where a dispatcher is meant to be asked.
    """
    withdrawn = request.state is RescheduleState.WITHDRAWN
    requests.note(tx, request, next_at=None if withdrawn else request.answer_by, why=why or _DISPATCHER)
    what = "Tell the carrier by hand that it is withdrawn" if withdrawn else _ASK
    begin = f"The {request.kind} could not be sent: {why}. {what}." if why else f"The {request.kind}: {_DISPATCHER}."
    open_case(
        tx,
        kind="tell_by_hand" if withdrawn else "ask_by_hand",
        key=request.public_id,
        why=f"{begin} Their page: {page}" if page else begin,
        now=now,
        merchant_id=request.merchant_id,
        shipment_id=request.shipment_id,
    )


_ASK = "Ask the carrier by hand, then confirm or decline here"
_DISPATCHER = "the carrier's dispatcher is asked on a page"
