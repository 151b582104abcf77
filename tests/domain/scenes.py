"""Stories and events for the rules' tests, with little to say about what does not matter."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.axes import EtaKind, Milestone
from domain.condition import fold
from domain.events import Estimate, TrackingEvent
from domain.notices import Decision, NoticeKind
from domain.plan import plan
from domain.policy import Policy
from domain.story import Story

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime.fromisoformat("2026-11-24T17:00:00+00:00")
"""Tuesday noon in New York."""


def event(milestone: Milestone, at: datetime = NOON, **fields: Any) -> TrackingEvent:
    key = fields.pop("key", f"{milestone}@{at.isoformat()}")
    return TrackingEvent(key, "DS100", at, fields.pop("received_at", at), milestone, **fields)


def story(*events: TrackingEvent, **facts: Any) -> Story:
    announced_at = facts.pop("announced_at", NOON - timedelta(days=2))
    condition = fold(events)
    facts.setdefault("delivered_in_order", int(condition.milestone is Milestone.DELIVERED))
    return Story(1, "DS100", announced_at, NEW_YORK, condition=condition, **facts)


def decided(story: Story, kind: NoticeKind, policy: Policy | None = None) -> Decision:
    return next(d for d in plan(story, policy or Policy()) if d.kind is kind)


def window(start: datetime, hours: float = 2) -> Estimate:
    return Estimate(EtaKind.WINDOW, None, start, start + timedelta(hours=hours))
