"""Rows into the parts of a story: what was told, promised, asked for and decided."""

from datetime import date, datetime, tzinfo
from typing import Any

from domain.announcements import Announced, chosen_from, key_of
from domain.changes import Stored
from domain.notices import TOLD_STATES, NoticeKind, NoticeState
from domain.reschedules import CANCEL, RESCHEDULE, OtherChange, Reschedule, RescheduleState
from domain.story import Override, OverrideKind, Promise, Told
from domain.windows import Window

_STATES = {state.value: state for state in NoticeState}


def stored(row: Any) -> Stored:
    return Stored(row[1], row[2], row[3], _STATES[row[4]], row[5], row[6], row[7], row[8])


def told(stored: tuple[Stored, ...], rows: list[Any]) -> dict[str, Told]:
    """What the customer has heard. An occasion that failed or expired is over too: it is not said again."""
    told = {}
    for notice, row in zip(stored, rows, strict=True):
        if notice.state in TOLD_STATES:
            at: datetime = row[9] or notice.send_after
            told[notice.key] = Told(notice.key, NoticeKind(notice.kind), at)
    return told


def promise(rows: list[Any]) -> Promise | None:
    if not rows:
        return None
    _, number, on, from_at, to_at, told_at, based_on = rows[-1]
    return Promise(number, Window(date.fromisoformat(on), from_at, to_at), told_at, based_on)


def slots(rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.kind == RESCHEDULE]


def others(rows: list[Any]) -> tuple[OtherChange, ...]:
    """The newest of each kind that the customer can ask for; the rows come in the order they were asked for."""
    newest = {row.kind: row for row in rows if row.kind not in (RESCHEDULE, CANCEL)}
    latest = sorted(newest.values(), key=lambda row: row.id)
    return tuple(
        OtherChange(r.id, r.kind, RescheduleState(r.state), r.asked_at, r.decided_at, r.asked_in_chat) for r in latest
    )


def reschedule(rows: list[Any], tz: tzinfo) -> Reschedule | None:
    if not rows:
        return None
    _, change_id, state, from_at, to_at, asked_at, in_chat, decided_at, why, _ = rows[-1]
    window = Window(from_at.astimezone(tz).date(), from_at, to_at)
    return Reschedule(change_id, RescheduleState(state), window, asked_at, in_chat, decided_at, why)


def announced(row: Any, stored: tuple[Stored, ...]) -> Announced:
    _, announcement_id, released_at, chosen, state, expires_at, who, why = row
    by = f"by {who}: {why}"
    key = key_of(announcement_id)
    return Announced(
        announcement_id,
        released_at,
        chosen_from(chosen),
        expires_at,
        halted=f"the announcement was paused {by}" if state == "paused" else None,
        stopped=f"the announcement was stopped {by}" if state == "stopped" else None,
        is_over=any(notice.key == key and notice.state in _OVER for notice in stored),
    )


_OVER = frozenset({NoticeState.FAILED, NoticeState.EXPIRED, NoticeState.SUPPRESSED})


def override(row: Any) -> Override:
    return Override(OverrideKind(row[1]), row[2], row[3], row[4], row[5], row[6], row[7])


def person(owner: str | None) -> str | None:
    return None if owner in (None, "bot", "queue", "nobody") else owner
