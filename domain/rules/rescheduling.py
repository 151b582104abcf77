"""What the customer hears of a reschedule: asked, confirmed, declined."""

from domain.notices import Decision, NoticeKind, Silent
from domain.policy import Policy
from domain.reschedules import WAITING, Reschedule, RescheduleState, awaited_until
from domain.rules.saying import say, window_facts
from domain.story import Story


def reschedule_asked(story: Story, policy: Policy) -> Decision:
    kind, reschedule = NoticeKind.RESCHEDULE_ASKED, story.reschedule
    if reschedule is None or reschedule.state not in WAITING:
        return Silent(kind, _standing(reschedule))
    if reschedule.asked_in_chat:
        return Silent(kind, "said where it was asked")
    facts = {"window": window_facts(reschedule.window)}
    return say(kind, f"reschedule_asked:{reschedule.id}", reschedule.asked_at, story, policy, facts)


def reschedule_confirmed(story: Story, policy: Policy) -> Decision:
    kind, reschedule = NoticeKind.RESCHEDULE_CONFIRMED, story.reschedule
    if reschedule is None or reschedule.state is not RescheduleState.CONFIRMED or reschedule.decided_at is None:
        return Silent(kind, _standing(reschedule))
    _, end = reschedule.window.span(story.zone)
    facts = {"window": window_facts(reschedule.window)}
    key = f"reschedule_confirmed:{reschedule.id}"
    awaited = awaited_until(reschedule)
    return say(kind, key, reschedule.decided_at, story, policy, facts, until=end, awaited_until=awaited)


def reschedule_declined(story: Story, policy: Policy) -> Decision:
    """Declined by the 3PL, or never answered: either way the customer hears that the new day is not agreed."""
    kind, reschedule = NoticeKind.RESCHEDULE_DECLINED, story.reschedule
    refused = (RescheduleState.DECLINED, RescheduleState.TIMED_OUT)
    if reschedule is None or reschedule.state not in refused or reschedule.decided_at is None:
        return Silent(kind, _standing(reschedule))
    facts = {
        "window": window_facts(reschedule.window),
        "unanswered": reschedule.state is RescheduleState.TIMED_OUT,
        "allow": sorted(story.allow),
        "agreed": window_facts(story.agreed.window) if story.agreed else None,
    }
    key = f"reschedule_declined:{reschedule.id}:{reschedule.state}"
    return say(kind, key, reschedule.decided_at, story, policy, facts, awaited_until=awaited_until(reschedule))


def _standing(reschedule: Reschedule | None) -> str:
    return f"the reschedule is {reschedule.state}" if reschedule else "no new day was asked for"
