"""The ledger's rows: whoever tells a customer a time, by a notice or in an answer, writes down here what it was."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.eta.forecast import BASIS
from domain.eta.learned import Record, stage_of
from domain.routes.reckoning import CHANCE
from domain.rules.expectation import based_on, is_measured
from domain.story import Story
from domain.talk.answer import Reply, ReplyName
from domain.talk.situation import Situation
from domain.windows import Window
from flows.promises.windows import told_window
from flows.replan import replan
from store import promises, stories
from store.stories import Loaded

ANSWER = "answer"
"""The kind of a promise that was told because somebody asked."""


def promise_row(
    one: Loaded, window: Window, kind: str, message_id: int, now: datetime, notice_id: int | None = None
) -> dict[str, Any] | None:
    """A new row of the ledger; None when this is the window that was told before."""
    story, before = one.story, one.story.promise
    if before is not None and before.window == window:
        return None
    basis, milestone = based_on(story, window, one.policy), story.condition.milestone
    chance = _chance(story, window, basis) if basis is not None else None
    record = None if is_measured(story) else story.learned.record(milestone)
    known = 0 if record is None else _known(record, window, basis)
    return {
        "shipment_id": story.shipment_id,
        "number": before.number + 1 if before else 1,
        "on": window.on.isoformat(),
        "from_at": window.from_at,
        "to_at": window.to_at,
        "told_at": now,
        "kind": kind,
        "notice_id": notice_id,
        "source": _source(story, basis),
        "based_on": basis,
        "chance": chance,
        "stage": stage_of(milestone).value,
        "parcels": known if known and chance is not None else None,
        "message_id": message_id,
    }


def _source(story: Story, basis: str | None) -> str:
    if basis is None:
        return "agreed"
    if basis == BASIS:
        return BASIS
    return "route" if is_measured(story) else "estimate"


def _known(record: Record, window: Window, basis: str | None) -> int:
    """Of how many parcels the measure is."""
    if basis == BASIS:
        return record.arrived
    return record.dated if window.is_day else record.parcels


def _chance(story: Story, window: Window, basis: str) -> float | None:
    if basis == BASIS:
        record = story.learned.record(story.condition.milestone)
        return record.chance if record is not None else None
    return CHANCE if is_measured(story) else story.learned.chance(story.condition.milestone, window)


TELLING = frozenset({ReplyName.STATUS, ReplyName.WHEN})
"""The replies that say when a parcel is expected; where a new slot was asked for, STATUS says that instead."""


def note_promises(tx: Connection, said: Sequence[tuple[Reply, int]], situation: Situation, now: datetime) -> None:
    """A time told in an answer (a reply with its message) is a promise as any other, and need not be told again."""
    parcels = {parcel.tracking_number: parcel.shipment_id for parcel in situation.parcels}
    told = {
        parcels[number]: (window, message_id)
        for reply, message_id in said
        if reply.name in TELLING
        for number, window in _told_in(reply)
        if number in parcels
    }
    if news := _keep(tx, told, now):
        replan(tx, news, now)


def _told_in(reply: Reply) -> Iterable[tuple[str, Window]]:
    """(tracking number, window) of each time that this reply tells."""
    listed = reply.facts.get("parcels")
    for parcel in listed if isinstance(listed, Sequence) else [reply.facts]:
        window, number = told_window(parcel.get("window")), parcel.get("tracking_number")
        is_said = window is not None and not (reply.name is ReplyName.STATUS and parcel.get("asked"))
        if window is not None and is_said and isinstance(number, str):
            yield number, window


def _keep(tx: Connection, told: Mapping[int, tuple[Window, int]], now: datetime) -> list[int]:
    """Which window each shipment's customer was told in which message; returns of which parcels that was news."""
    loaded = stories.load(tx, told) if told else []
    rows = []
    for one in loaded:
        window, message_id = told[one.story.shipment_id]
        if row := promise_row(one, window, ANSWER, message_id, now):
            rows.append(row)
    promises.add(tx, rows)
    return [row["shipment_id"] for row in rows]
