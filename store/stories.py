"""Loading stories: all that the plan needs about many shipments, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.orm import aliased

from domain.announcements import Announced, chosen_from, key_of
from domain.axes import FINAL
from domain.changes import Stored
from domain.condition import fold
from domain.eta.learned import NOTHING_LEARNED, Learned, from_facts, on_lane
from domain.events import TrackingEvent
from domain.holdout import is_held_out
from domain.live import from_facts as from_live
from domain.live import quoted
from domain.lives import LEAD, begins
from domain.localtime import zone
from domain.notices import TOLD_STATES, NoticeKind, NoticeState
from domain.policy import Policy, policy_from
from domain.reschedules import RESCHEDULE, OtherChange, Reschedule, RescheduleState
from domain.story import Override, OverrideKind, Promise, Story, Told
from domain.windows import Window
from store.among import among
from store.event_rows import FOLDED, to_event
from store.fetching import Fetching
from store.tables import (
    Announcement,
    AnnouncementParcel,
    Case,
    ChangeRequest,
    Conversation,
    Customer,
    EventRow,
    LearnedLane,
    LearnedRow,
    Merchant,
    Notice,
    Order,
    OverrideRow,
    PromiseRow,
    Shipment,
)
from store.types import from_json, to_json
from store.writing import table_of

_SHIPMENT, _ORDER, _CUSTOMER, _MERCHANT = (table_of(t) for t in (Shipment, Order, Customer, Merchant))
_EVENT, _NOTICE, _PROMISE, _CHANGE = (table_of(t) for t in (EventRow, Notice, PromiseRow, ChangeRequest))
_OVERRIDE, _CASE, _CONVERSATION = table_of(OverrideRow), table_of(Case), table_of(Conversation)
_LEARNED, _LANE = table_of(LearnedRow), table_of(LearnedLane)
_ANNOUNCEMENT, _CALLED = table_of(Announcement), table_of(AnnouncementParcel)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A story with what surrounds it: whose it is, its policy, and its notice rows."""

    story: Story
    policy: Policy
    stored: tuple[Stored, ...]
    customer_id: int
    merchant_id: int
    order_id: int
    row: Any
    since: datetime | None = None
    """From when on events of its number are its own, where the number had a life before."""


def load(tx: Connection, shipment_ids: Collection[int], *, locked: bool = True) -> list[Loaded]:
    """The stories of these shipments, folded anew from their events.

    On PostgreSQL the shipments are locked, in order: a step that only looks says `locked=False` and waits for nobody.
    """
    if not shipment_ids:
        return []
    ids = {"ids": list(shipment_ids)}
    found = tx.execute(_LOCKED_HEADS if locked else _HEADS, ids).all()
    events, since = events_of(tx, found)
    notices, promises = _group(_NOTICES.rows(tx, ids)), _group(tx.execute(_PROMISES, ids).all())
    changes, overrides = _group(tx.execute(_CHANGES, ids).all()), _group(tx.execute(_OVERRIDES, ids).all())
    troubled = set(tx.scalars(_TROUBLED, ids))
    announced = _group(tx.execute(_LOCKED_ANNOUNCED if locked else _ANNOUNCED, ids).all())
    return [
        story_of(
            head,
            events[head.id],
            notices[head.id],
            promises[head.id],
            changes[head.id],
            overrides[head.id],
            announced[head.id],
            troubled=head.id in troubled,
            since=since.get(head.id),
        )
        for head in found
    ]


def story_of(
    head: Any,
    events: Iterable[TrackingEvent],
    notices: list[Any],
    promises: list[Any],
    changes: list[Any],
    overrides: Iterable[Any],
    announced: Iterable[Any],
    *,
    troubled: bool,
    since: datetime | None = None,
) -> Loaded:
    """One story of its rows, which come with the columns of the statements below."""
    policy = policy_of(head.settings)
    stored = tuple(_stored(row) for row in notices)
    live = from_live(head.live) if head.live else None
    story = Story(
        shipment_id=head.id,
        tracking_number=head.tracking_number,
        announced_at=head.announced_at,
        zone=zone(head.zone),
        condition=quoted(fold(events), live),
        allow=frozenset(head.allow),
        stopped=head.stopped_why or head.muted_why,
        owned_by=_person(head.owner),
        told=_told(stored, notices),
        promise=_promise(promises),
        reschedule=_reschedule(_slots(changes), zone(head.zone)),
        agreed=_reschedule([r for r in _slots(changes) if r.state == "confirmed"], zone(head.zone)),
        others=_others(changes),
        overrides=tuple(_override(row) for row in overrides),
        troubled=troubled,
        held_out=is_held_out(policy, head.customer_id),
        learned=_learned(head.learned, head.learned_lane) if head.learned else NOTHING_LEARNED,
        announced=tuple(_announced(row, stored) for row in announced),
        live=live,
    )
    return Loaded(story, policy, stored, head.customer_id, head.merchant_id, head.order_id, head, since)


def heads(tx: Connection, shipment_ids: Collection[int]) -> Sequence[Any]:
    """Shipments as stories begin with them; nothing is locked."""
    return tx.execute(_HEADS, {"ids": list(shipment_ids)}).all()


def with_company(tx: Connection, loaded: Iterable[Loaded]) -> list[Loaded]:
    """The same stories, knowing their customers' other parcels. Conditions must have been stored before."""
    stories = list(loaded)
    customers, orders = {s.customer_id for s in stories}, {s.order_id for s in stories}
    on_the_way: dict[int, int] = {row[0]: row[1] for row in tx.execute(_ON_THE_WAY, {"ids": list(customers)})}
    parcels = {row[0]: (row[1], row[2], row[3]) for row in tx.execute(_IN_ORDER, {"ids": list(orders)})}
    return [accompanied(s, on_the_way.get(s.customer_id, 0), *parcels[s.order_id]) for s in stories]


def accompanied(loaded: Loaded, open_parcels: int, in_order: int, delivered: int, first_id: int) -> Loaded:
    siblings = max(0, open_parcels - (0 if loaded.story.condition.is_final else 1))
    siblings = max(siblings, in_order - 1)
    if siblings == delivered == 0:
        return loaded  # it travels alone, as a story does unless it is told otherwise
    story = replace(
        loaded.story,
        siblings=siblings,
        parcels_in_order=in_order,
        delivered_in_order=delivered,
        speaks_for_order=loaded.story.shipment_id == first_id,
    )
    return replace(loaded, story=story)


@lru_cache(maxsize=1024)
def _policy(settings: str) -> Policy:
    return policy_from(from_json(settings))


def policy_of(settings: Mapping[str, object]) -> Policy:
    """A merchant's policy, read once for each different setting."""
    return _policy(to_json(settings)) if settings else _DEFAULT


_DEFAULT = Policy()


@lru_cache(maxsize=4096)
def _learned(facts: str, lane: str | None) -> Learned:
    """A carrier's record, with that of the lane where it has one; read once for each text."""
    carrier = from_facts(from_json(facts))
    return on_lane(carrier, from_facts(from_json(lane))) if lane else carrier


_other = aliased(_SHIPMENT)
_same_number = and_(
    _other.c.merchant_id == _SHIPMENT.c.merchant_id, _other.c.tracking_number == _SHIPMENT.c.tracking_number
)
_HEADS = (
    select(
        _SHIPMENT,
        _ORDER.c.zone,
        _ORDER.c.number.label("order_number"),
        _CUSTOMER.c.stopped_why,
        _CUSTOMER.c.language,
        _MERCHANT.c.settings,
        _MERCHANT.c.title,
        _CONVERSATION.c.owner,
        _LEARNED.c.facts.label("learned"),
        _LANE.c.facts.label("learned_lane"),
        select(func.max(_other.c.announced_at))
        .where(_same_number, _other.c.announced_at < _SHIPMENT.c.announced_at)
        .correlate(_SHIPMENT)
        .scalar_subquery()
        .label("used_before_at"),
        select(func.min(_other.c.announced_at))
        .where(_same_number, _other.c.announced_at > _SHIPMENT.c.announced_at)
        .correlate(_SHIPMENT)
        .scalar_subquery()
        .label("used_again_at"),
    )
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .join(_CUSTOMER, _CUSTOMER.c.id == _SHIPMENT.c.customer_id)
    .join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
    .outerjoin(_CONVERSATION, _CONVERSATION.c.customer_id == _SHIPMENT.c.customer_id)
    .outerjoin(
        _LEARNED, and_(_LEARNED.c.merchant_id == _SHIPMENT.c.merchant_id, _LEARNED.c.carrier == _SHIPMENT.c.carrier)
    )
    .outerjoin(
        _LANE,
        and_(
            _LANE.c.merchant_id == _SHIPMENT.c.merchant_id,
            _LANE.c.carrier == _SHIPMENT.c.carrier,
            _LANE.c.lane == _SHIPMENT.c.lane,
        ),
    )
    .where(among(_SHIPMENT.c.id, "ids"))
    .order_by(_SHIPMENT.c.id)
)
_LOCKED_HEADS = _HEADS.with_for_update(of=_SHIPMENT)
_EVENTS = Fetching(
    select(_SHIPMENT.c.id, *FOLDED)
    .join(
        _EVENT,
        and_(_EVENT.c.merchant_id == _SHIPMENT.c.merchant_id, _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number),
    )
    .where(among(_SHIPMENT.c.id, "ids"))
)
_NOTICES = Fetching(
    select(
        _NOTICE.c.shipment_id,
        _NOTICE.c.id,
        _NOTICE.c.kind,
        _NOTICE.c.key,
        _NOTICE.c.state,
        _NOTICE.c.send_after,
        _NOTICE.c.expires_at,
        _NOTICE.c.facts,
        _NOTICE.c.why,
        _NOTICE.c.decided_at,
    ).where(among(_NOTICE.c.shipment_id, "ids"))
)
_PROMISES = (
    select(
        _PROMISE.c.shipment_id,
        _PROMISE.c.number,
        _PROMISE.c.on,
        _PROMISE.c.from_at,
        _PROMISE.c.to_at,
        _PROMISE.c.told_at,
        _PROMISE.c.based_on,
    )
    .where(among(_PROMISE.c.shipment_id, "ids"))
    .order_by(_PROMISE.c.number)
)
_CHANGES = (
    select(
        _CHANGE.c.shipment_id,
        _CHANGE.c.id,
        _CHANGE.c.state,
        _CHANGE.c.from_at,
        _CHANGE.c.to_at,
        _CHANGE.c.asked_at,
        _CHANGE.c.asked_in_chat,
        _CHANGE.c.decided_at,
        _CHANGE.c.why,
        _CHANGE.c.kind,
    )
    .where(among(_CHANGE.c.shipment_id, "ids"))
    .order_by(_CHANGE.c.id)
)
_OVERRIDES = select(
    _OVERRIDE.c.shipment_id,
    _OVERRIDE.c.kind,
    _OVERRIDE.c.key,
    _OVERRIDE.c.who,
    _OVERRIDE.c.why,
    _OVERRIDE.c.at,
    _OVERRIDE.c.until,
    _OVERRIDE.c.text,
).where(_OVERRIDE.c.released_at.is_(None), among(_OVERRIDE.c.shipment_id, "ids"))
_TROUBLED = select(_CASE.c.shipment_id).where(among(_CASE.c.shipment_id, "ids"))
_ANNOUNCED = (
    select(
        _CALLED.c.shipment_id,
        _ANNOUNCEMENT.c.id,
        _CALLED.c.released_at,
        _ANNOUNCEMENT.c.chosen,
        _ANNOUNCEMENT.c.state,
        _ANNOUNCEMENT.c.expires_at,
        _ANNOUNCEMENT.c.state_by,
        _ANNOUNCEMENT.c.state_why,
    )
    .join(_ANNOUNCEMENT, _ANNOUNCEMENT.c.id == _CALLED.c.announcement_id)
    .where(among(_CALLED.c.shipment_id, "ids"), _CALLED.c.released_at.is_not(None))
    .order_by(_ANNOUNCEMENT.c.id)
)
_LOCKED_ANNOUNCED = _ANNOUNCED.with_for_update(of=_ANNOUNCEMENT, read=True)
"""Whoever pauses one waits for those who are about to say it."""
_ON_THE_WAY = (
    select(_SHIPMENT.c.customer_id, func.count())
    .where(among(_SHIPMENT.c.customer_id, "ids"), _SHIPMENT.c.milestone.not_in([m.value for m in FINAL]))
    .group_by(_SHIPMENT.c.customer_id)
)
_IN_ORDER = (
    select(
        _SHIPMENT.c.order_id,
        func.count(),
        func.count().filter(_SHIPMENT.c.milestone == "delivered"),
        func.min(_SHIPMENT.c.id),
    )
    .where(among(_SHIPMENT.c.order_id, "ids"))
    .group_by(_SHIPMENT.c.order_id)
)


def events_of(
    tx: Connection, heads: Sequence[Any]
) -> tuple[defaultdict[int, list[TrackingEvent]], dict[int, datetime]]:
    """Events by shipment, and since when they are its own where its number had a life before.

    A number used again belongs to the order of its time; one that we meet once takes all that came of this life.
    """
    bounds = {h.id: (h.announced_at if h.used_before_at else None, h.used_again_at) for h in heads}
    found: defaultdict[int, list[TrackingEvent]] = defaultdict(list)
    for shipment_id, *columns in _EVENTS.rows(tx, {"ids": list(bounds)}):
        event = to_event(*columns)
        begin, end = bounds[shipment_id]
        if begin is not None and event.occurred_at < begin - LEAD:
            continue
        if end is not None and event.occurred_at >= end - LEAD:
            continue
        found[shipment_id].append(event)
    since = {shipment_id: begin - LEAD for shipment_id, (begin, _) in bounds.items() if begin is not None}
    for head in heads:
        if (begin := begins(found[head.id], head.announced_at)) is not None:
            found[head.id] = [event for event in found[head.id] if event.occurred_at >= begin]
            since[head.id] = max(begin, since.get(head.id, begin))
    return found, since


def _group(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    """Rows by their first column, in the order they came."""
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


_STATES = {state.value: state for state in NoticeState}


def _stored(row: Any) -> Stored:
    return Stored(row[1], row[2], row[3], _STATES[row[4]], row[5], row[6], row[7], row[8])


def _told(stored: tuple[Stored, ...], rows: list[Any]) -> dict[str, Told]:
    """What the customer has heard. An occasion that failed or expired is over too: it is not said again."""
    told = {}
    for notice, row in zip(stored, rows, strict=True):
        if notice.state in TOLD_STATES:
            at: datetime = row[9] or notice.send_after
            told[notice.key] = Told(notice.key, NoticeKind(notice.kind), at)
    return told


def _promise(rows: list[Any]) -> Promise | None:
    if not rows:
        return None
    _, number, on, from_at, to_at, told_at, based_on = rows[-1]
    return Promise(number, Window(date.fromisoformat(on), from_at, to_at), told_at, based_on)


def _slots(rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.kind == RESCHEDULE]


def _others(rows: list[Any]) -> tuple[OtherChange, ...]:
    """The newest of each kind; the rows come in the order they were asked for."""
    newest = {row.kind: row for row in rows if row.kind != RESCHEDULE}
    latest = sorted(newest.values(), key=lambda row: row.id)
    return tuple(OtherChange(r.id, r.kind, RescheduleState(r.state), r.asked_at, r.decided_at) for r in latest)


def _reschedule(rows: list[Any], tz: tzinfo) -> Reschedule | None:
    if not rows:
        return None
    _, change_id, state, from_at, to_at, asked_at, in_chat, decided_at, why, _ = rows[-1]
    window = Window(from_at.astimezone(tz).date(), from_at, to_at)
    return Reschedule(change_id, RescheduleState(state), window, asked_at, in_chat, decided_at, why)


def _announced(row: Any, stored: tuple[Stored, ...]) -> Announced:
    _, announcement_id, released_at, chosen, state, expires_at, who, why = row
    by = f"by {who}: {why}"
    key = key_of(announcement_id)
    return Announced(
        announcement_id,
        released_at,
        chosen_from(chosen),
        expires_at,
        halted=f"the announcement was paused {by}" if state == "paused" else None,
        stopped=f"the announcement was stopped {by}" if state == "stopped" else None,
        is_over=any(notice.key == key and notice.state in _OVER for notice in stored),
    )


_OVER = frozenset({NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.SUPPRESSED})


def _override(row: Any) -> Override:
    return Override(OverrideKind(row[1]), row[2], row[3], row[4], row[5], row[6], row[7])


def _person(owner: str | None) -> str | None:
    return None if owner in (None, "bot", "queue", "nobody") else owner
