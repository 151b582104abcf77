"""Loading stories: all that the plan needs about many shipments, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from domain.changes import Stored
from domain.condition import fold
from domain.eta.lanes import country_of
from domain.eta.learned import NOTHING_LEARNED, Learned, from_facts, on_lane
from domain.eta.outcomes import with_weekdays
from domain.eta.rests import NO_RESTS
from domain.events import TrackingEvent
from domain.holdout import is_held_out
from domain.live import from_facts as from_live
from domain.live import quoted
from domain.lives import LEAD, begins
from domain.localtime import zone
from domain.policy import Policy, policy_from
from domain.story import Story
from store import story_rows as parts
from store import story_statements as statements
from store.event_rows import to_event
from store.fetching import Fetching
from store.prepared import Prepared
from store.rests import rests_on
from store.types import from_json, to_json

_PROMISES, _CHANGES, _OVERRIDES = map(Prepared, (statements.PROMISES, statements.CHANGES, statements.OVERRIDES))
_ANNOUNCED, _LOCKED_ANNOUNCED = Prepared(statements.ANNOUNCED), Prepared(statements.LOCKED_ANNOUNCED)
_ON_THE_WAY, _IN_ORDER = Prepared(statements.ON_THE_WAY), Prepared(statements.IN_ORDER)


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
    heard: int = 0
    """How many events it is folded from."""


def load(tx: Connection, shipment_ids: Collection[int], *, locked: bool = True) -> list[Loaded]:
    """The stories of these shipments, folded anew from their events.

    On PostgreSQL the shipments are locked, in order: a step that only looks says `locked=False` and waits for nobody.
    """
    if not shipment_ids:
        return []
    ids = {"ids": list(shipment_ids)}
    found = (statements.LOCKED_HEADS if locked else statements.HEADS).named_rows(tx, ids)
    events, since = events_of(tx, found)
    notices = _group(statements.NOTICES.rows(tx, ids))
    aside = statements.ASIDE.named_rows(tx, ids)
    promises = _those(tx, _PROMISES, [one.id for one in aside if one.promises])
    changes = _those(tx, _CHANGES, [one.id for one in aside if one.changes])
    overrides = _those(tx, _OVERRIDES, [one.id for one in aside if one.overrides])
    troubled = {one.id for one in aside if one.cases}
    calls = _LOCKED_ANNOUNCED if locked else _ANNOUNCED
    announced = _those(tx, calls, [one.id for one in aside if one.announced])
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
    events: Sequence[TrackingEvent],
    notices: list[Any],
    promises: list[Any],
    changes: list[Any],
    overrides: Iterable[Any],
    announced: Iterable[Any],
    *,
    troubled: bool,
    since: datetime | None = None,
) -> Loaded:
    """One story of its rows, which come with the columns of `story_statements`."""
    policy = policy_of(head.settings)
    stored = tuple(parts.stored(row) for row in notices)
    live = from_live(head.live) if head.live else None
    learned = _learned(head.learned, head.learned_lane) if head.learned else NOTHING_LEARNED
    story = Story(
        shipment_id=head.id,
        tracking_number=head.tracking_number,
        announced_at=head.announced_at,
        zone=zone(head.zone),
        condition=quoted(fold(events), live),
        allow=frozenset(head.allow),
        stopped=head.stopped_why or head.muted_why,
        owned_by=parts.person(head.owner),
        told=parts.told(stored, notices),
        promise=parts.promise(promises),
        reschedule=parts.reschedule(parts.slots(changes), zone(head.zone)),
        agreed=parts.reschedule([r for r in parts.slots(changes) if r.state == "confirmed"], zone(head.zone)),
        others=parts.others(changes),
        overrides=tuple(parts.override(row) for row in overrides),
        troubled=troubled,
        held_out=is_held_out(policy, head.customer_id),
        learned=learned,
        rests=NO_RESTS if country_of(head.lane) in learned.working else rests_on(head.lane),
        announced=tuple(parts.announced(row, stored) for row in announced),
        live=live,
    )
    story = with_weekdays(story)
    return Loaded(story, policy, stored, head.customer_id, head.merchant_id, head.order_id, head, since, len(events))


def heads(tx: Connection, shipment_ids: Collection[int]) -> Sequence[Any]:
    """Shipments as stories begin with them; nothing is locked."""
    return statements.HEADS.named_rows(tx, {"ids": list(shipment_ids)})


def with_company(tx: Connection, loaded: Iterable[Loaded]) -> list[Loaded]:
    """The same stories, knowing their customers' other parcels. Conditions must have been stored before."""
    stories = list(loaded)
    customers, orders = {s.customer_id for s in stories}, {s.order_id for s in stories}
    on_the_way: dict[int, int] = {row[0]: row[1] for row in _ON_THE_WAY.rows(tx, {"ids": list(customers)})}
    parcels = {row[0]: (row[1], row[2], row[3]) for row in _IN_ORDER.rows(tx, {"ids": list(orders)})}
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


def events_of(
    tx: Connection, heads: Sequence[Any], statement: Fetching = statements.EVENTS
) -> tuple[defaultdict[int, list[TrackingEvent]], dict[int, datetime]]:
    """Events by shipment, and since when they are its own where its number had a life before.

    A number used again belongs to the order of its time; one that we meet once takes all that came of this life.
    """
    bounds = {h.id: (h.announced_at if h.used_before_at else None, h.used_again_at) for h in heads}
    found: defaultdict[int, list[TrackingEvent]] = defaultdict(list)
    for shipment_id, *columns in statement.rows(tx, {"ids": list(bounds)}):
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


def _those(tx: Connection, statement: Prepared, ids: list[int]) -> defaultdict[int, list[Any]]:
    """What the statement finds of these shipments; nobody is asked about none."""
    return _group(statement.rows(tx, {"ids": ids}) if ids else ())


def _group(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    """Rows by their first column, in the order they came."""
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups
