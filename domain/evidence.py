"""What a 3PL's events say about a change that was asked for: yes, no, too late, or the opposite of what was agreed."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from domain.axes import Direction, EtaKind, Milestone, ZoneSource
from domain.events import Estimate, TrackingEvent
from domain.localtime import local_day
from domain.reschedules import CALLED_OFF, CANCEL, WAITING, RescheduleState, is_overtaken
from domain.windows import Window

CLOCK_SKEW = timedelta(minutes=2)
"""An explicit answer may carry a time this much before the question: the 3PL's clock is not ours."""
ROUNDING = timedelta(minutes=1)
"""A scan right after the question may carry a time this much before it: many senders cut off seconds."""


class Meaning(StrEnum):
    CONFIRMS = "confirms"
    DECLINES = "declines"
    OVERTAKES = "overtakes"
    """The parcel is beyond any change: the request has lost its object."""
    CONTRADICTS = "contradicts"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Finding:
    """`why` is for staff."""

    meaning: Meaning
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A change as it was asked for. `window` is the slot's; `previous` what was expected when it was asked."""

    kind: str
    state: RescheduleState
    asked_at: datetime
    zone: tzinfo
    window: Window | None = None
    previous: Window | None = None
    decided_at: datetime | None = None


NOTHING = Finding(Meaning.NOTHING)
_ANSWERABLE = WAITING | {RescheduleState.TIMED_OUT}


def read(event: TrackingEvent, question: Question) -> Finding:
    """What one event means for a question.

    A sender's "rescheduled" is ours only if its window is; a parcel on the road before the agreed day is a
    contradiction; an estimate counts as a yes when it has moved into the slot since we asked.
    """
    if event.direction is not Direction.DELIVERY or event.effective_at < question.asked_at - CLOCK_SKEW:
        return NOTHING
    if event.detail == f"{question.kind}_declined":
        return Finding(Meaning.DECLINES, event.reason or event.text or "the carrier's event says so")
    if event.detail == f"{question.kind}_confirmed":
        return _explicit_yes(event, question)
    if question.kind == CANCEL and event.milestone in CALLED_OFF and question.state in _ANSWERABLE:
        return Finding(Meaning.CONFIRMS, f"the parcel is {event.milestone}")
    if question.state in WAITING and is_overtaken(question.kind, event.milestone):
        return Finding(Meaning.OVERTAKES, f"the parcel is {event.milestone} already")
    if question.state is RescheduleState.CONFIRMED:
        return _after_the_yes(event, question)
    if question.state in _ANSWERABLE and _moved_into(event, question):
        return Finding(Meaning.CONFIRMS, "the carrier's estimate has moved into the slot")
    return NOTHING


def _explicit_yes(event: TrackingEvent, question: Question) -> Finding:
    if question.window and event.eta and not _fits(event.eta, question.window, question.zone):
        return Finding(Meaning.CONTRADICTS, "the carrier confirmed another window than the one asked for")
    return Finding(Meaning.CONFIRMS, event.text or "the carrier's event says so")


def _after_the_yes(event: TrackingEvent, question: Question) -> Finding:
    if question.window is None or question.decided_at is None or event.effective_at <= question.decided_at:
        return NOTHING
    day = local_day(event.effective_at, question.zone)
    on_the_road = event.milestone in (Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERY_ATTEMPTED)
    if on_the_road and day < question.window.on:
        why = f"{event.milestone} on {day}, though {question.window.on} was confirmed"
        return Finding(Meaning.CONTRADICTS, why)
    return NOTHING


def _moved_into(event: TrackingEvent, question: Question) -> bool:
    """Whether the estimate lies in the slot and what was expected before did not: else it proves nothing."""
    window, previous, eta = question.window, question.previous, event.eta
    if window is None or eta is None or event.effective_at < question.asked_at - ROUNDING:
        return False
    if not _fits(eta, window, question.zone):
        return False
    if _is_day(eta) or (previous is not None and previous.is_day):
        return previous is not None and previous.on != window.on
    return previous is None or not _within(previous.span(question.zone), window.span(question.zone))


def _fits(eta: Estimate, window: Window, tz: tzinfo) -> bool:
    if eta.kind is EtaKind.DATE:
        return eta.on == window.on
    assert eta.from_at is not None
    if eta.zone_source is ZoneSource.ASSUMED:
        return local_day(eta.from_at, tz) == window.on
    return _within((eta.from_at, eta.to_at or eta.from_at), window.span(tz))


def _is_day(eta: Estimate) -> bool:
    return eta.kind is EtaKind.DATE or eta.zone_source is ZoneSource.ASSUMED


def _within(inner: tuple[datetime, datetime], outer: tuple[datetime, datetime]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
