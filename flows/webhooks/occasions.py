"""Occasions: a word that a sender says without saying since when is one fact while it stands, and another one when it
comes back after something else was said.

An estimate that goes from Tuesday to Wednesday and back must be noticed; the same estimate sent again must not.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from carriers.contract import Reading, Report
from carriers.keys import STANDING, is_standing, object_of, occasion, word_of
from domain.events import FUTURE_TOLERANCE, TrackingEvent
from store import standing
from store.deliveries import EventName

if TYPE_CHECKING:
    from flows.webhooks.receive import Arrival

AGAIN_AFTER = timedelta(minutes=1)
"""An estimate that flickers counts at most once in this time."""
RETRIED_WITHIN = timedelta(hours=1)
"""Exactly the same bytes, without any time in them, are a retry within this time, and said anew after it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """`at` is when it counts as said."""

    word: str
    at: datetime
    received_at: datetime


Known = Collection[EventName]
_History = dict[tuple[int, str], list[_Said]]


def returned(tx: Connection, arrivals: Sequence["Arrival"], new: Sequence[bool], known: Known) -> dict[int, "Arrival"]:
    """Those of the arrivals (by position) that say again what had ceased to stand, under the keys of new occasions.

    `new` tells which are new deliveries and not copies; `known` are the events stored already.
    """
    told = _of_repeated_objects(
        arrivals, [(i, event) for i, arrival in enumerate(arrivals) for event in _standing(arrival.reading)], new, known
    )
    if not told:
        return {}
    histories = _histories(tx, arrivals, told)
    renamed: dict[int, dict[str, str]] = defaultdict(dict)
    for i, event in told:
        history = histories[arrivals[i].source.id, object_of(event.key)]
        number = _occasion(event, history, is_copy=not new[i])
        if number is not None:
            history.append(_Said(event.key, event.effective_at, event.received_at))
        if number is not None and number > 1:
            renamed[i][event.key] = occasion(event.key, number)
    return {i: _renamed(arrivals[i], keys, is_copy=not new[i]) for i, keys in renamed.items()}


def _standing(reading: Reading) -> list[TrackingEvent]:
    reports = [item for item in reading.items if isinstance(item, Report)]
    # The first letter is looked at here: nearly all keys end there, and a call for each costs more than all the rest.
    return [e for report in reports for e in report.events if e.key[:1] == STANDING and is_standing(e.key)]


def _of_repeated_objects(
    arrivals: Sequence["Arrival"], told: Sequence[tuple[int, TrackingEvent]], new: Sequence[bool], known: Known
) -> list[tuple[int, TrackingEvent]]:
    """What is said of objects that say something again. Of the others, nearly all, nothing need be looked up."""
    repeated: set[tuple[int, str]] = set()
    fresh: set[EventName] = set()
    for i, event in told:
        source_id = arrivals[i].source.id
        name = (source_id, event.tracking_number, event.key)
        if not new[i] or name in known or name in fresh:
            repeated.add((source_id, object_of(event.key)))
        fresh.add(name)
    return [(i, event) for i, event in told if (arrivals[i].source.id, object_of(event.key)) in repeated]


def _histories(tx: Connection, arrivals: Sequence["Arrival"], told: Sequence[tuple[int, TrackingEvent]]) -> _History:
    """What each object has said, in the order of its rows."""
    numbers: dict[int, set[str]] = defaultdict(set)
    for i, event in told:
        numbers[arrivals[i].source.merchant_id].add(event.tracking_number)
    histories: _History = defaultdict(list)
    for merchant_id, those in numbers.items():
        for source_id, key, occurred_at, received_at in standing.said(tx, merchant_id, those, STANDING):
            at = min(occurred_at, received_at + FUTURE_TOLERANCE)
            histories[source_id, object_of(key)].append(_Said(word_of(key), at, received_at))
    return histories


def _occasion(event: TrackingEvent, history: Sequence[_Said], *, is_copy: bool) -> int | None:
    """The number of the occasion on which this is said, the first is 1; None when nothing new is said."""
    before = [said for said in history if said.word == event.key]
    if not before:
        return 1
    latest = max(history, key=lambda said: said.at)
    if latest.word == event.key:
        return None
    last = max(before, key=lambda said: said.at)
    is_undated = event.occurred_at == event.received_at
    if is_undated and is_copy and event.received_at - last.received_at < RETRIED_WITHIN:
        return None
    if event.effective_at <= latest.at or event.effective_at - last.at < AGAIN_AFTER:
        return None
    return len(before) + 1


def _renamed(arrival: "Arrival", keys: dict[str, str], *, is_copy: bool) -> "Arrival":
    """The arrival with the keys of new occasions; a copy of an earlier delivery becomes one of its own."""
    items = tuple(
        replace(item, events=tuple(e._replace(key=keys.get(e.key, e.key)) for e in item.events))
        if isinstance(item, Report)
        else item
        for item in arrival.reading.items
    )
    suffix = next(iter(keys.values())).partition(".")[2]
    key = occasion(arrival.reading.key, int(suffix)) if is_copy else arrival.reading.key
    return replace(arrival, reading=Reading(key, items))
