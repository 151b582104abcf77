"""The statements by which stories are loaded: for any number of shipments (`ids`), each of them once."""

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased

from domain.axes import FINAL
from store.among import among
from store.event_rows import FOLDED
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
from store.writing import table_of

_SHIPMENT, _ORDER, _CUSTOMER, _MERCHANT = (table_of(t) for t in (Shipment, Order, Customer, Merchant))
_EVENT, _NOTICE, _PROMISE, _CHANGE = (table_of(t) for t in (EventRow, Notice, PromiseRow, ChangeRequest))
_OVERRIDE, _CASE, _CONVERSATION = table_of(OverrideRow), table_of(Case), table_of(Conversation)
_LEARNED, _LANE = table_of(LearnedRow), table_of(LearnedLane)
_ANNOUNCEMENT, _CALLED = table_of(Announcement), table_of(AnnouncementParcel)


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
HEADS = Fetching(_HEADS)
LOCKED_HEADS = Fetching(_HEADS.with_for_update(of=_SHIPMENT))
_EVENTS = (
    select(_SHIPMENT.c.id, *FOLDED)
    .join(
        _EVENT,
        and_(_EVENT.c.merchant_id == _SHIPMENT.c.merchant_id, _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number),
    )
    .where(among(_SHIPMENT.c.id, "ids"))
)
EVENTS = Fetching(_EVENTS)
EVENTS_IN_ORDER = Fetching(_EVENTS.order_by(_EVENT.c.id))
"""As they came to be known."""
ALL_NOTICES = select(
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
NOTICES = Fetching(ALL_NOTICES)
PROMISES = (
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
CHANGES = (
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
ALL_OVERRIDES = select(
    _OVERRIDE.c.shipment_id,
    _OVERRIDE.c.kind,
    _OVERRIDE.c.key,
    _OVERRIDE.c.who,
    _OVERRIDE.c.why,
    _OVERRIDE.c.at,
    _OVERRIDE.c.until,
    _OVERRIDE.c.text,
).where(among(_OVERRIDE.c.shipment_id, "ids"))
OVERRIDES = ALL_OVERRIDES.where(_OVERRIDE.c.released_at.is_(None))
ANNOUNCED = (
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
LOCKED_ANNOUNCED = ANNOUNCED.with_for_update(of=_ANNOUNCEMENT, read=True)
"""Whoever pauses one waits for those who are about to say it."""
ASIDE = Fetching(
    select(
        _SHIPMENT.c.id,
        *(
            exists().where(of_it, *which).correlate(_SHIPMENT).label(name)
            for name, of_it, *which in (
                ("promises", _PROMISE.c.shipment_id == _SHIPMENT.c.id),
                ("changes", _CHANGE.c.shipment_id == _SHIPMENT.c.id),
                ("overrides", _OVERRIDE.c.shipment_id == _SHIPMENT.c.id, _OVERRIDE.c.released_at.is_(None)),
                ("cases", _CASE.c.shipment_id == _SHIPMENT.c.id),
                ("announced", _CALLED.c.shipment_id == _SHIPMENT.c.id, _CALLED.c.released_at.is_not(None)),
            )
        ),
    ).where(among(_SHIPMENT.c.id, "ids"))
)
"""What there is of a shipment beside its events and notices: of most of them nothing, and then nothing is asked for."""
ON_THE_WAY = (
    select(_SHIPMENT.c.customer_id, func.count())
    .where(among(_SHIPMENT.c.customer_id, "ids"), _SHIPMENT.c.milestone.not_in([m.value for m in FINAL]))
    .group_by(_SHIPMENT.c.customer_id)
)
IN_ORDER = (
    select(
        _SHIPMENT.c.order_id,
        func.count(),
        func.count().filter(_SHIPMENT.c.milestone == "delivered"),
        func.min(_SHIPMENT.c.id),
    )
    .where(among(_SHIPMENT.c.order_id, "ids"))
    .group_by(_SHIPMENT.c.order_id)
)
