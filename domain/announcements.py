"""Announcements: one thing said to many parcels. Who is chosen, how far it has come, and what a parcel knows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.axes import FINAL, Milestone

MOST_AREAS = 50


class AnnouncementState(StrEnum):
    """From SENDING on it is out; what is DONE or STOPPED is history."""

    DRAFT = "draft"
    WAITING = "waiting"
    """For a second person's approval."""
    READY = "ready"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


OUT = frozenset({AnnouncementState.SENDING, AnnouncementState.PAUSED})
EDITABLE = frozenset({AnnouncementState.DRAFT, AnnouncementState.WAITING, AnnouncementState.READY})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which parcels of a merchant it is for; what is empty chooses all. `areas` are towns, or beginnings of postcodes.

    Without `milestones` it is for every parcel that is still coming.
    """

    areas: tuple[str, ...] = ()
    country: str | None = None
    carriers: tuple[str, ...] = ()
    on_from: date | None = None
    on_to: date | None = None
    milestones: tuple[Milestone, ...] = ()

    def left_by(self, milestone: Milestone, on: date | None) -> str | None:
        """Why a parcel that was chosen no longer is; None while it is. What is said must be true when it is said."""
        if self.milestones and milestone not in self.milestones:
            return f"it is no longer among the chosen: {milestone}"
        if not self.milestones and milestone in FINAL:
            return f"its journey is over: {milestone}"
        if self.on_from is not None and (on is None or on < self.on_from):
            return "it is no longer expected on the chosen days"
        if self.on_to is not None and (on is None or on > self.on_to):
            return "it is no longer expected on the chosen days"
        return None


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement that was released to a parcel. `halted` says why it waits, `stopped` why it is over; `is_over`:
    this parcel's occasion has had its outcome.
    """

    id: int
    released_at: datetime
    chosen: Chosen
    expires_at: datetime | None = None
    halted: str | None = None
    stopped: str | None = None
    is_over: bool = False


def key_of(announcement_id: int) -> str:
    return f"announcement:{announcement_id}"


def chosen_from(facts: Mapping[str, object]) -> Chosen:
    """From JSON values; raises ValueError with a sentence that says what to change."""
    areas = _texts(facts, "areas")
    if len(areas) > MOST_AREAS:
        raise ValueError(f"Name at most {MOST_AREAS} areas.")
    on_from, on_to = _day(facts, "on_from"), _day(facts, "on_to")
    if on_from is not None and on_to is not None and on_to < on_from:
        raise ValueError("The last day lies before the first.")
    try:
        milestones = tuple(Milestone(name) for name in _texts(facts, "milestones"))
    except ValueError as problem:
        raise ValueError(f"There is no such status: {problem}.") from None
    country = facts.get("country")
    return Chosen(
        areas,
        country.strip().upper() if isinstance(country, str) and country.strip() else None,
        _texts(facts, "carriers"),
        on_from,
        on_to,
        milestones,
    )


def chosen_facts(chosen: Chosen) -> dict[str, object]:
    """The same as JSON values."""
    return {
        "areas": list(chosen.areas),
        "country": chosen.country,
        "carriers": list(chosen.carriers),
        "on_from": chosen.on_from.isoformat() if chosen.on_from else None,
        "on_to": chosen.on_to.isoformat() if chosen.on_to else None,
        "milestones": [milestone.value for milestone in chosen.milestones],
    }


def _texts(facts: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = facts.get(name) or ()
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name} is a list.")
    return tuple(dict.fromkeys(str(one).strip() for one in value if str(one).strip()))


def _day(facts: Mapping[str, object], name: str) -> date | None:
    value = facts.get(name)
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is no day: write it as 2026-11-24.") from None
