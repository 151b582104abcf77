"""Arrivals: cohorts for every bucket of the ladder, and the curve of parcels like a given one."""

from dataclasses import dataclass

from domain.eta.buckets import ENOUGH, Ladder
from domain.eta.cohort import ANY_DAY, Cohort
from domain.eta.curve import Curve, continued

FINE, COARSE = 360, 720
"""How many parcels a cohort follows: a little more than ENOUGH, and a longer memory at the foot of the ladder."""
FINE_SPAN_S, COARSE_SPAN_S = 45 * 86_400.0, 90 * 86_400.0
"""How long they span at least: past the time that most parcels take, and past a bad month."""
STALE_S = 3600.0
SOME = 30
"""With fewer parcels of one weekday nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why a time may be said: `chance` of the last `parcels` in this bucket had arrived by this age, as far as known.

    Facts for words such as "nine of ten parcels on this lane at this stage arrived by …"; `bucket` None is the prior.
    """

    chance: float
    age: float
    parcels: int
    bucket: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The curve of parcels like this one, and the bucket its recent part comes from (None: only the prior speaks)."""

    curve: Curve
    bucket: str | None

    def because(self, chance: float, age: float = 0.0) -> Because:
        """The age by which a parcel arrives with this chance, if it has not at `age`, and what that rests on."""
        return Because(chance, self.curve.by(chance, age), self.curve.parcels, self.bucket)


class Arrivals:
    """Learned from every parcel that sets out, arrives, or leaves. Updates cost microseconds; nothing is trained."""

    __slots__ = ("_cohorts", "_joined", "_prior")

    def __init__(self, prior: Curve) -> None:
        self._prior = prior
        self._cohorts: dict[str, Cohort] = {}
        self._joined: dict[str, tuple[Curve, Curve, Curve]] = {}

    def start(self, key: str, ladder: Ladder, at_s: float, scale_s: float, weekday: int = ANY_DAY) -> None:
        """Parcel `key` sets out, on this weekday where it is; its ages are counted in `scale_s` seconds."""
        for bucket in ladder:
            cohort = self._cohorts.get(bucket)
            if cohort is None:
                foot = bucket == ladder[-1]
                cohort = Cohort(COARSE, COARSE_SPAN_S) if foot else Cohort(FINE, FINE_SPAN_S)
                self._cohorts[bucket] = cohort
            cohort.start(key, at_s, scale_s, weekday)

    def finish(self, key: str, ladder: Ladder, at_s: float) -> None:
        for bucket in ladder:
            if (cohort := self._cohorts.get(bucket)) is not None:
                cohort.finish(key, at_s)

    def leave(self, key: str, ladder: Ladder) -> None:
        for bucket in ladder:
            if (cohort := self._cohorts.get(bucket)) is not None:
                cohort.leave(key)

    def outlook(self, ladder: Ladder, now_s: float, stale_s: float = STALE_S) -> Outlook:
        """The finest bucket with ENOUGH parcels, continued by the foot of the ladder, continued by the prior."""
        foot = self._cohorts.get(ladder[-1])
        if foot is None:
            return Outlook(self._prior, None)
        coarse = self._continued(ladder[-1], foot.curve(now_s, stale_s), self._prior)
        for bucket in ladder[:-1]:
            cohort = self._cohorts.get(bucket)
            if cohort is not None and len(cohort) >= ENOUGH:
                return Outlook(self._continued(bucket, cohort.curve(now_s, stale_s), coarse), bucket)
        return Outlook(coarse, ladder[-1] if len(foot) else None)

    def own(self, bucket: str, now_s: float) -> tuple[Curve, int] | None:
        """The curve of one bucket's parcels, however few, continued by the prior; and how many of them have come."""
        cohort = self._cohorts.get(bucket)
        return (continued(cohort.curve(now_s, STALE_S), self._prior), cohort.arrived) if cohort is not None else None

    def by_weekday(self, outlook: Outlook, now_s: float) -> dict[int, Curve]:
        """An outlook told apart by the weekday on which parcels set out; each continued by that of all of them."""
        cohort = self._cohorts.get(outlook.bucket) if outlook.bucket is not None else None
        days = cohort.by_weekday(now_s) if cohort is not None else {}
        return {day: continued(curve, outlook.curve) for day, curve in days.items() if curve.parcels >= SOME}

    def _continued(self, bucket: str, curve: Curve, coarser: Curve) -> Curve:
        """Joined once for as long as both parts stay the same."""
        known = self._joined.get(bucket)
        if known is not None and known[0] is curve and known[1] is coarser:
            return known[2]
        joined = continued(curve, coarser)
        self._joined[bucket] = (curve, coarser, joined)
        return joined
