"""An announcement as staff see it before it goes: how many, what they would read, what it costs, and when it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.announcements import Chosen, chosen_from
from domain.localtime import Quiet, within_hours, zone
from domain.notices import NoticeKind
from domain.talk.turn import ChannelName
from flows.messages.voice import NoRoute, Voice
from flows.messages.wording import Wordsmith, spread
from flows.messages.wording_preview import Trial, Tried, facts_of, try_on
from store import announcements, contacts, stories, wordings
from store.stories import Loaded, policy_of

SAMPLE = 300
"""So many of the chosen parcels are put into words to know what it costs; the rest is counted like them."""
SHOWN = 3
NAME = NoticeKind.ANNOUNCEMENT.value


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is chosen, and what it comes to. Messages and segments are estimated from a sample where there are many.

    `waiting` counts parcels in whose place it is night: they hear it from `first_at` on.
    """

    parcels: int
    languages: Mapping[str, int]
    missing: tuple[str, ...]
    waiting: int
    first_at: datetime | None
    sampled: int = 0
    ways: Mapping[str, int] = field(default_factory=dict)
    """By channel; `nobody` for those whom nothing can be said to."""
    segments: int = 0
    price: float = 0.0
    currency: str = ""
    mute: int = 0
    """Of the sample, how many parcels the words cannot speak of."""
    tried: tuple[Tried, ...] = ()

    @property
    def is_estimated(self) -> bool:
        return self.sampled < self.parcels


def reach(
    tx: Connection,
    merchant_id: int,
    chosen_facts: Mapping[str, object],
    texts: Mapping[str, str],
    fallback: str | None,
    smith: Wordsmith,
    voice: Voice,
    now: datetime,
) -> Reach:
    """Raises ValueError with a sentence where the choice is none."""
    chosen = chosen_from(chosen_facts)
    merchant = next((row for row in wordings.merchants(tx) if row.id == merchant_id), None)
    if merchant is None:
        raise ValueError("Choose a merchant.")
    policy = policy_of(merchant.settings)
    groups = announcements.count(tx, merchant_id, chosen)
    languages: dict[str, int] = {}
    waiting, first_at = 0, None
    for row in groups:
        languages[row.language[:2]] = languages.get(row.language[:2], 0) + row.parcels
        at = within_hours(now, Quiet.DELAY, policy.hours, zone(row.zone), "")
        if at > now:
            waiting += row.parcels
            first_at = min(first_at or at, at)
    parcels = sum(languages.values())
    written = {language: text for language, text in texts.items() if text.strip()}
    missing = tuple(sorted(set(languages) - set(written))) if fallback not in written else ()
    found = Reach(parcels, languages, missing, waiting, first_at)
    if not written or not parcels:
        return found
    return _sampled(tx, found, merchant_id, chosen, written, fallback, policy, smith, voice, now)


def _sampled(
    tx: Connection,
    found: Reach,
    merchant_id: int,
    chosen: Chosen,
    texts: Mapping[str, str],
    fallback: str | None,
    policy: Any,
    smith: Wordsmith,
    voice: Voice,
    now: datetime,
) -> Reach:
    loaded = stories.load(tx, announcements.sample(tx, merchant_id, chosen, SAMPLE), locked=False)
    people = contacts.of_customers(tx, {one.customer_id for one in loaded})
    sources = spread(texts, fallback)
    ways: dict[str, int] = {}
    segments, mute = 0, 0
    tried: list[Tried] = []
    for one in loaded:
        way = _way(one, people, voice)
        ways[way] = ways.get(way, 0) + 1
        if way == "nobody":
            continue
        language = _language(one, smith)
        facts = {k: facts_of(one, NAME).get(k) for k in ("window", "milestone")}
        trial = Trial(NAME, language, (ChannelName(way),), sources)
        result = try_on(one, facts, trial, smith, voice.links, now)
        segments += sum(reading.units for reading in result.readings if reading.channel == ChannelName.SMS)
        mute += any(not reading.own for reading in result.readings)
        if len(tried) < SHOWN:
            tried.append(
                try_on(one, facts, Trial(NAME, language, tuple(ChannelName), sources), smith, voice.links, now)
            )
    share = found.parcels / len(loaded)
    total = round(segments * share)
    return Reach(
        found.parcels,
        found.languages,
        found.missing,
        found.waiting,
        found.first_at,
        sampled=len(loaded),
        ways={way: round(count * share) for way, count in sorted(ways.items())},
        segments=total,
        price=total * policy.sms_price,
        currency=policy.currency,
        mute=round(mute * share),
        tried=tuple(tried),
    )


def _way(one: Loaded, people: Sequence[Any], voice: Voice) -> str:
    if one.story.stopped is not None:
        return "nobody"
    route = voice.route(one.customer_id, [p for p in people if p.customer_id == one.customer_id])
    return "nobody" if isinstance(route, NoRoute) else route.channel.value


def _language(one: Loaded, smith: Wordsmith) -> str:
    language = one.row.language[:2]
    return language if language in smith.languages() else "en"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come, in parcels."""

    total: int
    waiting: int
    """Not released yet."""
    coming: int
    """Planned, held, or on the way."""
    said: int
    silent: int
    """Not said, each with its reason."""
    states: Mapping[str, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return self.said + self.silent


_SAID = frozenset({"sent", "reached", "merged"})
_COMING = frozenset({"planned", "held", "sending"})


def progress(tx: Connection, announcement_id: int) -> Progress:
    waiting = coming = said = silent = 0
    states: dict[str, int] = {}
    for row in announcements.progress(tx, announcement_id):
        if not row.released:
            waiting += row.parcels
            continue
        name = row.state or "silent"
        states[name] = states.get(name, 0) + row.parcels
        if row.state in _COMING:
            coming += row.parcels
        elif row.state in _SAID:
            said += row.parcels
        else:
            silent += row.parcels
    return Progress(waiting + coming + said + silent, waiting, coming, said, silent, states)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of one announcement shows."""

    row: Any
    merchant: Any
    limit: int
    progress: Progress
    outcomes: Sequence[Any]
    reach: Reach | None


def sheet(
    tx: Connection,
    announcement_id: int,
    state: str,
    after: int,
    page: int,
    smith: Wordsmith,
    voice: Voice,
    now: datetime,
) -> Sheet | None:
    row = announcements.get(tx, announcement_id)
    if row is None:
        return None
    merchant = next(m for m in wordings.merchants(tx) if m.id == row.merchant_id)
    is_open = row.state in ("draft", "waiting", "ready")
    seen = reach(tx, row.merchant_id, row.chosen, row.texts, row.fallback, smith, voice, now) if is_open else None
    return Sheet(
        row,
        merchant,
        policy_of(merchant.settings).announce_alone,
        progress(tx, announcement_id),
        announcements.outcomes(tx, announcement_id, state or None, after, page + 1) if row.parcels else [],
        seen,
    )
