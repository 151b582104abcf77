"""Lessons: statuses nobody has mapped, as a source sends them, and what staff teach it they mean."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from carriers.dialect import Dialect
from carriers.unmapped import unknown_words
from carriers.vocabulary import DETAILS, REASONS
from domain.axes import Milestone
from domain.events import Raw
from flows.audit import By, Refused, record
from flows.webhooks.sources import ClosedSource, OpenSource, opened
from store import deliveries, lessons, unmapped

PARTS = tuple(unmapped.PARTS)


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A word no table knows and nobody taught: where it stands, how often it came, and what those events count as.

    `text` is what the sender wrote beside it, once.
    """

    source: str
    part: str
    word: str
    count: int
    last_at: datetime
    counts_as: tuple[str, ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class NewLesson:
    """`part` is None when the word was seen: then it is known where it stands. `milestone` in our words."""

    source: str
    word: str
    milestone: str
    detail: str | None = None
    reason: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """The source reads the word from now on; `deliveries` hold it already and must be read again for it to count."""

    source_id: int
    part: str
    deliveries: list[int]


def unmapped_words(tx: Connection, source: str | None = None) -> list[Unmapped]:
    """The most frequent first. Raises LookupError for a source that is not there."""
    rows = {row.id: row for row in deliveries.sources(tx) if source in (None, row.name)}
    if source is not None and not rows:
        raise LookupError(f"there is no open source named {source!r}: see `doorstep source list`")
    taught = lessons.by_source(tx)
    sources = [opened(row, taught.get(row.id, ())) for row in rows.values()]
    dialects = {found.id: found for found in sources if isinstance(found, OpenSource)}
    only = next(iter(rows)) if source is not None else None
    groups: dict[tuple[int, str, str], list[Any]] = defaultdict(list)
    for way in unmapped.words(tx, only):
        if found := dialects.get(way.source_id):
            raw = Raw(way.raw_status, way.raw_substatus, way.raw_code)
            for part, word in unknown_words(found.adapter, raw):
                if (part, word) not in found.lessons:
                    groups[found.id, part, word].append(way)
    told = (_unmapped(dialects[source_id].name, part, word, ways) for (source_id, part, word), ways in groups.items())
    return sorted(told, key=lambda one: (-one.count, one.source, one.part, one.word))


def teach(tx: Connection, new: NewLesson, by: By) -> Taught | Refused:
    """Teaches a source a word. What it reads next knows it at once; read `deliveries` again for what came before."""
    row = unmapped.source_named(tx, new.source)
    if row is None:
        return Refused(f"There is no source named {new.source!r}.")
    source = opened(row, lessons.of(tx, row.id))
    if isinstance(source, ClosedSource):
        return Refused(f"The source {source.name} is closed: {source.why}.")
    part = new.part or _where_seen(tx, source, new.word)
    if refusal := _flaw(new, part) or _known(source.adapter, part, new.word):
        return refusal
    before = source.lessons.get((part, new.word))
    meaning = {"milestone": new.milestone, "detail": new.detail, "reason": new.reason}
    lessons.save(tx, source.id, part, new.word, taught_by=by.who, taught_at=by.at, **meaning)
    record(
        tx,
        by,
        "source.teach",
        f"source:{source.id}",
        {"word": new.word, "milestone": before.milestone.value} if before else None,
        {"part": part, "word": new.word, **meaning},
    )
    return Taught(source.id, part, unmapped.holding(tx, source.id, part, new.word))


def _unmapped(source: str, part: str, word: str, ways: list[Any]) -> Unmapped:
    counts_as = tuple(sorted({way.milestone for way in ways}))
    text = max((way.text for way in ways if way.text), default=None)
    return Unmapped(source, part, word, sum(w.count for w in ways), max(w.last_at for w in ways), counts_as, text)


def _where_seen(tx: Connection, source: OpenSource, word: str) -> str:
    """The part in which the word came; of several the coarsest, and `status` for a word that never came."""
    return next((part for part in PARTS if unmapped.holding(tx, source.id, part, word)), "status")


def _flaw(new: NewLesson, part: str) -> Refused | None:
    if part not in PARTS:
        return Refused(f"{part!r} is no part of an event: choose {_listed(PARTS)}.")
    if new.milestone not in set(Milestone) - {Milestone.UNKNOWN}:
        return Refused(f"{new.milestone!r} is no milestone: choose {_listed(set(Milestone) - {Milestone.UNKNOWN})}.")
    if new.detail is not None and new.detail not in DETAILS:
        return Refused(f"{new.detail!r} is no detail of ours: choose {_listed(DETAILS)}.")
    if new.reason is not None and new.reason not in REASONS:
        return Refused(f"{new.reason!r} is no reason of ours: choose {_listed(REASONS)}.")
    return None


def _known(dialect: Dialect, part: str, word: str) -> Refused | None:
    """What the sender's own table says is not for one source to change."""
    rows = (table.rows[word] for table in dialect.tables if table.part == part and word in table.rows)
    known = next((row for row in rows if row.milestone is not Milestone.UNKNOWN), None)
    if known is None:
        return None
    return Refused(f"{dialect.title} knows {word!r} already, as {known.milestone}: a lesson overwrites no table.")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
