"""What is wanted against what is stored: add, move or withdraw planned rows, and touch no history."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from domain.notices import IN_LINE, OPEN_STATES, REPLANNABLE_STATES, Decision, NoticeState, Silent, Wanted


class Stored(NamedTuple):
    """A notice row as far as planning needs it."""

    id: int
    kind: str
    key: str
    state: NoticeState
    send_after: datetime
    expires_at: datetime
    facts: Mapping[str, object]
    why: str | None = None

    @property
    def is_in_line(self) -> bool:
        """It was due, and waits for its channel: `send_after` is its place in the line."""
        return self.state is NoticeState.PLANNED and self.why == IN_LINE


@dataclass(frozen=True, slots=True)
class Changes:
    """`move` carries the row and what it becomes; `withdraw` the row and why."""

    add: tuple[Wanted, ...] = ()
    move: tuple[tuple[Stored, Wanted], ...] = ()
    withdraw: tuple[tuple[Stored, str], ...] = ()


def changes(decisions: Collection[Decision], stored: Iterable[Stored]) -> Changes:
    """What must change in the rows so that they say what the plan says."""
    rows = {row.key: row for row in stored}
    wanted = {d.key: d for d in decisions if isinstance(d, Wanted)}
    add, move = [], []
    for key, want in wanted.items():
        row = rows.get(key)
        if row is None:
            add.append(want)
        elif row.state in REPLANNABLE_STATES and not _says(row, placed := _in_its_place(row, want)):
            move.append((row, placed))
    gone = [row for key, row in rows.items() if row.state in OPEN_STATES and key not in wanted]
    return Changes(tuple(add), tuple(move), tuple((row, _why_gone(row, decisions)) for row in gone))


def _why_gone(row: Stored, decisions: Collection[Decision]) -> str:
    silences = (d.why for d in decisions if isinstance(d, Silent) and d.kind == row.kind)
    return next(silences, "another occasion took its place")


def _in_its_place(row: Stored, want: Wanted) -> Wanted:
    """News of a parcel does not send what waits in line to its end. What is to go later, or by hand, leaves it."""
    stays = row.is_in_line and want.held is None and not want.by_hand and want.send_after <= row.send_after
    return replace(want, send_after=row.send_after) if stays else want


def why_of(row: Stored, wanted: Wanted) -> str | None:
    """Why it has not gone, where it is moved to what is wanted."""
    return IN_LINE if row.is_in_line and wanted.send_after == row.send_after else wanted.held


def state_of(wanted: Wanted) -> NoticeState:
    return NoticeState.HELD if wanted.held else NoticeState.PLANNED


def _says(row: Stored, wanted: Wanted) -> bool:
    return (
        row.state is state_of(wanted)
        and row.send_after == wanted.send_after
        and row.expires_at == wanted.expires_at
        and row.facts == wanted.facts
    )
