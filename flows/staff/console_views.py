"""One shipment as staff see it: where it stands, what will be said and in which words, what was said, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.changes import Stored
from domain.condition import Condition
from domain.eta.buckets import Stage
from domain.eta.explain import because, on_holidays, resting, usually
from domain.eta.lanes import country_of
from domain.eta.learned import stage_of
from domain.eta.usual import usual
from domain.localtime import local_day
from domain.notices import REPLANNABLE_STATES, NoticeKind, NoticeState, Silent, Wanted
from domain.plan import plan
from flows.messages.voice import NoRoute, Voice
from flows.messages.wording import Wording, wording
from flows.phones import masked
from flows.staff.words import Preview, preview, shown_address
from store import console_views as views
from store import contacts, overrides, route_views, stories
from store import shipment_views as around
from store.stories import Loaded


@dataclass(frozen=True, slots=True)
class Coming:
    """A notice that is going to be said, in these words; `held` says by whom and why when it waits without end."""

    wanted: Wanted
    words: Preview | NoRoute


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to the customer, its address masked."""

    channel: str
    address: str
    state: str
    why: str | None


def reaches(tx: Connection, customer_id: int) -> tuple[Reach, ...]:
    """The ways to a customer, the one that changed last first."""
    found = views.contacts(tx, customer_id)
    return tuple(Reach(c.channel, shown_address(c.channel, c.address), c.state, c.why) for c in found)


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """`row` is the shipment with its order, customer and merchant; `over` what the plan has decided in the past."""

    row: Any
    condition: Condition
    phone: str
    reaches: tuple[Reach, ...]
    coming: tuple[Coming, ...]
    silent: tuple[Silent, ...]
    over: tuple[Any, ...]
    events: Sequence[Any]
    promises: Sequence[Any]
    because: Sequence[str]
    changes: Sequence[Any]
    routes: Sequence[Any]
    """Of the vans that drive or drove it, the newest first."""
    overrides: Sequence[Any]
    cases: Sequence[Any]


def shipment(tx: Connection, shipment_id: int, voice: Voice, now: datetime) -> ShipmentPage | None:
    """Everything about one shipment, planned anew at this moment; None where there is none."""
    row = views.shipment(tx, shipment_id)
    if row is None:
        return None
    (one,) = stories.with_company(tx, stories.load(tx, [shipment_id], locked=False))
    people = contacts.of_customers(tx, [one.customer_id])
    coming, silent = decided(tx, one, people, voice, now)
    planned = {entry.wanted.key for entry in coming}
    return ShipmentPage(
        row=row,
        condition=one.story.condition,
        phone=masked(row.phone) if row.phone else "",
        reaches=reaches(tx, one.customer_id),
        coming=coming,
        silent=silent,
        over=tuple(n for n in reversed(views.notices(tx, shipment_id)) if n.key not in planned),
        events=around.events(tx, row.merchant_id, row.tracking_number, one.since),
        promises=views.promises(tx, shipment_id),
        because=why_so(one, now),
        changes=around.changes_of(tx, shipment_id),
        routes=route_views.carrying(tx, row.merchant_id, row.tracking_number),
        overrides=overrides.in_force(tx, shipment_id, now),
        cases=around.cases(tx, shipment_id),
    )


def coming(
    tx: Connection, shipment_id: int, key: str, voice: Voice, now: datetime, corrected: str | None = None
) -> tuple[Any, Coming] | None:
    """One notice that is going to be said, beside its shipment's row; None when the plan no longer wants it.

    With `corrected` its words are those.
    """
    row = views.shipment(tx, shipment_id)
    if row is None:
        return None
    (one,) = stories.with_company(tx, stories.load(tx, [shipment_id], locked=False))
    people = contacts.of_customers(tx, [one.customer_id])
    for decision in plan(one.story, one.policy):
        if isinstance(decision, Wanted) and decision.key == key:
            return row, Coming(decision, preview(one, decision, people, voice, now, corrected, _own(tx, one)))
    return None


def decided(
    tx: Connection, one: Loaded, people: Sequence[Any], voice: Voice, now: datetime
) -> tuple[tuple[Coming, ...], tuple[Silent, ...]]:
    """The plan's decisions by time; what is wanted but has ended already (expired, failed …) is not coming."""
    stored: Mapping[str, Stored] = {row.key: row for row in one.stored}
    wanted, silent = [], []
    own = _own(tx, one)
    for decision in plan(one.story, one.policy):
        match decision:
            case Silent():
                silent.append(decision)
            case Wanted(key=key) if key not in stored or stored[key].state in REPLANNABLE_STATES:
                wanted.append(Coming(decision, preview(one, decision, people, voice, now, own=own)))
            case Wanted(kind=kind, key=key):
                silent.append(Silent(kind, _ended(stored[key])))
    return tuple(sorted(wanted, key=lambda c: c.wanted.send_after)), tuple(silent)


def _own(tx: Connection, one: Loaded) -> Wording:
    return wording(tx, {one.merchant_id}, list(NoticeKind), [announced.id for announced in one.story.announced])


def why_so(one: Loaded, now: datetime) -> list[str]:
    """What the windows that are told of it rest on."""
    milestone = one.story.condition.milestone
    stage = {Stage.ORDERED: "from the order on", Stage.MOVING: "under way", Stage.ON_THE_ROAD: "on the van"}
    today = local_day(now, one.story.zone)
    measured = because(one.story.learned.record(milestone), one.row.carrier, stage[stage_of(milestone)])
    holidays = resting(one.story.rests, today) + on_holidays(
        one.story.learned, country_of(one.row.lane), one.row.carrier
    )
    return measured + usually(usual(one.story, today), one.row.carrier) + holidays


def _ended(row: Stored) -> str:
    return f"{NoticeState(row.state).value}: {row.why}" if row.why else NoticeState(row.state).value
