"""What the customer hears of a change that needs no slot: the carrier agreed, or it did not."""

from domain.notices import Decision, NoticeKind, Silent
from domain.policy import Policy
from domain.reschedules import OtherChange, RescheduleState, awaited_until
from domain.rules.saying import say
from domain.story import Story

_REFUSED = frozenset({RescheduleState.DECLINED, RescheduleState.TIMED_OUT})


def change_confirmed(story: Story, policy: Policy) -> Decision:
    """Everything that was agreed since the last such word, in one message."""
    return _news(NoticeKind.CHANGE_CONFIRMED, frozenset({RescheduleState.CONFIRMED}), story, policy)


def change_declined(story: Story, policy: Policy) -> Decision:
    """Declined by the 3PL, or never answered: either way nobody may count on it."""
    return _news(NoticeKind.CHANGE_DECLINED, _REFUSED, story, policy)


def _news(kind: NoticeKind, states: frozenset[RescheduleState], story: Story, policy: Policy) -> Decision:
    """The key names the last of them, and its state: a late answer after a time-out is other news."""
    if not story.others:
        return Silent(kind, "no other change was asked for")
    if story.condition.is_final:
        return Silent(kind, f"the parcel is at its end: {story.condition.milestone}")
    told = story.last_told(kind)
    news = [(c.decided_at, c) for c in story.others if c.state in states and c.decided_at is not None]
    fresh = sorted((at, c.id, c) for at, c in news if told is None or at > told.at)
    if not fresh:
        return Silent(kind, _standing(story.others[-1]))
    at, _, last = fresh[-1]
    facts = {
        "changes": [change.kind for _, _, change in fresh],
        "unanswered": all(change.state is RescheduleState.TIMED_OUT for _, _, change in fresh),
        "allow": sorted(story.allow),
    }
    key = f"{kind}:{last.id}:{last.state}"
    return say(kind, key, at, story, policy, facts, awaited_until=awaited_until(last))


def _standing(change: OtherChange) -> str:
    return f"the last other change, {change.kind}, is {change.state}"
