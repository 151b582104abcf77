"""A last day where nobody estimates anything: what came of this carrier's parcels, from the same stage on."""

from datetime import datetime, timedelta

from domain.axes import Milestone
from domain.eta.learned import stage_of
from domain.eta.outcomes import begun_stages
from domain.eta.rests import after
from domain.localtime import local_day
from domain.story import Story
from domain.windows import Window, by_day

BASIS = "forecast"
"""What a promise is based on that was made so."""
MOST = timedelta(days=14)
"""Further ahead a last day helps nobody."""
UNDER_WAY = frozenset({Milestone.UNKNOWN, Milestone.CREATED, Milestone.ACCEPTED, Milestone.IN_TRANSIT})


def forecast(story: Story) -> Window | None:
    """The day by which nine of ten parcels had come from this stage on; None with an estimate, or without a record."""
    milestone = story.condition.milestone
    record = story.learned.record(milestone)
    if story.condition.quoted is not None or milestone not in UNDER_WAY or record is None or record.by_s is None:
        return None
    began_at = dict(begun_stages(story)).get(stage_of(milestone))
    if began_at is None or record.by_s > MOST.total_seconds():
        return None
    at = after(began_at, timedelta(seconds=record.by_s), story.rests, story.zone)
    return by_day(local_day(at, story.zone), story.zone)


def ahead(story: Story, now: datetime) -> Window | None:
    """The forecast as long as its day is not over: what may be told to those who ask."""
    window = forecast(story)
    return window if window is not None and window.span(story.zone)[1] > now else None


def standing(story: Story) -> Window | None:
    """The last day that was told so, as long as nobody has estimated anything."""
    promise = story.promise
    if promise is None or promise.based_on != BASIS or story.condition.quoted is not None:
        return None
    return promise.window
