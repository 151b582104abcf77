"""What is expected, before the delivery day: announced, estimate, moved, delay, the day before."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.axes import EtaKind, Milestone, Timeliness
from domain.eta.buckets import Stage
from domain.eta.forecast import BASIS, forecast, is_estimated, standing
from domain.eta.outcomes import begun_stages
from domain.eta.warning import at_risk_at
from domain.localtime import at_local, local_day
from domain.notices import MANNERS, Decision, NoticeKind, Silent
from domain.policy import Policy
from domain.reschedules import WAITING
from domain.rules.saying import say, window_facts
from domain.story import Promise, Story
from domain.windows import Shift, Window, basis_of, shift, window_of

_BEFORE_THE_ROAD = frozenset({Milestone.UNKNOWN, Milestone.CREATED, Milestone.ACCEPTED, Milestone.IN_TRANSIT})
_STILL_COMING = _BEFORE_THE_ROAD | {Milestone.OUT_FOR_DELIVERY, Milestone.EXCEPTION, Milestone.DELIVERY_ATTEMPTED}


def expected(story: Story, policy: Policy) -> Window | None:
    """The window that stands now: a confirmed new slot, unless the 3PL has estimated anew since; else the estimate.

    Where nobody estimates, the last day that was told stands.
    """
    quoted, agreed = story.condition.quoted, _agreed(story)
    if agreed is not None and (quoted is None or quoted.as_of <= agreed[1]):
        return agreed[0]
    return _repeated(story, policy) or standing(story)


def _repeated(story: Story, policy: Policy) -> Window | None:
    """What the newest estimate lets us say, by what was measured of its source."""
    quoted = story.condition.quoted
    guard = story.learned.guard(story.condition.milestone, replace(policy.guard, rests=story.rests))
    return window_of(quoted.estimate, story.zone, guard) if quoted else None


def based_on(story: Story, window: Window, policy: Policy) -> str | None:
    """The estimate behind this window, or our forecast; None when something else was agreed."""
    if window == forecast(story):
        return BASIS
    quoted = story.condition.quoted
    return basis_of(quoted.estimate) if quoted is not None and window == _repeated(story, policy) else None


def is_measured(story: Story) -> bool:
    """Whether the newest estimate is our own, made from the route it is on."""
    quoted = story.condition.quoted
    return quoted is not None and quoted.estimate.kind is EtaKind.MEASURED


def expected_still(story: Story, policy: Policy) -> Window | None:
    """The expected window as long as it makes sense.

    None at the end; once the van is out, only one of that day; after a failed attempt and the like, only a newer one.
    """
    window, standing = expected(story, policy), story.condition.now
    if story.condition.is_final or window is None or standing is None:
        return None if story.condition.is_final else window
    if story.condition.milestone is Milestone.OUT_FOR_DELIVERY:
        return window if window.on == local_day(standing.at, story.zone) else None
    return window if story.condition.milestone not in _OVERTAKING or _said_at(story) > standing.at else None


_OVERTAKING = frozenset({Milestone.DELIVERY_ATTEMPTED, Milestone.AVAILABLE_FOR_PICKUP, Milestone.RETURNING})
"""Milestones that overtake whatever was expected before them."""


def _said_at(story: Story) -> datetime:
    """When the standing expectation was given."""
    quoted, agreed = story.condition.quoted, _agreed(story)
    times = [quoted.as_of] if quoted else []
    return max([*times, agreed[1]] if agreed else times)


def _agreed(story: Story) -> tuple[Window, datetime] | None:
    """The window both parties agreed to, and when."""
    agreed = story.agreed
    return (agreed.window, agreed.decided_at) if agreed is not None and agreed.decided_at is not None else None


_NEARLY_THERE = "the van is nearly there, which says more"
_NOT_REPEATED = "this carrier's dates hold too seldom to be repeated"


def announced(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.ANNOUNCED
    if story.live is not None and story.live.near_at is not None:
        return Silent(kind, _NEARLY_THERE)
    if story.condition.milestone not in _BEFORE_THE_ROAD:
        return Silent(kind, f"the parcel is further already: {story.condition.milestone}")
    facts = {"window": window_facts(expected(story, policy) or forecast(story))}
    return say(kind, "announced", story.announced_at, story, policy, facts)


def estimate(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.ESTIMATE
    if story.live is not None and story.live.near_at is not None:
        return Silent(kind, _NEARLY_THERE)
    quoted = story.condition.quoted
    if quoted is None or not is_estimated(story):
        return _forecast_said(story, policy)
    if story.condition.milestone not in _BEFORE_THE_ROAD:
        return Silent(kind, f"too late for it: {story.condition.milestone}")
    if story.promise is not None:
        return Silent(kind, "a window was told before")
    if _announcement_will_say_it(story, policy, quoted.as_of):
        return Silent(kind, "said with the announcement")
    window = expected(story, policy)
    if window is None:
        return Silent(kind, _NOT_REPEATED)
    _, end = window.span(story.zone)
    return say(kind, "estimate", quoted.as_of, story, policy, {"window": window_facts(window)}, until=end)


def _forecast_said(story: Story, policy: Policy) -> Decision:
    """Nobody estimates what may be said: once it is under way, what became of others is told, if nothing was before."""
    kind, window = NoticeKind.ESTIMATE, forecast(story)
    moving = dict(begun_stages(story)).get(Stage.MOVING)
    if window is None or moving is None:
        return Silent(kind, "no estimate has come yet" if story.condition.quoted is None else _NOT_REPEATED)
    if story.promise is not None:
        return Silent(kind, "a window was told before")
    _, end = window.span(story.zone)
    return say(kind, "estimate", moving, story, policy, {"window": window_facts(window)}, until=end)


def _announcement_will_say_it(story: Story, policy: Policy, quoted_at: datetime) -> bool:
    """An estimate that came before the announcement went out is part of it."""
    kind = NoticeKind.ANNOUNCED
    lapses = story.announced_at + MANNERS[kind].valid
    return kind.value not in story.told and kind not in policy.switched_off and quoted_at < lapses


def promise_moved(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.PROMISE_MOVED
    promise, quoted = story.promise, story.condition.quoted
    if promise is None or quoted is None:
        return Silent(kind, "no window was told yet" if promise is None else "no estimate has come yet")
    if story.condition.milestone not in _BEFORE_THE_ROAD | {Milestone.OUT_FOR_DELIVERY, Milestone.EXCEPTION}:
        return Silent(kind, f"nothing is expected any more: {story.condition.milestone}")
    if story.reschedule is not None and story.reschedule.state in WAITING:
        return Silent(kind, "a new day has been asked for; the old promise rests")
    if quoted.as_of <= promise.told_at and not _estimate_is_unsaid(story, policy, promise):
        return Silent(kind, "the estimate is not newer than what was told")
    if promise.based_on is not None and promise.based_on == basis_of(quoted.estimate):
        return Silent(kind, "the estimate is the one that was told")
    window = expected(story, policy)
    if window is None:
        return Silent(kind, _NOT_REPEATED)
    direction = shift(promise.window, window, story.zone, _bar(story, policy))
    if direction not in (Shift.LATER, Shift.EARLIER):
        return Silent(kind, "what was told still holds")
    if _is_newly_on_the_road(story):
        return Silent(kind, "said with out for delivery")
    facts = {
        "direction": direction,
        "window": window_facts(window),
        "told": window_facts(promise.window),
        "reason": _delay_reason(story),
    }
    _, end = window.span(story.zone)
    at = quoted.as_of + _confirmed_after(story, policy, direction, window)
    return say(kind, f"promise_moved:{promise.number}", at, story, policy, facts, until=end)


_MOST_DOUBLED = 4


def _bar(story: Story, policy: Policy) -> timedelta:
    """By how much a window has to move to be news: twice as much after each time that was told, so nothing nags."""
    told = sum(one.kind is NoticeKind.PROMISE_MOVED for one in story.told.values())
    return policy.move_threshold * (1 << min(told, _MOST_DOUBLED))


def _confirmed_after(story: Story, policy: Policy, direction: str, window: Window) -> timedelta:
    """How long an estimate has to stand. Good news waits longer where nothing was measured and the van is not out."""
    milestone = story.condition.milestone
    measured = is_measured(story) or story.learned.chance(milestone, window) is not None
    if direction != Shift.EARLIER or measured or milestone is Milestone.OUT_FOR_DELIVERY:
        return policy.confirm_move
    return max(policy.confirm_move, policy.confirm_earlier)


def _estimate_is_unsaid(story: Story, policy: Policy, promise: Promise) -> bool:
    """An estimate that came while the promise was on its way out is news, though it is older than the telling."""
    told = _repeated(story, policy)
    return told is not None and told != promise.window


def delay(story: Story, policy: Policy) -> Decision:
    """Told once for each promise: when the sender flags it, or its time has passed or is likely to. It does not nag."""
    kind = NoticeKind.DELAY
    condition, promise = story.condition, story.promise
    if condition.milestone not in _STILL_COMING or condition.milestone is Milestone.DELIVERY_ATTEMPTED:
        return Silent(kind, f"not on its way: {condition.milestone}")
    if story.reschedule is not None and story.reschedule.state in WAITING:
        return Silent(kind, "a new day has been asked for; the old promise rests")
    moved = promise_moved(story, policy)
    if not isinstance(moved, Silent):
        return Silent(kind, "said with the new time")
    flagged_at = condition.timeliness_at if condition.timeliness is Timeliness.DELAYED else None
    risky_at = at_risk_at(story, policy.delay_risk) if policy.delay_risk else None
    times = (_flag_time(story, policy, flagged_at), _overdue_at(story, policy), risky_at)
    due = [at for at in times if at is not None]
    if not due:
        return Silent(kind, "nobody says it is late, and no promise was made")
    number = promise.number if promise else 0
    facts = {"told": window_facts(promise.window if promise else None), "reason": _delay_reason(story)}
    return say(kind, f"delay:{number}", min(due), story, policy, facts)


def _flag_time(story: Story, policy: Policy, flagged_at: datetime | None) -> datetime | None:
    """A flag counts when it is newer than the last promise (which was told in its knowledge)."""
    if flagged_at is None or (story.promise is not None and story.promise.told_at >= flagged_at):
        return None
    return flagged_at + policy.confirm_move


def _overdue_at(story: Story, policy: Policy) -> datetime | None:
    if story.promise is None:
        return None
    window = story.promise.window
    if window.is_day:
        return at_local(window.on, policy.day_ends_at, story.zone) - timedelta(minutes=30)
    _, end = window.span(story.zone)
    return end + policy.late_grace


def _delay_reason(story: Story) -> str | None:
    """Only a reason the sender gave; none is invented."""
    standing = story.condition.now
    return standing.reason if standing else None


def day_before(story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.DAY_BEFORE
    if story.condition.milestone not in _BEFORE_THE_ROAD | {Milestone.EXCEPTION, Milestone.DELIVERY_ATTEMPTED}:
        return Silent(kind, f"too late for it: {story.condition.milestone}")
    window = expected(story, policy)
    if window is None or window.is_last_day:
        return Silent(kind, "no day is known yet" if window is None else "only the last day is known")
    if story.reschedule is not None and story.reschedule.state in WAITING:
        return Silent(kind, "a new day has been asked for; the old promise rests")
    at = at_local(window.on - timedelta(days=1), policy.day_before_at, story.zone)
    if _said_at(story) > at:
        return Silent(kind, "the day was known too late to remind of it")
    promise = story.promise
    if promise is not None and promise.window.on == window.on and promise.told_at > at - policy.told_recently:
        return Silent(kind, "this day was told only a short while before")
    begin = at_local(window.on, policy.hours.opens, story.zone)
    facts = {"window": window_facts(window)}
    return say(kind, f"day_before:{window.on.isoformat()}", at, story, policy, facts, until=begin)


def _is_newly_on_the_road(story: Story) -> bool:
    """Out for delivery, and not told of it yet: that notice will carry the window."""
    if story.condition.milestone is not Milestone.OUT_FOR_DELIVERY:
        return False
    standing, told = story.condition.now, story.last_told(NoticeKind.OUT_FOR_DELIVERY)
    return standing is not None and (told is None or told.at < standing.at)
