"""Carriers that work on public holidays: seen by what arrives on them, beside what arrives on other weekdays."""

from collections import Counter
from datetime import date, timedelta
from statistics import fmean

from domain.eta.rests import Rests, is_rest

SEEN = 5
"""With fewer arrivals on days of rest nothing is concluded: one may be a scan that was booked late."""
AS_MUCH = 0.5
"""Of what arrives on an ordinary weekday: a little is delivered on holidays by carriers that rest as well."""
LOOKED_BACK = timedelta(days=120)
_SATURDAY = 5


class Working:
    """Arrivals of one carrier's parcels in one country, day by day; `on_rests`: it works on days of rest."""

    __slots__ = ("_days", "on_rests")

    def __init__(self) -> None:
        self._days: Counter[date] = Counter()
        self.on_rests = False

    def add(self, day: date, rests: Rests) -> None:
        """A parcel arrived on this local day."""
        is_news = day not in self._days or is_rest(day, rests)
        self._days[day] += 1
        if is_news:
            self._days = Counter({d: n for d, n in self._days.items() if d >= max(self._days) - LOOKED_BACK})
            self.on_rests = self._works(rests)

    def _works(self, rests: Rests) -> bool:
        first = min(self._days)
        all_days = [first + timedelta(days=n) for n in range((max(self._days) - first).days + 1)]
        resting = [self._days[day] for day in all_days if is_rest(day, rests)]
        ordinary = [self._days[day] for day in all_days if day.weekday() < _SATURDAY and not is_rest(day, rests)]
        return sum(resting) >= SEEN and bool(ordinary) and fmean(resting) >= AS_MUCH * fmean(ordinary)
