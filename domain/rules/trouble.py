"""When it does not go as it should: attempt failed, pickup, action needed, exception, returning, cancelled, silence."""

from datetime import datetime, timedelta

from domain.axes import ActionBy, Milestone
from domain.condition import REVERSED, SAME_OCCASION
from domain.eta.rests import after
from domain.localtime import at_local, local_day
from domain.notices import Decision, NoticeKind, Silent
from domain.policy import Policy
from domain.reschedules import WAITING
from domain.rules.saying import say
from domain.story import Story

_AFTER_DELIVERY = frozenset({Milestone.DELIVERED, Milestone.RETURNING, Milestone.RETURNED})


def attempt_failed(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.ATTEMPT_FAILED
    standing = story.condition.reached.get(Milestone.DELIVERY_ATTEMPTED)
    if story.condition.milestone is not Milestone.DELIVERY_ATTEMPTED or standing is None:
        return Silent(kind, f"no failed attempt stands: {story.condition.milestone}")
    facts = {
        "at": standing.at.isoformat(),
        "reason": standing.reason,
        "detail": standing.detail,
        "allow": sorted(story.allow),
    }
    return say(kind, _occasion(story, "attempt_failed", standing.at), standing.at, story, policy, facts)


def pickup_ready(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.PICKUP_READY
    standing = story.condition.reached.get(Milestone.AVAILABLE_FOR_PICKUP)
    if story.condition.milestone is not Milestone.AVAILABLE_FOR_PICKUP or standing is None:
        return Silent(kind, f"not waiting at a pickup point: {story.condition.milestone}")
    facts = {"place": _place(story), "at": standing.at.isoformat()}
    return say(kind, _occasion(story, "pickup_ready", standing.at), standing.at, story, policy, facts)


def pickup_reminder(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.PICKUP_REMINDER
    standing = story.condition.reached.get(Milestone.AVAILABLE_FOR_PICKUP)
    if story.condition.milestone is not Milestone.AVAILABLE_FOR_PICKUP or standing is None:
        return Silent(kind, f"not waiting at a pickup point: {story.condition.milestone}")
    due = standing.at + policy.pickup_reminder_after
    at = at_local(local_day(due, story.zone), policy.hours.opens, story.zone) + timedelta(hours=2)
    return say(kind, _occasion(story, "pickup_reminder", due), at, story, policy, {"place": _place(story)})


def action_needed(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.ACTION_NEEDED
    condition = story.condition
    standing = condition.now
    if condition.is_final or standing is None or condition.action_by is not ActionBy.RECIPIENT:
        return Silent(kind, "nothing is asked of the customer")
    if condition.milestone in (Milestone.DELIVERY_ATTEMPTED, Milestone.AVAILABLE_FOR_PICKUP):
        return Silent(kind, f"said with {condition.milestone}")
    key = _occasion(story, f"action_needed:{standing.reason or condition.milestone}", standing.at)
    return say(kind, key, standing.at, story, policy, {"reason": standing.reason, "detail": standing.detail})


def exception(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.EXCEPTION
    standing = story.condition.now
    told = story.last_told(NoticeKind.DELIVERED)
    if told is not None and standing is not None and story.condition.milestone not in _AFTER_DELIVERY:
        key = _occasion(story, "exception:delivery_reversed", standing.at)
        return say(kind, key, standing.at, story, policy, {"reason": None, "detail": REVERSED})
    if story.condition.milestone is not Milestone.EXCEPTION or standing is None:
        return Silent(kind, f"no exception stands: {story.condition.milestone}")
    if story.condition.action_by is ActionBy.RECIPIENT:
        return Silent(kind, "said as something the customer has to do")
    key = _occasion(story, f"exception:{standing.reason or 'unknown'}", standing.at)
    return say(kind, key, standing.at, story, policy, {"reason": standing.reason, "detail": standing.detail})


def _occasion(story: Story, name: str, at: datetime) -> str:
    """The key of what began then. An older report of it that came late moves its beginning to the day before: what was
    told of it under the later day is told.
    """
    begun = f"{name}:{local_day(at, story.zone).isoformat()}"
    later = f"{name}:{local_day(at + SAME_OCCASION, story.zone).isoformat()}"
    return later if later in story.told and begun not in story.told else begun


def returning(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.RETURNING
    milestone, standing = story.condition.milestone, story.condition.now
    if milestone not in (Milestone.RETURNING, Milestone.RETURNED) or standing is None:
        return Silent(kind, f"not on its way back: {milestone}")
    facts = {"reason": standing.reason, "returned": milestone is Milestone.RETURNED}
    return say(kind, "returning", standing.at, story, policy, facts)


def cancelled(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.CANCELLED
    standing = story.condition.now
    if story.condition.milestone is not Milestone.CANCELLED or standing is None:
        return Silent(kind, f"not cancelled: {story.condition.milestone}")
    return say(kind, "cancelled", standing.at, story, policy, {"reason": standing.reason})


def silence(story: Story, policy: Policy) -> Decision:
    """No scan for too long: planned ahead, and moved by every scan."""
    kind = NoticeKind.SILENCE
    condition = story.condition
    if condition.last_scan_at is None:
        return Silent(kind, "no scan has come yet")
    if condition.is_final or condition.milestone is Milestone.AVAILABLE_FOR_PICKUP:
        return Silent(kind, f"no news is expected: {condition.milestone}")
    if story.agreed is not None or (story.reschedule is not None and story.reschedule.state in WAITING):
        return Silent(kind, "a new day has been agreed or asked for")
    patience = patience_for(story, policy)
    earlier = story.last_told(kind)
    if earlier is not None and earlier.at >= condition.last_scan_at:
        return Silent(kind, "said already, and no scan has come since")
    number = 1 + sum(told.kind is kind for told in story.told.values())
    facts = {"last_scan_at": condition.last_scan_at.isoformat(), "place": _place(story)}
    at = after(condition.last_scan_at, patience, story.rests, story.zone)
    return say(kind, f"silence:{number}", at, story, policy, facts)


def patience_for(story: Story, policy: Policy) -> timedelta:
    """How long without a scan is unusually long here: measured of this lane's parcels at this stage, within reason.

    The merchant's own figure counts until something is learned, and keeps what is learned within a quarter and four
    times of it.
    """
    on_the_road = story.condition.milestone is Milestone.OUT_FOR_DELIVERY
    usual = policy.silence_on_the_road if on_the_road else policy.silence_after
    record = story.learned.record(story.condition.milestone)
    if record is None or record.quiet_s is None:
        return usual
    return min(usual * 4, max(usual / 4, timedelta(seconds=record.quiet_s)))


def _place(story: Story) -> str | None:
    place = story.condition.last_place
    return place.town if place else None
