"""A last day where nobody estimates what may be said: what came of this carrier's parcels, from the same stage on."""

from datetime import datetime, timedelta

from domain.axes import Milestone
from domain.eta.learned import stage_of
from domain.eta.outcomes import begun_stages
from domain.eta.rests import after
from domain.localtime import local_day
from domain.story import Story
from domain.windows import Guard, Window, by_day, window_of

BASIS = "forecast"
"""What a promise is based on that was made so."""
MOST = timedelta(days=14)
"""Further ahead a last day helps nobody."""
UNDER_WAY = frozenset({Milestone.UNKNOWN, Milestone.CREATED, Milestone.ACCEPTED, Milestone.IN_TRANSIT})


_PRIOR = Guard()


def is_estimated(story: Story) -> bool:
    """Whether somebody estimates it. A date whose sender's dates hold too seldom to be repeated is no estimate."""
    quoted = story.condition.quoted
    if quoted is None:
        return False
    guard = story.learned.guard(story.condition.milestone, _PRIOR)
    return guard.days is not None or window_of(quoted.estimate, story.zone, guard) is not None


def forecast(story: Story) -> Window | None:
    """The day by which nine of ten parcels had come from this stage on; None with an estimate, or without a record."""
    milestone = story.condition.milestone
    record = story.learned.record(milestone)
    if milestone not in UNDER_WAY or record is None or record.by_s is None or is_estimated(story):
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
    """The last day that was told so, as long as nobody estimates."""
    promise = story.promise
    if promise is None or promise.based_on != BASIS or is_estimated(story):
        return None
    return promise.window
