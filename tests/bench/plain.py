"""The plain handler: FastAPI, pydantic, an SQLModel session, one commit per webhook; it stores the same rows.

What a capable developer writes first. The pure parts (what EasyPost's words mean, the fold, the plan) are the product's
own; how the body comes in and how rows go to the database is what a tutorial teaches.
"""

import hashlib
import hmac
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select

from carriers.contract import Reception, Report
from carriers.registry import adapter
from domain.changes import Stored, changes, state_of
from domain.condition import fold
from domain.localtime import zone
from domain.notices import TOLD_STATES, NoticeKind, NoticeState
from domain.plan import plan
from domain.policy import Policy, policy_from
from domain.rules.expectation import expected
from domain.story import Promise, Story, Told
from domain.windows import Window
from store.engines import open_engine
from store.event_rows import COLUMNS, ROW, to_event, to_row
from store.notices import moved_row, new_row
from store.tables import (
    Conversation,
    Customer,
    Delivery,
    EventRow,
    Merchant,
    Notice,
    Order,
    PromiseRow,
    Shipment,
    Source,
)

KEPT_HEADERS = ("content-type", "user-agent")
TRIES = 3


class TrackingLocation(BaseModel):
    model_config = ConfigDict(extra="allow")

    city: str | None = None
    state: str | None = None
    country: str | None = None
    zip: str | None = None


class TrackingDetail(BaseModel):
    model_config = ConfigDict(extra="allow")

    message: str | None = None
    status: str
    status_detail: str | None = None
    datetime: str
    tracking_location: TrackingLocation


class Tracker(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str
    tracking_code: str
    status: str
    status_detail: str | None = None
    updated_at: str
    tracking_details: list[TrackingDetail]


class TrackerEvent(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str
    description: str
    result: Tracker


def build(url: str) -> FastAPI:
    """The application. SQLite's writers take turns: otherwise they would starve each other in its busy handler."""
    engine = open_engine(url)
    alone = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
    with Session(engine) as memory:
        feeds = {feed.slug: feed for feed in memory.exec(select(Source))}
        memory.expunge_all()

    async def signed(slug: str, request: Request) -> tuple[Source, bytes]:
        body = await request.body()
        feed = feeds.get(slug)
        if feed is None:
            raise HTTPException(404)
        digest = hmac.new((feed.secret or "").encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(f"hmac-sha256-hex={digest}", request.headers.get("x-hmac-signature", "")):
            raise HTTPException(401)
        return feed, body

    app = FastAPI()

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhooks/{slug}")
    def receive(
        event: TrackerEvent, request: Request, proven: Annotated[tuple[Source, bytes], Depends(signed)]
    ) -> dict[str, int]:
        feed, body = proven
        headers = {name: request.headers[name] for name in KEPT_HEADERS if name in request.headers}
        document = event.model_dump(mode="json")
        for attempt in range(TRIES):
            try:
                with alone, Session(engine) as memory:
                    counts = keep(memory, feed, document, body, headers, datetime.now(UTC))
                    memory.commit()
                    return counts
            except (IntegrityError, OperationalError):  # another webhook of this parcel, at the same time
                if attempt == TRIES - 1:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    return app


def keep(
    memory: Session, feed: Source, document: dict[str, Any], body: bytes, headers: dict[str, str], now: datetime
) -> dict[str, int]:
    """The delivery and its events, each once; the shipment's fold; its notices as the plan wants them."""
    assert feed.id is not None
    reading = adapter(feed.adapter).read(document, body, Reception(now, headers))
    reported = [event for item in reading.items if isinstance(item, Report) for event in item.events]
    named = col(Shipment.tracking_number).in_({event.tracking_number for event in reported})
    shipments = memory.exec(  # one webhook at a time for each parcel: the next repeats most of its events
        select(Shipment)
        .where(Shipment.merchant_id == feed.merchant_id, named)
        .order_by(col(Shipment.id))
        .with_for_update()
    ).all()
    known = select(Delivery.id).where(Delivery.source_id == feed.id, Delivery.key == reading.key)
    if memory.exec(known).first() is not None:
        return {"accepted": 0, "duplicates": 1, "unreadable": 0}
    delivery = Delivery(source_id=feed.id, key=reading.key, received_at=now, body=body, headers=headers, state="read")
    memory.add(delivery)
    memory.flush()
    assert delivery.id is not None
    stored = select(EventRow.key).where(EventRow.source_id == feed.id, col(EventRow.key).in_([e.key for e in reported]))
    seen = set(memory.exec(stored))
    for event in reported:
        if event.key not in seen:
            row = to_row(event, feed.id, feed.merchant_id, delivery.id)
            memory.add(EventRow(**dict(zip(ROW, row, strict=True))))
    memory.flush()
    for shipment in shipments:
        _replan(memory, shipment, now)
    return {"accepted": 1, "duplicates": 0, "unreadable": 0}


def _replan(memory: Session, shipment: Shipment, now: datetime) -> None:
    notices = memory.exec(select(Notice).where(Notice.shipment_id == shipment.id)).all()
    story, policy = _story(memory, shipment, notices), _policy(memory, shipment)
    _fold_into(shipment, story, policy)
    memory.add(shipment)
    change = changes(plan(story, policy), [_stored(notice) for notice in notices])
    by_id = {notice.id: notice for notice in notices}
    for want in change.add:
        memory.add(Notice(**new_row(story.shipment_id, shipment.customer_id, want, state_of(want), now)))
    for row, want in change.move:
        for name, value in moved_row(row.id, want, state_of(want), want.held).items():
            if name != "b_id":
                setattr(by_id[row.id], name, value)
    for row, why in change.withdraw:
        notice = by_id[row.id]
        notice.state, notice.why, notice.decided_at = "withdrawn", why, now


def _story(memory: Session, shipment: Shipment, notices: Sequence[Notice]) -> Story:
    assert shipment.id is not None
    order = memory.get_one(Order, shipment.order_id)
    customer = memory.get_one(Customer, shipment.customer_id)
    thread = memory.exec(select(Conversation).where(Conversation.customer_id == customer.id)).first()
    of_number = select(EventRow).where(
        EventRow.merchant_id == shipment.merchant_id, EventRow.tracking_number == shipment.tracking_number
    )
    events = [to_event(*(getattr(row, c.name) for c in COLUMNS)) for row in memory.exec(of_number)]
    promises = memory.exec(
        select(PromiseRow).where(PromiseRow.shipment_id == shipment.id).order_by(col(PromiseRow.number))
    ).all()
    siblings = memory.exec(select(Shipment).where(Shipment.customer_id == shipment.customer_id)).all()
    parcels = [s for s in siblings if s.order_id == shipment.order_id]
    return Story(
        shipment_id=shipment.id,
        tracking_number=shipment.tracking_number,
        announced_at=shipment.announced_at,
        zone=zone(order.zone),
        condition=fold(events),
        allow=frozenset(shipment.allow),
        siblings=len(siblings) - 1,
        parcels_in_order=len(parcels),
        delivered_in_order=sum(s.milestone == "delivered" for s in parcels),
        stopped=customer.stopped_why,
        owned_by=None if thread is None or thread.owner == "bot" else thread.owner,
        told={n.key: Told(n.key, NoticeKind(n.kind), n.decided_at or n.send_after) for n in notices if _is_told(n)},
        promise=_promise(promises[-1]) if promises else None,
    )


def _policy(memory: Session, shipment: Shipment) -> Policy:
    return policy_from(memory.get_one(Merchant, shipment.merchant_id).settings)


def _fold_into(shipment: Shipment, story: Story, policy: Policy) -> None:
    condition, standing, window = story.condition, story.condition.now, expected(story, policy)
    shipment.milestone = condition.milestone.value
    shipment.milestone_at = standing.at if standing else None
    shipment.detail = standing.detail if standing else None
    shipment.reason = standing.reason if standing else None
    shipment.timeliness = condition.timeliness.value
    shipment.action_by = condition.action_by.value
    shipment.health = condition.health.value
    shipment.last_scan_at = condition.last_scan_at
    shipment.expected_on = window.on.isoformat() if window else None
    shipment.expected_from = window.from_at if window else None
    shipment.expected_to = window.to_at if window else None


def _is_told(notice: Notice) -> bool:
    return NoticeState(notice.state) in TOLD_STATES


def _stored(n: Notice) -> Stored:
    assert n.id is not None
    return Stored(n.id, n.kind, n.key, NoticeState(n.state), n.send_after, n.expires_at, n.facts, n.why)


def _promise(row: PromiseRow) -> Promise:
    return Promise(row.number, Window(date.fromisoformat(row.on), row.from_at, row.to_at), row.told_at)
