"""Dry run: the last days of a merchant told again by other rules or other words, held against what was told.

The days are played three times: as they were (what was really sent), by the live rules, and by the draft. That the
first two agree is checked in every run, and said: only then does the third mean anything.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from domain.dry_runs import Difference, Message, Telling, differences
from domain.notices import NoticeKind
from flows.dry_runs.facts import timeline
from flows.dry_runs.past import Past, past
from flows.dry_runs.rounds import TOGETHER, Delays, Rounds
from flows.dry_runs.rows import Fact
from flows.dry_runs.standing import standing
from flows.dry_runs.world import Came, World
from flows.messages.voice import Voice
from flows.privacy import ERASED
from store import dry_runs
from store.database import Database
from store.dry_runs import CustomerLog

AT_ONCE = 25
"""Customers in one look at the database."""
MOST_CUSTOMERS = 20_000
MOST_DAYS = 60
SHOWN = 200
"""Differences kept with their words; all are counted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is tried: fields of the policy over the live ones, and templates by (name, language, channel)."""

    policy: Mapping[str, object] = field(default_factory=dict)
    templates: Mapping[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Played:
    """One customer, three times."""

    sent: tuple[Message, ...]
    live: Telling
    draft: Telling


@dataclass(slots=True)
class Report:
    """What a dry run found. `unfaithful` are messages that the live rules told otherwise than they were really sent."""

    since: datetime
    until: datetime
    customers: int = 0
    parcels: int = 0
    sent: int = 0
    unfaithful: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    segments: Counter[str] = field(default_factory=Counter)
    quiet: Counter[str] = field(default_factory=Counter)
    contradictions: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[Difference] = field(default_factory=list)
    contradicted: list[str] = field(default_factory=list)
    """With the draft alone."""
    standing: list[str] = field(default_factory=list)
    """Contradictions of the live rules."""
    strange: list[Difference] = field(default_factory=list)

    def add(self, log: CustomerLog, played: Played) -> None:
        self.customers += 1
        self.parcels += len(log.heads)
        self.sent += len(played.sent)
        strange = list(differences(played.sent, played.live.messages, played.live.silences))
        self.unfaithful += len(strange)
        self.strange += strange[: max(0, SHOWN - len(self.strange))]
        for name, telling in (("live", played.live), ("draft", played.draft)):
            self.messages[name] += len(telling.messages)
            self.segments[name] += telling.segments
            self.quiet[name] += telling.quiet
            self.contradictions[name] += len(telling.contradictions)
        self.standing += played.live.contradictions
        self.contradicted += [c for c in played.draft.contradictions if c not in played.live.contradictions]
        for difference in differences(played.live.messages, played.draft.messages, played.draft.silences):
            shown = difference.after or difference.before
            self.changes[difference.change.value] += 1
            self.kinds[shown.kind if shown else "", difference.change.value] += 1
            if len(self.examples) < SHOWN:
                self.examples.append(difference)


async def dry_run(
    database: Database,
    voice: Voice,
    merchant_id: int,
    days: int,
    draft: Draft,
    now: datetime,
    *,
    most: int = MOST_CUSTOMERS,
    at_once: int = AT_ONCE,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Plays the last `days`. Raises ValueError with a sentence where that cannot be done."""
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A dry run goes over 1 to {MOST_DAYS} days.")
    since = now - timedelta(days=days)
    before = await database.read(past, merchant_id, draft.policy, draft.templates)
    people = await database.read(dry_runs.customers, merchant_id, since, min(most, MOST_CUSTOMERS), ERASED)
    report = Report(since, now)
    for start in range(0, len(people), at_once):
        some = people[start : start + at_once]
        for log, played in await database.read(play_some, some, before, voice, since, now):
            report.add(log, played)
        progress(min(start + at_once, len(people)), len(people))
    return report


def play_some(
    tx: Connection, customer_ids: Sequence[int], before: Past, voice: Voice, since: datetime, until: datetime
) -> list[tuple[CustomerLog, Played]]:
    return [(log, play(log, before, voice, since, until)) for log in dry_runs.logs(tx, customer_ids, since)]


def play(log: CustomerLog, before: Past, voice: Voice, since: datetime, until: datetime) -> Played:
    """One customer's days, three times."""
    rounds = Rounds(log)
    live, delayed = _told(log, before, voice, since, until, rounds, rounds.delays, is_draft=False)
    draft = live
    if before.is_drafted:
        draft, _ = _told(log, before, voice, since, until, rounds, delayed, is_draft=True)
    return Played(tuple(really_sent(log, since, until)), live, draft)


def really_sent(log: CustomerLog, since: datetime, until: datetime) -> list[Message]:
    """What the log says went, or may have gone."""
    numbers = {head.id: head.tracking_number for head in log.heads}
    told: dict[int, list[Any]] = {}
    for rows in log.notices.values():
        for row in rows:
            if row.message_id is not None:
                told.setdefault(row.message_id, []).append(row)
    return [
        Message(
            message.created_at,
            message.name,
            tuple((row.shipment_id, row.key) for row in told[message.id]),
            message.channel,
            message.text,
            message.units,
            numbers.get(message.shipment_id, ""),
        )
        for message in log.messages
        if message.id in told and since <= message.created_at <= until and message.state not in ("failed", "dropped")
    ]


def _told(
    log: CustomerLog,
    before: Past,
    voice: Voice,
    since: datetime,
    until: datetime,
    rounds: Rounds,
    delays: Delays,
    *,
    is_draft: bool,
) -> tuple[Telling, Delays]:
    """How it is told; and what is said later than it is due there, as it was."""
    known, planned_at, facts = timeline(log, since, until)
    world = World(
        log.customer_id,
        known,
        voice,
        before.settings(is_draft),
        before.wordings(is_draft),
        _what_came(log),
        standing(log),
        rounds,
        delays,
    )
    for shipment_id in sorted(known.parcels, key=planned_at.__getitem__):
        world.replan([shipment_id], planned_at[shipment_id])
    _play(world, facts, since, until)
    unsaid = {occasion: f"{state}: {why}" for occasion, (state, why) in world.outcomes.items()}
    telling = Telling(tuple(world.messages), world.all_contradictions(until), unsaid)
    return telling, world.delayed


def _play(world: World, facts: Sequence[Fact], since: datetime, until: datetime) -> None:
    """Facts as they came, and between them whatever falls due; the clock only goes forward."""
    position, clock, is_quiet = 0, since, False
    while True:
        fact_at = facts[position].at if position < len(facts) else None
        say_at = world.next_due(clock, is_new=is_quiet)
        if say_at is not None and say_at <= until and (fact_at is None or say_at < fact_at):
            is_quiet, clock = world.say(say_at) == 0, say_at
            continue
        if fact_at is None:
            return
        concerned: set[int] = set()
        while position < len(facts) and facts[position].at == fact_at:
            concerned.update(facts[position].learn(world.known))
            position += 1
        world.learned(concerned, fact_at)
        clock, is_quiet = fact_at, False


def _what_came(log: CustomerLog) -> Came:
    """What the log says came of a message about this parcel, under this name, on this channel, at this moment."""
    notices: dict[tuple[int, str], list[Any]] = {}
    for message in log.messages:
        if message.shipment_id is not None and message.name in NoticeKind._value2member_map_:
            notices.setdefault((message.shipment_id, message.name), []).append(message)

    tried: set[int] = set()
    ended = {row.message_id for rows in log.notices.values() for row in rows}

    def came(shipment_id: int, name: str, channel: str, now: datetime) -> str:
        rows = [one for one in notices.get((shipment_id, name), []) if one.id not in tried]
        row = next((one for one in rows if one.channel == channel and abs(one.created_at - now) <= TOGETHER), None)
        if row is None or row.state not in ("failed", "dropped"):
            return "sent"
        tried.add(row.id)
        if row.state == "dropped":
            return "dropped"
        return "failed" if row.id in ended else "again"

    return came
