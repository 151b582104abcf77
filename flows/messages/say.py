"""Clock: what is due is claimed, asked again, put into words, and queued for its channel. Nothing is sent here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.localtime import Quiet, within_hours
from domain.notices import MANNERS, REPLANNABLE_STATES, NoticeKind, NoticeState, Wanted
from domain.offers import choices_for
from domain.plan import decide
from flows.finding_cases import silences
from flows.messages.pacing import Glance, Lines
from flows.messages.standing_holds import hold_firsts
from flows.messages.voice import Addressee, NoRoute, Route, Voice, Worded, queue_all
from flows.messages.wording import Sources, Wording, wording
from flows.promises.promising import promise_row
from flows.promises.windows import told_window
from flows.replan import apply_plans, replan, store_conditions
from store import contacts, conversations, messages, notices, promises, stories
from store.stories import Loaded

BATCH = 40
FEW = 5
"""Of them while customers are being answered."""
COMPANY = timedelta(minutes=2)
"""A shared notice takes along what the same customer would hear within this time anyway."""

SHARED = tuple(kind.value for kind, manner in MANNERS.items() if manner.shared)


@dataclass(frozen=True, slots=True)
class Said:
    """How many notices got on, how many messages were queued, and when the next notice is due."""

    decided: int
    queued: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A due notice that is still wanted."""

    notice_id: int
    wanted: Wanted
    loaded: Loaded
    due_at: datetime
    """For when it was planned when its turn came first."""
    goes_at: datetime
    """Not before."""

    @property
    def announcement(self) -> int | None:
        found = self.wanted.facts.get("announcement")
        return found if isinstance(found, int) else None

    @property
    def alone(self) -> bool:
        return not MANNERS[self.wanted.kind].shared or "corrected" in self.wanted.facts


def say_due(
    tx: Connection,
    voice: Voice,
    now: datetime,
    most: int = BATCH,
    glance: Glance | None = None,
    ahead: timedelta = timedelta(),
) -> Said:
    """⟨1⟩ Claims notices that are due within `ahead`, plans their shipments again, and queues in words only what is
    still wanted: for its time.
    """
    due = notices.due(tx, now + ahead, most)
    if not due:
        return Said(0, 0, notices.next_due(tx))
    lines = Lines(tx, voice, now, glance or Glance())
    due = lines.let_through(due)
    if not due:
        return Said(lines.put_off(), 0, notices.next_due(tx))
    due += notices.company(tx, due, SHARED, now + COMPANY)
    loaded = stories.load(tx, {row.shipment_id for row in due})
    store_conditions(tx, loaded, now)
    loaded = stories.with_company(tx, loaded)
    ready, expired, early = ask_again(due, loaded, now, ahead)
    told = {one.loaded.story.shipment_id for one in ready}
    apply_plans(tx, [one for one in loaded if one.story.shipment_id not in told], now)
    notices.move(tx, [notices.moved_row(one.notice_id, one.wanted, NoticeState.PLANNED) for one in early])
    notices.note_due(tx, [(one.notice_id, one.due_at) for one in early])
    silences(tx, ready, now)
    notices.decide(tx, expired, "expired", "its time had passed before it could be said", now)
    groups = groups_of(hold_firsts(tx, ready, now))
    people = contacts.by_customer(tx, {g[0].loaded.customer_id for g in groups})
    threads = conversations.of_customers(tx, {g[0].loaded.customer_id for g in groups})
    leads = [group[0] for group in groups]
    announced = {one.announcement for one in leads if one.announcement is not None}
    own = wording(tx, {one.loaded.merchant_id for one in leads}, {one.wanted.kind.value for one in leads}, announced)
    saying, greeted = [], set[tuple[str, str]]()
    for group in groups:
        customer_id = group[0].loaded.customer_id
        route = voice.route(customer_id, people[customer_id])
        if isinstance(route, NoRoute):
            notices.decide(tx, [r.notice_id for r in group], "suppressed", route.why, now)
        elif lines.admits(route.channel, group):
            route = replace(route, greeted=route.greeted or (route.channel, route.address) in greeted)
            greeted.add((route.channel, route.address))
            saying.append((group, route, _words(voice, group, route, threads[customer_id], own, now)))
    _queue(tx, saying, own, now)
    replan(tx, told, now)  # what was told changes what is to be told
    lines.put_off()
    return Said(len(loaded), len(saying), notices.next_due(tx))


def ask_again(
    due: Sequence[Any], loaded: Iterable[Loaded], now: datetime, ahead: timedelta = timedelta()
) -> tuple[list[Ready], list[int], list[Ready]]:
    """Of the claimed rows, those the plan still wants now (one for each shipment), those whose time is over, and those
    whose time came while nobody may be written to: they wait for the opening.
    """
    stories_of = {one.story.shipment_id: one for one in loaded}
    best: dict[int, Ready] = {}
    expired, early = [], []
    for row in due:
        one = stories_of[row.shipment_id]
        want = decide(NoticeKind(row.kind), one.story, one.policy) if _is_planned(one, row.id) else None
        if not isinstance(want, Wanted) or want.key != row.key or want.held or want.send_after > now + COMPANY:
            continue
        if want.expires_at <= now:
            expired.append(row.id)
            continue
        goes_at = min(max(now, want.send_after), now + ahead)
        opens_at = opening(want, one, goes_at)
        if opens_at > goes_at:
            early.append(Ready(row.id, replace(want, send_after=opens_at), one, row.due_at, opens_at))
            continue
        ready, rival = Ready(row.id, want, one, row.due_at, goes_at), best.get(row.shipment_id)
        if rival is None or _order(ready) < _order(rival):
            best[row.shipment_id] = ready
    return list(best.values()), expired, early


def opening(want: Wanted, one: Loaded, now: datetime) -> datetime:
    """When it may be said. What was to be said by day and comes up at night (a scan reported late, a service that was
    down) is no reason to wake anybody; what staff send now, or set a time for, and what they asked for a moment ago,
    goes at once.
    """
    story = one.story
    is_awaited = want.awaited_until is not None and now <= want.awaited_until
    if want.by_hand or is_awaited or MANNERS[want.kind].quiet is Quiet.IGNORE:
        return now
    return within_hours(now, Quiet.DELAY, one.policy.hours, story.zone, f"{story.shipment_id}:{want.key}")


def _is_planned(one: Loaded, notice_id: int) -> bool:
    """Another process may have decided it between our look and our lock."""
    return any(row.id == notice_id and row.state in REPLANNABLE_STATES for row in one.stored)


def _order(ready: Ready) -> tuple[int, datetime]:
    return MANNERS[ready.wanted.kind].priority, ready.wanted.send_after


def groups_of(ready: Iterable[Ready]) -> list[list[Ready]]:
    """What goes out as one message: a customer's shared notices of one kind; anything else by itself."""
    groups: dict[Any, list[Ready]] = defaultdict(list)
    for one in ready:
        occasion = (one.loaded.customer_id, one.wanted.kind, one.announcement)
        groups[one.notice_id if one.alone else occasion].append(one)
    for group in groups.values():
        group.sort(key=lambda r: r.loaded.story.shipment_id)
    return list(groups.values())


def _words(voice: Voice, group: list[Ready], route: Route, thread: Any, own: Wording, now: datetime) -> Worded:
    lead = group[0]
    kind, story, row = lead.wanted.kind, lead.loaded.story, lead.loaded.row
    facts = {**lead.wanted.facts, "parcels": [parcel_facts(voice, one) for one in group]}
    choices = choices_for(kind, story) if len(group) == 1 else ()
    to = Addressee(thread.id, row.language, story.zone, row.title, story.shipment_id, lead.loaded.merchant_id)
    return voice.words(
        to,
        route,
        kind.value,
        facts,
        choices,
        now,
        priority=int(MANNERS[kind].priority),
        corrected=_text(lead.wanted.facts.get("corrected")),
        expires_at=lead.wanted.expires_at,
        due_at=min(one.goes_at for one in group),
        own=own,
    )


def _queue(tx: Connection, saying: Sequence[tuple[list[Ready], Route, Worded]], own: Wording, now: datetime) -> None:
    """In as many statements for a hundred as for one."""
    if not saying:
        return
    ids = queue_all(tx, [worded for _, _, worded in saying])
    said = [(id_, group) for id_, (group, _, _) in zip(ids, saying, strict=True)]
    notices.begin_sending(tx, [_saying(group[0], id_) for id_, group in said], now)
    notices.merge(tx, [(_saying(one, id_), group[0].notice_id) for id_, group in said for one in group[1:]], now)
    told = [promised_row(one, id_, _own_words(one, own), now) for id_, group in said for one in group]
    promises.add(tx, [row for row in told if row is not None])
    messages.touch_conversations(tx, {worded.row["conversation_id"] for _, _, worded in saying}, now)
    contacts.greet(tx, [(route.channel.value, route.address) for _, route, _ in saying if not route.greeted], now)


def _saying(one: Ready, message_id: int) -> notices.Saying:
    return notices.Saying(one.notice_id, message_id, one.due_at, one.loaded.heard)


def parcel_facts(voice: Voice, ready: Ready) -> dict[str, object]:
    story, row = ready.loaded.story, ready.loaded.row
    return {
        **ready.wanted.facts,
        "tracking_number": story.tracking_number,
        "order_number": row.order_number,
        "link": voice.links.tracking(story.shipment_id),
    }


PROMISING = frozenset(
    {
        NoticeKind.ANNOUNCED,
        NoticeKind.ESTIMATE,
        NoticeKind.PROMISE_MOVED,
        NoticeKind.DAY_BEFORE,
        NoticeKind.OUT_FOR_DELIVERY,
        NoticeKind.RESCHEDULE_CONFIRMED,
    }
)
"""The kinds that tell the customer a window; an announcement does where its words name it."""


def promised_row(ready: Ready, message_id: int, words: Sources, now: datetime) -> dict[str, Any] | None:
    """A new row of the ledger, when this notice, in these own words, tells another window than the one told before."""
    window, kind = told_window(ready.wanted.facts.get("window")), ready.wanted.kind
    if window is None or not (kind in PROMISING or (kind is NoticeKind.ANNOUNCEMENT and _name_a_time(words))):
        return None
    return promise_row(ready.loaded, window, kind.value, message_id, now, ready.notice_id)


def _own_words(ready: Ready, own: Wording) -> Sources:
    return own.of(ready.loaded.merchant_id, ready.wanted.kind.value, ready.wanted.facts)


def _name_a_time(words: Sources) -> bool:
    """Whether they say, in whatever language, when the parcel is expected."""
    return any("window" in source for sources in words.values() for source in sources)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
