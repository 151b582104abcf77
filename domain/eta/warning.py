"""When a promise is no longer likely to hold: known ahead, so that a notice can be planned for that moment."""

from datetime import datetime, timedelta

from domain.axes import EtaKind
from domain.eta.learned import stage_of
from domain.eta.outcomes import begun_stages
from domain.eta.rests import after, rested
from domain.story import Story
from domain.windows import span_of

SOON = timedelta(days=3)
"""What may break later than this can be looked at again: it is told ahead of that only when it is all but SURE."""
SURE = 0.8


def risk_needed(left: timedelta, risk: float) -> float:
    """With which risk a promise that ends in so long is told as one that will break; `risk` is that of the last days.

    Measured: of notices sent four days ahead one in two was right, of those sent in the last three days three in four.
    """
    return risk if left <= SOON else max(risk, SURE)


def at_risk_at(story: Story, risk: float) -> datetime | None:
    """From when a parcel that is not here yet breaks its promise with more than this risk; None if that cannot be told.

    Made of the curve of this carrier's parcels at this stage, in shares of the time quoted. None as well when the
    promise was told in that knowledge, and when it is only its end that tells.
    """
    promise, quoted = story.promise, story.condition.quoted
    record = story.learned.stages.get(stage_of(story.condition.milestone))
    if promise is None or quoted is None or record is None or record.shares is None:
        return None
    if quoted.estimate.kind is EtaKind.MEASURED:  # the route itself says when a promise breaks
        return None
    started_at = dict(begun_stages(story)).get(stage_of(story.condition.milestone), story.announced_at)
    _, end = promise.window.span(story.zone)
    scale, until = (_worked(story, started_at, at) for at in (span_of(quoted.estimate, story.zone)[1], end))
    if scale < timedelta(hours=1) or end <= started_at:
        return None
    ages = (scale * record.shares.alarm(until / scale, r) for r in (risk, max(risk, SURE)))
    likely, sure = (after(started_at, age, story.rests, story.zone) for age in ages)
    at = min(max(likely, end - SOON), sure)
    return at if promise.told_at < likely and at < end else None


def _worked(story: Story, begin: datetime, end: datetime) -> timedelta:
    """How much of this time was the carrier's, as the curve counts it."""
    return end - begin - rested(begin, end, story.rests, story.zone)
