"""What is usual where nobody estimates anything, in days: said to those who ask. It names no day and promises none."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from domain.eta.buckets import Stage
from domain.eta.forecast import MOST, UNDER_WAY, forecast, is_estimated
from domain.eta.learned import FEWEST
from domain.eta.outcomes import begun_stages
from domain.eta.priors import USUAL_S
from domain.eta.rests import pushed
from domain.localtime import local_day
from domain.story import Story

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Usual:
    """Nine of ten parcels like this one come between `least` and `most` days after `since` began.

    `seen` of the carrier's own parcels say so; with none of them it is the prior.
    """

    least: int
    most: int
    since: Stage
    seen: int = 0


def usual(story: Story, today: date) -> Usual | None:
    """None where somebody estimates or a last day can be told, at any other stage, and where it would say nothing:
    the days are over, or too many.
    """
    if story.condition.milestone not in UNDER_WAY or is_estimated(story) or forecast(story) is not None:
        return None
    begun = dict(begun_stages(story))
    since = Stage.MOVING if Stage.MOVING in begun else Stage.ORDERED
    began_on, found = local_day(begun[since], story.zone), _measured(story, since)
    last = pushed(began_on, began_on + timedelta(days=found.most), story.rests)
    if found.most > MOST.days or today > last:
        return None
    return replace(found, most=(last - began_on).days)


def _measured(story: Story, since: Stage) -> Usual:
    """Narrower than the prior only once enough have come; wider from the first on."""
    record = story.learned.stages.get(since)
    (low_s, high_s), seen = USUAL_S[since], 0
    if record is not None and record.usual_s is not None:
        seen, own = record.seen, record.usual_s
        low_s, high_s = own if seen >= FEWEST else (min(low_s, own[0]), max(high_s, own[1]))
    least = max(1, int(low_s / DAY_S))
    return Usual(least, max(least + 1, ceil(high_s / DAY_S)), since, seen)
