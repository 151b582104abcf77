"""Announcements of the shop: what was released to this parcel is said once, while it is still true of it."""

from domain.announcements import Announced, key_of
from domain.notices import Decision, NoticeKind, Silent, Wanted
from domain.policy import Policy
from domain.rules.expectation import expected_still
from domain.rules.saying import say, window_facts
from domain.story import Story


def announcement(story: Story, policy: Policy) -> Decision:
    """The first that is still to be said; one after the other."""
    kind = NoticeKind.ANNOUNCEMENT
    silence = Silent(kind, "nothing was announced to this parcel")
    for one in story.announced:
        if one.is_over or key_of(one.id) in story.told:
            silence = Silent(kind, f"already said ({key_of(one.id)})")
            continue
        decision = _one(one, story, policy)
        if isinstance(decision, Wanted):
            return decision
        silence = decision
    return silence


def _one(one: Announced, story: Story, policy: Policy) -> Decision:
    kind = NoticeKind.ANNOUNCEMENT
    if one.stopped is not None:
        return Silent(kind, one.stopped)
    window = expected_still(story, policy)
    if (why := one.chosen.left_by(story.condition.milestone, window.on if window else None)) is not None:
        return Silent(kind, why)
    facts = {"announcement": one.id, "window": window_facts(window), "milestone": story.condition.milestone.value}
    decision = say(kind, key_of(one.id), one.released_at, story, policy, facts, until=one.expires_at)
    if one.halted is None or isinstance(decision, Silent):
        return decision
    return Wanted(kind, decision.key, decision.send_after, decision.expires_at, facts, held=one.halted)
