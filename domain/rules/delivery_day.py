"""The delivery day: out for delivery, arriving soon, delivered, and how it was afterwards."""

from datetime import datetime, time, timedelta

from domain.axes import Milestone
from domain.live import COMING
from domain.localtime import at_local, local_day
from domain.notices import Decision, NoticeKind, Silent
from domain.policy import Policy
from domain.rules.expectation import expected
from domain.rules.saying import say, window_facts
from domain.story import Story
from domain.windows import Window

ARRIVING = "arriving"
"""The detail of out_for_delivery that means: next, or nearly there."""


def out_for_delivery(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.OUT_FOR_DELIVERY
    standing = story.condition.reached.get(Milestone.OUT_FOR_DELIVERY)
    if story.condition.milestone is not Milestone.OUT_FOR_DELIVERY or standing is None:
        return Silent(kind, _not_on_the_road(story))
    day = local_day(standing.at, story.zone)
    facts = {"window": window_facts(_window_on(story, policy, standing.at)), "allow": sorted(story.allow)}
    ends = at_local(day, policy.day_ends_at, story.zone)
    until = ends if ends > standing.at else standing.at + timedelta(hours=2)
    return say(kind, f"out_for_delivery:{day.isoformat()}", standing.at, story, policy, facts, until=until)


def arriving_soon(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.ARRIVING_SOON
    near = story.live if story.live is not None and story.condition.milestone in COMING else None
    if near is not None and near.near_at is not None:
        return _near(story, policy, near.near_at, near.stops)
    standing = story.condition.reached.get(Milestone.OUT_FOR_DELIVERY)
    if story.condition.milestone is not Milestone.OUT_FOR_DELIVERY or standing is None:
        return Silent(kind, _not_on_the_road(story))
    if standing.detail != ARRIVING or story.condition.last_scan_at is None:
        return Silent(kind, "the 3PL has not said that the driver is near")
    return _near(story, policy, story.condition.last_scan_at, None)


def _near(story: Story, policy: Policy, at: datetime, stops: int | None) -> Decision:
    """Told once a day, whoever says it: the 3PL's scan, or the place of the van in its route."""
    facts = {"window": window_facts(_window_on(story, policy, at)), "stops": stops}
    return say(NoticeKind.ARRIVING_SOON, f"arriving_soon:{local_day(at, story.zone)}", at, story, policy, facts)


def delivered(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.DELIVERED
    standing = story.condition.reached.get(Milestone.DELIVERED)
    if story.condition.milestone is not Milestone.DELIVERED or standing is None:
        return Silent(kind, f"not delivered: {story.condition.milestone}")
    facts = {
        "at": standing.at.isoformat(),
        "detail": standing.detail,
        "parcels": story.parcels_in_order,
        "delivered": story.delivered_in_order,
    }
    day = local_day(standing.at, story.zone).isoformat()
    return say(kind, f"delivered:{day}", standing.at, story, policy, facts)


def feedback(story: Story, policy: Policy) -> Decision:
    """A short question after a good delivery, never after a bad one."""
    kind = NoticeKind.FEEDBACK
    standing = story.condition.reached.get(Milestone.DELIVERED)
    if story.condition.milestone is not Milestone.DELIVERED or standing is None:
        return Silent(kind, f"not delivered: {story.condition.milestone}")
    if not story.speaks_for_order or story.delivered_in_order < story.parcels_in_order:
        return Silent(kind, "asked once, when all parcels of the order are there")
    if story.condition.attempts or Milestone.EXCEPTION in story.condition.reached:
        return Silent(kind, "the delivery had trouble on its way")
    if story.troubled:
        return Silent(kind, "a case was opened about it")
    if story.last_told(NoticeKind.DELAY) is not None:
        return Silent(kind, "it came late")
    if story.last_told(NoticeKind.DELIVERED) is None:
        return Silent(kind, "the delivery itself was not told")
    day = local_day(standing.at, story.zone)
    at = max(standing.at + policy.feedback_after, at_local(day, time(10), story.zone))
    return say(kind, "feedback", at, story, policy, {})


def _window_on(story: Story, policy: Policy, at: datetime) -> Window | None:
    """The expected window, if it is one of the day on which this happens."""
    window = expected(story, policy)
    return window if window is not None and window.on == local_day(at, story.zone) else None


def _not_on_the_road(story: Story) -> str:
    return f"not out for delivery: {story.condition.milestone}"
