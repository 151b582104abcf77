"""How a rule answers: wanted on an occasion at its time, or silent with the reason."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.localtime import Quiet, within_hours
from domain.notices import MANNERS, Decision, NoticeKind, Silent, Wanted
from domain.policy import Policy
from domain.story import Story
from domain.windows import Window


def say(
    kind: NoticeKind,
    key: str,
    at: datetime,
    story: Story,
    policy: Policy,
    facts: Mapping[str, object],
    until: datetime | None = None,
    awaited_until: datetime | None = None,
) -> Decision:
    """The notice for this occasion: moved into the writing hours, gathered with the customer's other parcels, once.

    It expires when its kind's validity (from `at`) or `until` is over, whichever is first. Up to `awaited_until` it is
    the answer to what was just asked: no hour is quiet for it.
    """
    earlier = story.told.get(key)
    if earlier is not None:
        return Silent(kind, f"already said ({key})")
    manner = MANNERS[kind]
    expires_at = at + manner.valid
    if until is not None and until < expires_at:
        expires_at = until
    gather = policy.gather if manner.shared and story.siblings else timedelta(0)
    quiet = Quiet.IGNORE if awaited_until is not None and at <= awaited_until else manner.quiet
    send_after = within_hours(at + gather, quiet, policy.hours, story.zone, f"{story.shipment_id}:{key}")
    return Wanted(kind, key, send_after, max(expires_at, at), facts, awaited_until=awaited_until)


def window_facts(window: Window | None) -> dict[str, object] | None:
    """A window as JSON: `{"on": "2026-11-24", "from": iso | None, "to": iso | None}`; an end alone: by that day."""
    if window is None:
        return None
    begin, end = window.from_at, window.to_at
    return {
        "on": window.on.isoformat(),
        "from": begin.isoformat() if begin and end else None,
        "to": end.isoformat() if end else None,
    }
