"""The plan: for every kind of notice, what is wanted and when, or why there is silence. Pure; it knows no clock."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.holdout import BASELINE
from domain.notices import MANNERS, Decision, NoticeKind, Silent, Wanted
from domain.policy import Policy
from domain.rules import announcing, delivery_day, expectation, other_changes, rescheduling, trouble
from domain.story import Override, OverrideKind, Story

RULES: Mapping[NoticeKind, Callable[[Story, Policy], Decision]] = {
    NoticeKind.ANNOUNCED: expectation.announced,
    NoticeKind.ESTIMATE: expectation.estimate,
    NoticeKind.PROMISE_MOVED: expectation.promise_moved,
    NoticeKind.DELAY: expectation.delay,
    NoticeKind.DAY_BEFORE: expectation.day_before,
    NoticeKind.OUT_FOR_DELIVERY: delivery_day.out_for_delivery,
    NoticeKind.ARRIVING_SOON: delivery_day.arriving_soon,
    NoticeKind.DELIVERED: delivery_day.delivered,
    NoticeKind.ATTEMPT_FAILED: trouble.attempt_failed,
    NoticeKind.PICKUP_READY: trouble.pickup_ready,
    NoticeKind.PICKUP_REMINDER: trouble.pickup_reminder,
    NoticeKind.ACTION_NEEDED: trouble.action_needed,
    NoticeKind.EXCEPTION: trouble.exception,
    NoticeKind.RETURNING: trouble.returning,
    NoticeKind.CANCELLED: trouble.cancelled,
    NoticeKind.RESCHEDULE_ASKED: rescheduling.reschedule_asked,
    NoticeKind.RESCHEDULE_CONFIRMED: rescheduling.reschedule_confirmed,
    NoticeKind.RESCHEDULE_DECLINED: rescheduling.reschedule_declined,
    NoticeKind.CHANGE_CONFIRMED: other_changes.change_confirmed,
    NoticeKind.CHANGE_DECLINED: other_changes.change_declined,
    NoticeKind.SILENCE: trouble.silence,
    NoticeKind.FEEDBACK: delivery_day.feedback,
    NoticeKind.ANNOUNCEMENT: announcing.announcement,
}


def plan(story: Story, policy: Policy) -> tuple[Decision, ...]:
    """One decision for each kind of notice, in the order of `NoticeKind`."""
    return tuple(decide(kind, story, policy) for kind in NoticeKind)


def decide(kind: NoticeKind, story: Story, policy: Policy) -> Decision:
    """What the plan says of one kind."""
    if story.stopped is not None:
        return Silent(kind, story.stopped)
    if kind in policy.switched_off:
        return Silent(kind, "switched off by the merchant's policy")
    if story.held_out and kind not in BASELINE:
        return Silent(kind, "not said in the hold-out: this customer hears the baseline, for comparison")
    decision = RULES[kind](story, policy)
    if isinstance(decision, Silent):
        return decision
    if story.owned_by is not None and not MANNERS[kind].critical:
        decision = replace(decision, held=f"{story.owned_by} is talking with the customer")
    return _overridden(decision, story.overrides) if story.overrides else decision


def _overridden(wanted: Wanted, overrides: tuple[Override, ...]) -> Decision:
    """What staff decided, applied in the order they decided it: the rules propose, a person disposes."""
    decision = wanted
    for override in sorted(overrides, key=lambda o: o.at):
        if override.key is not None and override.key != wanted.key:
            continue
        match override.kind:
            case OverrideKind.CANCEL:
                return Silent(wanted.kind, f"cancelled by {override.who}: {override.why}")
            case OverrideKind.HOLD if override.until is None:
                decision = replace(decision, held=f"held by {override.who}: {override.why}")
            case OverrideKind.HOLD:
                assert override.until is not None
                expires_at = max(decision.expires_at, override.until + (wanted.expires_at - wanted.send_after))
                decision = replace(decision, send_after=max(decision.send_after, override.until), expires_at=expires_at)
            case OverrideKind.RETIME:
                assert override.until is not None
                expires_at = max(decision.expires_at, override.until + (wanted.expires_at - wanted.send_after))
                decision = replace(decision, send_after=override.until, expires_at=expires_at, by_hand=True)
            case OverrideKind.CORRECTION:
                decision = replace(decision, facts={**decision.facts, "corrected": override.text})
            case OverrideKind.SEND_NOW:
                expires_at = max(decision.expires_at, override.at + (wanted.expires_at - wanted.send_after))
                decision = replace(decision, send_after=override.at, expires_at=expires_at, held=None, by_hand=True)
    return decision
