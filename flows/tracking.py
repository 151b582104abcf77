"""The tracking page: what one link may show of a shipment, and what was said there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection

from domain.axes import Milestone
from domain.events import Place
from domain.links import token_hash
from domain.lives import LEAD
from domain.rules.delivery_day import ARRIVING
from domain.talk import menus
from domain.talk.answer import Choice
from domain.talk.facts import standing
from domain.talk.situation import IdentityLevel, Situation
from domain.talk.turn import ChannelName
from flows.parcels import parcel_view
from flows.routes.whereabouts import Van, shown, whereabouts
from store import riding, stories
from store import tracking_views as views
from store.stories import Loaded


@dataclass(frozen=True, slots=True)
class Closed:
    """The link opens nothing: it never did, or its time is over."""

    expired: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose page a link opens, and in which language they read."""

    shipment_id: int
    customer_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the parcel's history, in our words; `place` is a town."""

    at: datetime
    milestone: str
    detail: str | None
    reason: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it was composed. `author`: customer, bot, or a member of staff by name."""

    id: int
    author: str
    name: str
    channel: str
    text: str
    at: datetime
    buttons: tuple[tuple[str, str], ...]


class Stamp(NamedTuple):
    """What a page was drawn from: `page` differs whenever it would show something else, `van` once that has moved.
    `language` is that of its words.
    """

    page: str
    van: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """Everything a page shows. `facts` are those of the reply `status`; `changes` are the verbs that can be asked for
    now, without those that the chat offers already.
    """

    opened: Opened
    stamp: Stamp
    zone: tzinfo
    brand: str
    now: datetime
    milestone: Milestone
    facts: dict[str, object]
    changes: tuple[str, ...]
    steps: tuple[Step, ...]
    said: tuple[Said, ...]
    staff_hours: str | None
    support: str | None
    van: Van | None = None
    """Where the van is, while it may be seen."""


def find(tx: Connection, token: str, now: datetime) -> Opened | Closed:
    """What a link opens. Looking changes nothing."""
    row = views.by_token(tx, token_hash(token))
    if row is None:
        return Closed(expired=False)
    if now >= row.announced_at + timedelta(days=stories.policy_of(row.settings).tracking_days):
        return Closed(expired=True)
    return Opened(row.id, row.customer_id, row.language)


def look(tx: Connection, token: str, now: datetime) -> Tracked | Closed:
    """The page behind a link, as of `now`."""
    opened = find(tx, token, now)
    if isinstance(opened, Closed):
        return opened
    seen = stamp(tx, opened)  # taken first: what changes meanwhile is news
    (one,) = stories.load(tx, [opened.shipment_id], locked=False)
    on_its_way = whereabouts(tx, [one] if one.story.live is not None else []).get(opened.shipment_id)
    parcel = parcel_view(one, on_its_way, now)
    conversation = views.conversation_of(tx, opened.customer_id)
    rows = views.messages(tx, conversation, opened.shipment_id) if conversation is not None else ()
    said = _choosable([_said(row) for row in rows], parcel.milestone_at if parcel.is_final else None)
    return Tracked(
        opened=opened,
        stamp=seen,
        zone=one.story.zone,
        brand=one.row.title,
        now=now,
        milestone=parcel.milestone,
        facts=standing(parcel, Situation(now, ChannelName.WEB, IdentityLevel.KNOWN)),
        changes=() if parcel.pending else _not_offered(tx, menus.changes(parcel), said),
        steps=tuple(_history(views.events(tx, one.merchant_id, one.story.tracking_number, *_bounds(one)))),
        said=said,
        staff_hours=one.policy.words("staff_hours", opened.language),
        support=one.policy.words("support", opened.language),
        van=shown(one, on_its_way, now),
    )


def stamp(tx: Connection, opened: Opened) -> Stamp:
    language, values = views.stamp(tx, opened.shipment_id, opened.customer_id)
    row = riding.whereabouts(tx, [opened.shipment_id]).get(opened.shipment_id)
    stops, seen_at = (row.stops, row.seen_at) if row is not None else (None, None)
    return Stamp(_short((values, stops)), _short(seen_at), language)


def _short(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:16]


def _bounds(one: Loaded) -> tuple[datetime | None, datetime | None]:
    """A number that was used before, or is used again, brings along nothing of that other parcel."""
    until = one.row.used_again_at
    return one.since, until - LEAD if until else None


def _history(events: Iterable[Any]) -> Iterable[Step]:
    """Newest first; a scan that says what the next newer one said in the same town is left out."""
    last: tuple[object, ...] | None = None
    for row in events:
        place = Place(*row.place).town if row.place else None
        detail = row.detail if row.milestone == Milestone.DELIVERED or row.detail == ARRIVING else None
        told = (row.milestone, detail, row.reason, place)
        if told != last:
            yield Step(row.occurred_at, row.milestone, detail, row.reason, place)
        last = told


def _choosable(said: list[Said], over_at: datetime | None) -> tuple[Said, ...]:
    """Only the newest choices can be tapped; once all is over, only those of what was said last, and since then."""
    ours = [one for one in said if one.author != "customer" and (one.buttons or over_at is not None)]
    newest = ours[-1].id if ours and (over_at is None or ours[-1].at >= over_at) else None
    return tuple(one if one.id == newest else replace(one, buttons=()) for one in said)


def _not_offered(tx: Connection, changes: Iterable[Choice], said: Iterable[Said]) -> tuple[str, ...]:
    """The verbs of the changes that no choice in the chat stands for."""
    offers = [action for one in said if one.buttons for action in views.offers_of(tx, one.id)]
    offered = {(action["verb"], action.get("shipment_id")) for action in offers}
    actions = [change.action for change in changes]
    return tuple(a.verb.value for a in actions if (a.verb.value, a.shipment_id) not in offered)


def _said(row: Any) -> Said:
    buttons = tuple((label, token) for label, token in (row.composed or {}).get("buttons", ()))
    author = "customer" if row.direction == "in" else row.author
    return Said(row.id, author, row.name, row.channel, row.text, row.created_at, buttons)
